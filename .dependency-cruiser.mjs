/** Dependencies point inwards. Each rule has a planted violation in test/architecture that must make it fire. */
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

export default {
  forbidden: [
    rule("no-circular", "A cycle has no inside.", {}, { circular: true }),
    rule(
      "kernel-knows-no-procedure",
      "The kernel imports the kernel and libraries alone.",
      { path: "^shared/kernel/" },
      { path: "^(shared/(inspection|domain|ports|adapters|lambda)|functions|infra|local|cli|docs)/" },
    ),
    rule(
      "inspection-knows-no-procedure",
      "Bytes in, findings out: what a file must hold is for the law to say.",
      { path: "^shared/inspection/" },
      { path: "^(shared/(domain|ports|adapters|lambda)|functions|infra|local|cli|docs)/" },
    ),
    rule(
      "law-knows-no-file",
      "The law reads facts: of files, its evidence alone knows the form in which text is handed to it.",
      { path: "^shared/domain/", pathNot: "^shared/domain/segur/evidence/" },
      { path: "^shared/inspection/" },
    ),
    rule(
      "evidence-opens-no-file",
      "Evidence reads text already extracted: of inspection it imports types.",
      { path: "^shared/domain/segur/evidence/" },
      { path: "^shared/inspection/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "domain-knows-no-outside",
      "The law reads facts: no port, adapter, function or cloud.",
      { path: "^shared/domain/" },
      { path: "^(shared/(ports|adapters|lambda)|functions|infra|local|cli|docs)/" },
    ),
    rule(
      "ports-know-no-adapter",
      "A port is what the inside asks for, not how it is done.",
      { path: "^shared/ports/" },
      { path: "^(shared/(adapters|lambda)|functions|infra|local|cli|docs)/" },
    ),
    rule(
      "adapters-know-no-function",
      "An adapter serves every function.",
      { path: "^shared/adapters/" },
      { path: "^(shared/lambda|functions|infra|local|cli|docs)/" },
    ),
    rule(
      "sdk-in-adapters-only",
      "Only adapters, and the files that compose them, call AWS.",
      { path: "^(shared|functions)/", pathNot: "^(shared/adapters/|shared/lambda/composition|functions/platform/)" },
      { path: "node_modules/(@aws-sdk|@smithy)/" },
    ),
    rule(
      "infra-reads-no-code",
      "The template names the files of functions and imports none.",
      { path: "^infra/" },
      { path: "^(shared|functions|local|cli|docs)/" },
    ),
    rule(
      "functions-apart",
      "A procedure's functions import those of no other, but for what a case's timeline must know.",
      { path: "^functions/([^/]+)/", pathNot: "^functions/cases/" },
      { path: "^functions/", pathNot: "^functions/$1/" },
    ),
    rule(
      "local-knows-no-name",
      "The local cloud plays any application: it imports nothing of this one.",
      { path: "^local/" },
      { path: "^(shared|functions|infra|cli|docs)/" },
    ),
    rule(
      "product-is-not-local",
      "Nothing that is deployed imports the local cloud, the tests or the command line.",
      { path: "^(shared|functions|infra)/" },
      { path: "^(local|test|cli|docs)/" },
    ),
    rule(
      "agpl-behind-one-file",
      "The policy simulator is AGPL-3.0: one file of the local cloud and the tests may import it.",
      { pathNot: "^(test/|local/iam/simulate\\.ts$|node_modules/)" },
      { path: "node_modules/@cloud-copilot/iam-simulate/" },
    ),
    rule("no-unlisted-package", "Every package is in package.json.", { pathNot: "^node_modules/" }, { dependencyTypes: ["npm-no-pkg", "npm-unknown"] }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(cdk\\.out|\\.guichet|\\.stryker-tmp|reports)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], extensions: [".ts", ".mjs", ".js", ".json"], conditionNames: ["import", "node", "default", "types"] },
  },
};
