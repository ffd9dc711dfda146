// Jest reads TypeScript through esbuild: types are stripped, nothing else changes.
const { transformSync } = require("esbuild");
module.exports = {
  process: (source, path) => transformSync(source, { loader: "ts", format: "esm", target: "node24", sourcemap: "inline", sourcefile: path }),
};
