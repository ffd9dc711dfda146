import { randomUUID } from "node:crypto";
import { describe, expect, jest, test } from "@jest/globals";
import { lawOf } from "../../../cli/verify/laws.ts";
import { places } from "../../../shared/ports/places.ts";
import { call, Founder } from "../adapters/people.ts";
import {
  ans,
  completed,
  completeFile,
  functions,
  grantIt,
  itemAt,
  refuseIt,
  registered,
  store,
  tell,
  useRegister,
  withdrawIt,
} from "./register-acts.ts";

jest.setTimeout(30_000);
useRegister();

const type = ({ json }: { json: { type?: string } }) => json.type?.replace("urn:guichet:problem:", "");

describe("ANS tells of a Solution", () => {
  test("from the request to the withdrawal: each act answered with the Solution as it now stands, and its version", async () => {
    const first = await registered("DEM 2022/1");
    expect([first.status, first.etag]).toEqual([201, '"1"']);
    const { id } = first.json;
    const answers = [
      await tell("completeFile", id, completeFile),
      await grantIt(id, "SGL-2022-1"),
      await tell("distributors", id, { json: { sirets: ["44332240900014"] }, version: 3 }),
      await tell("withdrawal", id, { json: { withdrawnOn: "2022-06-20" }, version: 4 }),
    ];
    expect(answers.map(({ status, etag, json }) => [status, etag, json.state])).toEqual([
      [200, '"2"', "complete_file"],
      [200, '"3"', "granted"],
      [200, '"4"', "granted"],
      [200, '"5"', "withdrawn"],
    ]);
    const read = await call(functions.get, ans.asking("GET solution", { path: { solutionId: id } }));
    expect(read.json).toEqual(answers[3]!.json);
    expect(read.json).toMatchObject({
      requestNumber: "DEM 2022/1",
      number: "SGL-2022-1",
      stateLabel: "Référencement retiré",
      distributors: [{ siret: "44332240900014", declaredOn: "2032-03-04" }],
    });
  });

  test("SEC-38 its chain, read back: every step is one that the law of verification knows", async () => {
    const id = await completed();
    await grantIt(id);
    await withdrawIt(id);
    const { json } = await call(functions.timeline, ans.asking("GET timeline", { path: { caseId: id } }));
    expect([json.procedure, json.head.seq]).toEqual(["referencement", 4]);
    let state: string | undefined;
    for (const event of json.events) {
      const next = lawOf("referencement")!.legal(state, event);
      if (!next.ok) throw new Error(JSON.stringify(next.reason));
      state = next.value;
    }
    expect(state).toBe("withdrawn");
  });

  test("a decision before the file is complete, a second decision: refused, nothing written", async () => {
    const { id } = (await registered()).json;
    const early = await tell("grant", id, { json: { number: "X-1", pronouncedOn: "2022-05-10" }, version: 1 });
    expect([early.status, type(early)]).toEqual([409, "illegal-transition"]);
    await tell("completeFile", id, completeFile);
    await refuseIt(id);
    const late = await tell("grant", id, { json: { number: "X-1", pronouncedOn: "2022-05-10" }, version: 3 });
    expect([late.status, type(late)]).toEqual([409, "illegal-transition"]);
    expect(await itemAt(places.solutionNumber("x-1"))).toBeUndefined();
  });

  test("the same act sent twice under one key: one event, the same answer", async () => {
    const id = await completed();
    const twice = { json: { number: randomUUID(), pronouncedOn: "2022-05-10" }, version: 2, key: randomUUID() };
    const [one, other] = [await tell("grant", id, twice), await tell("grant", id, twice)];
    expect(other.json).toEqual(one.json);
    expect((await store.items("events")).filter(({ pk }) => pk === id)).toHaveLength(3);
  });

  test("a version that is no longer the last, or none: refused", async () => {
    const id = await completed();
    const json = { number: randomUUID(), pronouncedOn: "2022-05-10" };
    expect((await tell("grant", id, { json, version: 1 })).status).toBe(412);
    expect((await tell("grant", id, { json })).status).toBe(428);
  });
});

describe("one Solution for one number", () => {
  test("a second Solution of the same request, in other case and spaces: already registered", async () => {
    await registered("DEM 2022-55");
    const second = await registered("dem  2022-55");
    expect([second.status, type(second)]).toEqual([409, "already-exists"]);
  });

  test("the number of another Solution's référencement, or of its request: already that of another", async () => {
    const first = await completed("DEM-2022-66");
    await grantIt(first, "SGL-2022-66");
    const second = await completed();
    for (const number of ["sgl-2022-66", "DEM-2022-66"]) {
      const refused = await grantIt(second, number);
      expect([refused.status, type(refused)]).toEqual([409, "already-exists"]);
    }
    expect((await grantIt(second, "SGL-2022-67")).status).toBe(200);
  });

  test("a référencement under the number of its own request: granted", async () => {
    const id = await completed("DEM-2022-77");
    expect((await grantIt(id, "dem-2022-77")).json).toMatchObject({ number: "dem-2022-77", state: "granted" });
  });

  test("two Solutions granted one number at the same time: one has it, the other is told", async () => {
    const [one, other] = [await completed(), await completed()];
    const answers = await Promise.all([grantIt(one, "SGL-RACE"), grantIt(other, "SGL-RACE")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe("who reads the register", () => {
  test("an officer of the operator: reads and lists; whoever tells for ANS: ANS alone", async () => {
    const officer = await new Founder({ kind: "operator", roles: ["instructor"] }).found(store);
    const { id } = (await registered()).json;
    const read = await call(functions.get, officer.asking("GET solution", { path: { solutionId: id } }));
    expect(read.status).toBe(200);
    const told = await call(
      functions.completeFile,
      officer.asking("POST complete-file", { path: { solutionId: id }, ...completeFile }),
    );
    expect([told.status, type(told)]).toEqual([404, "not-found"]);
  });

  test("a supplier: as for a Solution that never was, whatever it asks", async () => {
    const supplier = await new Founder().found(store);
    const { id } = (await registered()).json;
    for (const solutionId of [id, randomUUID()]) {
      const read = await call(functions.get, supplier.asking("GET solution", { path: { solutionId } }));
      expect([read.status, type(read)]).toEqual([404, "not-found"]);
    }
    expect((await call(functions.list, supplier.asking("GET solutions"))).status).toBe(404);
    const timeline = await call(functions.timeline, supplier.asking("GET timeline", { path: { caseId: id } }));
    expect(timeline.status).toBe(404);
  });

  test("a member of ANS who is no agent of the register: told that the role does not allow it", async () => {
    const clerk = await new Founder({ kind: "ans", roles: ["administrator"] }).found(store);
    const { id } = (await registered()).json;
    const read = await call(functions.get, clerk.asking("GET solution", { path: { solutionId: id } }));
    expect([read.status, type(read)]).toEqual([403, "not-allowed"]);
  });

  test("more Solutions than a page: the cursor leads through each once", async () => {
    for (let count = 0; count < 3; count += 1) await registered();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: "2", ...(cursor === undefined ? {} : { cursor }) };
      const { json } = await call(functions.list, ans.asking("GET solutions", { query }));
      seen.push(...json.items.map((item: { id: string }) => item.id));
      cursor = json.next;
    } while (cursor !== undefined);
    const heads = (await store.items("cases")).filter(({ kind }) => kind === "referencement");
    expect(seen).toHaveLength(heads.length);
    expect(new Set(seen).size).toBe(heads.length);
  });
});
