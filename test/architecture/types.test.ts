import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { plant, project, runTool, type Tree } from "./planted.ts";

/** The errors that the compiler finds in these files, as `file: code`. */
function errors(tree: Tree): readonly string[] {
  const settings = JSON.stringify({ extends: join(project, "tsconfig.json"), include: ["*.ts"] });
  const directory = plant({ ...tree, "tsconfig.json": settings }, ["package.json"]);
  const output = runTool(directory, "tsc", "-p", ".", "--pretty", "false");
  return [...output.matchAll(/^(.+)\(\d+,\d+\): error (TS\d+)/gm)]
    .map(([, file, code]) => `${file}: ${code}`)
    .toSorted();
}

const allowedFor = (action: string) =>
  `const said = authorise(organisationAccess, { roles: ["signed-in"], action: "${action}", relation: "none", state: "none" });`;

const handler = (...body: readonly string[]) => `
import { authorise, type Proof } from "${project}/shared/kernel/access.ts";
import { organisationAccess } from "${project}/shared/domain/directory/access.ts";
import { organisationSchema } from "${project}/shared/domain/directory/items.ts";
import type { ActWrite, Place, Records, Snapshot } from "${project}/shared/ports/records.ts";
export type Given = readonly [ActWrite, Place, Proof, Records, Snapshot];
export const tools = [authorise, organisationAccess, organisationSchema];
export const handler = async (records: Records, snapshot: Snapshot, place: Place, write: ActWrite) => {
  ${body.join("\n  ")}
  return [records, snapshot, place, write];
};
`;

test("SEC-03: handlers that read or write without the access table's proof do not compile; with it, one does", () => {
  const found = errors({
    "list-without.ts": handler('await records.listed("OWNER#organisation", { limit: 1, order: "newest" });'),
    "events-without.ts": handler('await records.events("chain", { limit: 1, after: 0 });'),
    "reveal-without.ts": handler("snapshot.reveal(place, organisationSchema);"),
    "commit-without.ts": handler("await records.commit(write);"),
    "forged.ts": handler(
      'const proof: Proof = { action: "organisation.read", basis: "mine" };',
      "await records.commit(proof, write);",
    ),
    "refused.ts": handler(allowedFor("member.list"), "await records.commit(said.proof, write);"),
    "with-proof.ts": handler(
      allowedFor("organisation.register"),
      'if (said.answer === "allow") await records.commit(said.proof, write);',
    ),
  });
  // 2554: an argument is missing; 2741: the proof's private member is missing; 2339: a refusal holds no proof.
  expect(found).toEqual([
    "commit-without.ts: TS2554",
    "events-without.ts: TS2554",
    "forged.ts: TS2741",
    "list-without.ts: TS2554",
    "refused.ts: TS2339",
    "reveal-without.ts: TS2554",
  ]);
}, 60_000);

test("brands that mix, an action misspelt, syntax that Node cannot strip: do not compile", () => {
  const found = errors({
    "mixed.ts": `
import type { CivilDate, Instant } from "${project}/shared/kernel/time.ts";
export const day = (at: Instant): CivilDate => at;
`,
    "misspelt-action.ts": handler(allowedFor("organisation.reed"), "return said;"),
    "enumeration.ts": "export enum Role { Filer }\n",
    "bracketed.ts": "export const count = (value: unknown): number => <number>value;\n",
  });
  expect(found).toEqual([
    "bracketed.ts: TS1294",
    "enumeration.ts: TS1294",
    "misspelt-action.ts: TS2820",
    "mixed.ts: TS2322",
  ]);
}, 60_000);
