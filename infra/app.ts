import { synthesise } from "./assembly.ts";
import { ConfigurationFault } from "./config.ts";

try {
  synthesise({ outdir: process.env.CDK_OUTDIR ?? "cdk.out" });
} catch (error) {
  if (!(error instanceof ConfigurationFault)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
