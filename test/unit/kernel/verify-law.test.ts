import { describe, expect, test } from "@jest/globals";
import { hashEvent } from "../../../shared/kernel/chain.ts";
import { ok, refused } from "../../../shared/kernel/result.ts";
import { sealedDigest } from "../../../shared/kernel/seal.ts";
import type { ChainInput, ChainLaw } from "../../../shared/kernel/verify.ts";
import { forgery, linked, replaced, verdictOf } from "./arbitrary-chains.ts";

describe("what the procedure, the sealed values and the rules say", () => {
  const at = "2022-11-30T13:00:00.000Z";
  const opened = { v: 1, at, type: "opened", actor: "p-1", findings: [], data: {}, sealed: [] };
  const closed = { ...opened, type: "closed" };
  const once: ChainLaw = {
    legal: (state, { type }) => {
      const expected = state === undefined ? "opened" : "closed";
      return type === expected && state !== "closed" ? ok(type) : refused({ expected, read: type });
    },
    knowsRules: (digest) => digest.startsWith("a"),
  };
  const judged = (contents: readonly object[], more: Partial<ChainInput> = {}) =>
    verdictOf(linked("demonstration", "c-1", contents), { law: once, ...more });

  test("transitions of the procedure: sound", () => {
    expect(judged([opened, closed]).status).toBe("sound");
  });

  test.each([
    ["a first event that opens nothing", [closed, opened], 1],
    ["an event after the end", [opened, closed, closed], 3],
  ])("%s: broken there, though every hash is right", (_, contents, seq) => {
    expect(judged(contents)).toMatchObject({ status: "broken", seq, reason: "transition", type: "closed" });
  });

  test("an illegal event before an altered one: the earlier is named; after it: the altered one", () => {
    const chain = linked("demonstration", "c-1", [opened, closed, closed, closed]);
    const altered = (seq: number) => ({
      ...chain,
      events: replaced(chain.events, seq, forgery(chain.events[seq - 1]!)),
    });
    expect(verdictOf(altered(4), { law: once })).toMatchObject({ seq: 3, reason: "transition" });
    expect(verdictOf(altered(2), { law: once })).toMatchObject({ seq: 2, reason: "altered" });
  });

  test("an event altered into an illegal one: named for the alteration", () => {
    const chain = linked("demonstration", "c-1", [opened, closed, closed]);
    const events = replaced(chain.events, 2, { ...chain.events[1], type: "opened" });
    expect(verdictOf({ ...chain, events }, { law: once })).toMatchObject({ seq: 2, reason: "altered" });
  });

  test("two neighbours altered: the first is named", () => {
    const chain = linked("demonstration", "c-1", [opened, closed, closed, closed]);
    const events = chain.events.map((event) => (event.seq === 2 || event.seq === 3 ? forgery(event) : event));
    expect(verdictOf({ ...chain, events })).toMatchObject({ status: "broken", seq: 2, reason: "altered" });
  });

  test("rules at hand: sound; others: undecidable at the first event that names them", () => {
    const under = (rules: string) => ({ ...closed, rules });
    expect(judged([opened, under("a".repeat(64))]).status).toBe("sound");
    expect(judged([opened, under("b".repeat(64))])).toMatchObject({
      status: "undecidable",
      seq: 2,
      reason: "rules-unknown",
      read: "b".repeat(64),
    });
  });

  test("a procedure without known law: undecidable; broken all the same when its hashes are", () => {
    expect(judged([opened], { law: undefined })).toMatchObject({ status: "undecidable", reason: "procedure-unknown" });
    expect(judged([opened], { law: undefined, head: { seq: 2, hash: "0".repeat(64) } })).toMatchObject({
      status: "broken",
    });
  });

  test("rules unknown first, an alteration later: broken", () => {
    const chain = linked("demonstration", "c-1", [{ ...opened, rules: "b".repeat(64) }, closed, closed]);
    const events = replaced(chain.events, 2, forgery(chain.events[1]!));
    expect(verdictOf({ ...chain, events }, { law: once })).toMatchObject({ status: "broken", seq: 2 });
  });

  test("a sealed value as recorded, or erased: sound; replaced: broken at its event", () => {
    const ciphertext = Buffer.from("ciphertext");
    const sealed = [{ field: "name", key: "p-1", digest: sealedDigest(ciphertext) }];
    const held = (bytes: Buffer | undefined) => ({ ciphertextOf: () => bytes });
    const contents = [opened, { ...closed, sealed }];
    expect(judged(contents, held(ciphertext)).status).toBe("sound");
    expect(judged(contents, held(undefined)).status).toBe("sound");
    expect(judged(contents, held(Buffer.from("other")))).toMatchObject({ status: "broken", seq: 2, reason: "sealed" });
  });

  test("an altered event: the sentence names it, with both digests, in French", () => {
    const chain = linked("demonstration", "c-1", [opened, closed]);
    const forged = forgery(chain.events[0]!);
    const { sentence } = verdictOf({ ...chain, events: replaced(chain.events, 1, forged) });
    expect(sentence).toBe(
      `L'événement n°\u00a01 (opened)\u202f: son contenu n'est plus celui qui a été enregistré\u202f; l'événement suivant garde l'empreinte ${chain.events[1]!.prev}, le contenu lu donne ${hashEvent(forged)}.`,
    );
  });
});
