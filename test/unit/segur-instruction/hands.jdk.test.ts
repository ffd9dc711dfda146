import { describe, expect, jest, test } from "@jest/globals";
import { type } from "../adapters/acts.ts";
import { between, isReadOf, isReadOfAct, isWrite } from "./between.ts";
import {
  ask,
  become,
  colleague,
  eventsOf,
  inHand,
  inQueue,
  instructor,
  itemOf,
  joining,
  now,
  useDesk,
} from "./desk.ts";
import { reason, reviewsOf } from "./made.ts";
import { decide, settled } from "./settled.ts";

jest.setTimeout(60_000);
useDesk();

describe("a dossier that changes hands during an act", () => {
  test("taken by another while facts are being settled: refused, names who has it, and nothing is recorded", async () => {
    const id = await inHand();
    const happened = between(isWrite, async () => {
      expect((await ask(instructor, "release", id)).status).toBe(200);
      expect((await ask(colleague, "claim", id)).status).toBe(200);
    });
    const answer = await ask(instructor, "facts", id, { version: 3, json: reviewsOf() });
    expect([happened(), answer.status, type(answer)]).toEqual([true, 409, "illegal-transition"]);
    expect(answer.json.detail).toContain(colleague.memberId);
    expect(await eventsOf(id)).toEqual([]);
    expect(await itemOf(id, "TASK")).toMatchObject({ claimedBy: colleague.memberId });
  });

  /** A dossier in the hands of a member who has left. */
  async function abandoned() {
    const leaving = await joining(["instructor"]);
    const id = await inQueue();
    expect((await ask(leaving, "claim", id)).status).toBe(200);
    await become(leaving, { state: "ended", to: now });
    return { id, leaving };
  }

  test.each([
    ["claim", "before who had it is read", "read"],
    ["claim", "before that is written", "write"],
    ["release", "before who had it is read", "read"],
    ["release", "before that is written", "write"],
  ] as const)(
    "CNV-6-05 a %s of what a member who left had, a third one takes it %s: theirs, and named in the refusal",
    async (route, _, step) => {
      const { id, leaving } = await abandoned();
      const isWhen = step === "write" ? isWrite : isReadOf.bind(undefined, leaving.memberId);
      const happened = between(isWhen, async () => {
        expect((await ask(colleague, "claim", id)).status).toBe(200);
      });
      const answer = await ask(instructor, route, id);
      expect([happened(), answer.status, type(answer)]).toEqual([true, 409, "illegal-transition"]);
      expect(answer.json.detail).toContain(colleague.memberId);
      expect(await itemOf(id, "TASK")).toMatchObject({ state: "claimed", claimedBy: colleague.memberId });
    },
  );
});

describe("texts opened at a version that the act no longer finds", () => {
  const again = { reviews: [{ fact: "legalRep", action: "override", value: "Dominique Petit", reason }] };

  /** The same instructor settles a fact again, from another window, once the texts of the act have been opened. */
  async function settledAgainMeanwhile(act: (id: string) => ReturnType<typeof decide>) {
    const id = await settled();
    const happened = between(isReadOfAct, async () => {
      expect((await ask(instructor, "facts", id, { version: 4, json: again })).status).toBe(200);
    });
    const answer = await act(id);
    expect(happened()).toBe(true);
    return { id, answer };
  }

  const events = async (id: string) => (await eventsOf(id)).map((event) => event.type);

  test("a decision that names the newer version: not taken on the older texts, which would enrol, to be asked again", async () => {
    const { id, answer } = await settledAgainMeanwhile((dossier) => decide(dossier, "enrolled", instructor, 5));
    expect([answer.status, type(answer)]).toEqual([503, "try-again"]);
    expect(answer.json.detail).toContain("a changé pendant sa lecture");
    expect(await events(id)).toEqual(["facts-reviewed", "facts-reviewed"]);
    expect(await itemOf(id, "HEAD")).toMatchObject({ state: "under_instruction", seq: 5 });
    const asked = await decide(id, "enrolled", instructor, 5);
    expect([asked.status, asked.json.detail]).toEqual([409, expect.stringContaining("invitez")]);
  });

  test("facts settled on the newer version: not settled on the older texts, to be asked again", async () => {
    const { id, answer } = await settledAgainMeanwhile((dossier) =>
      ask(instructor, "facts", dossier, {
        version: 5,
        json: { reviews: [{ fact: "formSigned", action: "override", value: true, reason }] },
      }),
    );
    expect([answer.status, type(answer)]).toEqual([503, "try-again"]);
    expect(await events(id)).toEqual(["facts-reviewed", "facts-reviewed"]);
  });

  test("the version that was read, changed since: refused for its version, before the texts matter", async () => {
    const { id, answer } = await settledAgainMeanwhile((dossier) => decide(dossier, "enrolled", instructor, 4));
    expect([answer.status, type(answer)]).toEqual([412, "version-changed"]);
    expect(await events(id)).toEqual(["facts-reviewed", "facts-reviewed"]);
  });
});
