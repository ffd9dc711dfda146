import { judgeFolder } from "./folder.ts";

const [directory, ...options] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write("Usage : npm run conformance -- <dossier> [--soft]\n");
  process.exitCode = 2;
} else {
  const { lines, failed } = await judgeFolder(directory, { soft: options.includes("--soft") });
  process.stdout.write(`${lines.join("\n")}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
