import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { Member } from "../../../shared/domain/directory/items.ts";
import { places } from "../../../shared/ports/places.ts";
import { type Store, startStore } from "../adapters/store.ts";
import { instant } from "./dossiers.ts";
import { PostOffice } from "./post-office.ts";

jest.setTimeout(60_000);

let store: Store;
let noteMail: (batch: unknown) => Promise<{ readonly batchItemFailures: readonly unknown[] }>;

beforeAll(async () => {
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  if (process.env.GUICHET_MISSING?.includes("jdk")) return;
  store = await startStore();
  noteMail = (await import("../../../functions/segur/note-mail.ts")).handler;
}, 120_000);
afterAll(async () => {
  await store?.stop();
  jest.restoreAllMocks();
});

const open = async (...addresses: (string | undefined)[]) => {
  const office = new PostOffice(store);
  for (const address of addresses) await office.addMember(address);
  await office.keepDossier();
  return office;
};
/** SES tells what became of the mails that left, by their tags. */
const feedback = (office: PostOffice, eventType: string) =>
  noteMail({
    Records: office.left.map(({ tags }, index) => ({
      messageId: String(index),
      body: JSON.stringify({
        detail: { eventType, mail: { timestamp: office.now, tags: { mail: [tags.mail], case: [tags.case] } } },
      }),
    })),
  });
const addresses = (office: PostOffice) => office.left.map(({ to }) => to).toSorted();

describe("SEC-48 whom a mail is for", () => {
  test("members who file or sign for the organisation at the moment of sending, and nobody else", async () => {
    const office = await open("filer@a.example");
    const ended: Partial<Member> = { state: "ended", to: instant("2022-11-01T00:00:00Z") };
    await office.addMember("signatory@a.example", { roles: ["signatory"] });
    await office.addMember("administrator@a.example", { roles: ["administrator"] });
    await office.addMember("proposed@a.example", { state: "proposed" });
    await office.addMember("left@a.example", ended);
    await office.addMember("tomorrow@a.example", { from: instant("2022-11-29T00:00:00Z") });
    await office.addMember("elsewhere@b.example", { organisationId: "another" });
    expect(await office.tell()).toBe(true);
    expect(addresses(office)).toEqual(["filer@a.example", "signatory@a.example"]);
  });

  test("a member who leaves between two attempts: written to no more; one who comes: written to", async () => {
    const office = await open();
    const leaving = await office.addMember("leaving@a.example");
    office.fates = ["cut-before"];
    expect(await office.tell()).toBe(false);
    await store.remove(places.member(office.dossier.owner, leaving));
    await office.addMember("coming@a.example");
    office.later(6);
    expect(await office.tell()).toBe(true);
    expect(addresses(office)).toEqual(["coming@a.example"]);
  });

  test("an organisation of more members than one read opens: every one of them, each alone on its mail", async () => {
    const all = Array.from({ length: 30 }, (_, index) => `m${index}@a.example`);
    const office = await open(...all);
    expect(await office.tell()).toBe(true);
    expect(addresses(office)).toEqual(all.toSorted());
  });

  test("nobody to write to: not silence, but one item for a person, however often it is told", async () => {
    const office = await open();
    expect([await office.tell(), await office.tell()]).toEqual([true, true]);
    expect(await office.troubles()).toEqual(["no-recipient"]);
  });

  test("an address erased, or that is none: the others are written to, and a person is told once", async () => {
    const office = await open(undefined, "good@a.example", "no address\r\nBcc: x@y.example");
    expect([await office.tell(), await office.tell()]).toEqual([true, true]);
    expect(addresses(office)).toEqual(["good@a.example"]);
    expect(await office.troubles()).toEqual(["no-address", "no-address"]);
  });
});

describe("SEC-32 a mail leaves once", () => {
  test("told twice, one after the other: once; of another template or another event: another mail", async () => {
    const office = await open("a@a.example");
    expect([await office.tell(), await office.tell()]).toEqual([true, true]);
    expect(office.left).toHaveLength(1);
    expect(await office.tell({ template: "other" })).toBe(true);
    expect(office.left).toHaveLength(2);
  });

  test("told twice at once: once; the other message comes back and finds it sent", async () => {
    const office = await open("a@a.example");
    const answers = await Promise.all([office.tell(), office.tell(), office.tell()]);
    expect(office.left).toHaveLength(1);
    expect(answers).toContain(true);
    office.later(6);
    expect(await office.tell()).toBe(true);
    expect(office.left).toHaveLength(1);
  });

  test("cut off before SES took it: comes back, waits while it is in doubt, then leaves", async () => {
    const office = await open("a@a.example");
    office.fates = ["cut-before"];
    expect(await office.tell()).toBe(false);
    office.later(4);
    expect(await office.tell()).toBe(false);
    expect(office.left).toHaveLength(0);
    office.later(1);
    expect(await office.tell()).toBe(true);
    expect(await office.mails()).toMatchObject([{ state: "sent", attempts: 2 }]);
  });

  test("cut off after SES took it: SES says so, and it does not leave again", async () => {
    const office = await open("a@a.example");
    office.fates = ["cut-after"];
    expect(await office.tell()).toBe(false);
    await feedback(office, "Send");
    office.later(6);
    expect(await office.tell()).toBe(true);
    expect(office.left).toHaveLength(1);
    expect(await office.mails()).toMatchObject([{ state: "sent", attempts: 1 }]);
  });

  test("one recipient fails: the others are written to, and not again when the message comes back", async () => {
    const office = await open("a@a.example", "b@a.example", "c@a.example");
    office.fates = ["taken", "cut-before"];
    expect(await office.tell()).toBe(false);
    expect(office.left).toHaveLength(2);
    office.later(6);
    expect(await office.tell()).toBe(true);
    expect(addresses(office)).toEqual(["a@a.example", "b@a.example", "c@a.example"]);
  });

  test("cuts, repetitions and what SES tells, in any order: each recipient is written to once, none is forgotten", async () => {
    const steps = fc.array(fc.constantFrom("cut-before", "cut-after", "taken", "twice" as const), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const office = await open("a@a.example", "b@a.example");
        for (const step of drawn) await office.play(step, () => feedback(office, "Send"));
        expect(await office.tell()).toBe(true);
        expect(addresses(office)).toEqual(["a@a.example", "b@a.example"]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("SEC-48 what becomes of a mail", () => {
  test.each([
    ["Bounce", "bounced"],
    ["Complaint", "complained"],
  ])("%s: one item for a person, however often it is told", async (outcome, state) => {
    const office = await open("a@a.example");
    await office.tell();
    for (const told of ["Send", "Delivery", outcome, outcome, "Delivery"]) {
      expect((await feedback(office, told)).batchItemFailures).toEqual([]);
    }
    expect(await office.troubles()).toEqual([state]);
    expect(await office.mails()).toMatchObject([{ state }]);
  });

  test("delivered: nothing is left to anyone", async () => {
    const office = await open("a@a.example");
    await office.tell();
    await feedback(office, "Delivery");
    expect(await office.troubles()).toEqual([]);
    expect(await office.mails()).toMatchObject([{ state: "delivered" }]);
  });

  test("SES refuses the mail: one item for a person, and no second attempt", async () => {
    const office = await open("a@a.example");
    office.fates = ["refused"];
    expect([await office.tell(), await office.tell()]).toEqual([true, true]);
    expect(office.left).toHaveLength(0);
    expect(await office.troubles()).toEqual(["refused"]);
  });

  test("what is kept and what SES is given to tell by: ids alone, no address (SEC-13)", async () => {
    const office = await open("canary@a.example");
    await office.tell();
    expect(JSON.stringify(await office.mails())).not.toContain("canary");
    for (const value of office.left.flatMap(({ tags }) => Object.values(tags)))
      expect(value).toMatch(/^[0-9a-f-]{36,64}$/);
  });
});
