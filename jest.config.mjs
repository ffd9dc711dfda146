import { availableParallelism } from "node:os";

export default {
  // Two even on two processors: what the one waits for (a port, a disk), the other does not.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/transform.cjs" },
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdk.out", "<rootDir>/.guichet", "<rootDir>/.stryker-tmp", "<rootDir>/reports"],
  watchman: false,
};
