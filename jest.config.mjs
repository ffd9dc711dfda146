export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/transform.cjs" },
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdk.out", "<rootDir>/.guichet", "<rootDir>/.stryker-tmp", "<rootDir>/reports"],
  watchman: false,
};
