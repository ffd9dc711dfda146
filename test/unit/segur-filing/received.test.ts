import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type PieceRecord, pieceRecordSchema } from "../../../shared/domain/segur/dossier-pieces.ts";
import { received, withoutGrant } from "../../../shared/domain/segur/filing-received.ts";
import { promoted, settledWith, verdictOf } from "../../../shared/domain/segur/filing-settled.ts";
import { at, digestOf, fileOf } from "./dossier.ts";

const sha256 = digestOf("D-ENR-RIB");
const grant = { id: "g", state: "open" as const, size: 10, sha256, mediaType: "application/pdf" };
const observed = {
  version: "v",
  size: 10,
  sha256,
  mediaType: "application/pdf",
  receivedAt: at("2022-11-28T08:00:00Z"),
};
const live = { upload: "g", sha256, size: 10, until: at("2022-11-28T08:10:00Z") };
const record: PieceRecord = { grants: 1, files: [], grant: live };

describe("SEC-12 what comes under a grant", () => {
  test("the file that was announced: kept, its grant used up", () => {
    const taken = received(grant, record, observed, undefined);
    expect(taken).toMatchObject({ kept: true, record: { files: [{ upload: "g", version: "v", verdict: "pending" }] } });
    expect(taken?.record.grant).toBeUndefined();
  });

  test("the same version told twice: nothing", () => {
    const after = received(grant, record, observed, undefined)!.record;
    expect(received({ ...grant, state: "received", version: "v" }, after, observed, undefined)).toBeUndefined();
  });

  test("a second version under the grant: not kept, and the record says so once", () => {
    const after = received(grant, record, observed, undefined)!.record;
    const second = { ...observed, version: "w" };
    const used = { ...grant, state: "received" as const, version: "v" };
    const refused = received(used, after, second, undefined)!;
    expect(refused).toMatchObject({
      kept: false,
      record: { files: [{ version: "v" }], ignored: { at: second.receivedAt } },
    });
    expect(received(used, refused.record, second, undefined)).toBeUndefined();
  });

  test("another size, type, digest, or none computed: not kept, each with its own sentence", () => {
    const changes = [{ size: 11 }, { mediaType: "text/html" }, { sha256: digestOf("D-ENR-ID") }, { sha256: undefined }];
    const taken = changes.map((change) =>
      received(grant, record, { ...observed, ...change } as typeof observed, undefined),
    );
    expect(taken.map((one) => [one?.kept, one?.record.files])).toEqual(changes.map(() => [false, []]));
    const sentences = taken.map((one) => one?.record.ignored?.sentence);
    const digest = expect.stringContaining("l'empreinte SHA-256 annoncée");
    const [size, mediaType] = ["la taille annoncée", "du type annoncé"].map((words) => expect.stringContaining(words));
    expect(sentences).toEqual([size, mediaType, digest, digest]);
    expect(new Set(sentences).size).toBe(3);
  });

  test("a fourth version: the oldest is forgotten, unless it is the one that was filed", () => {
    const files = ["a", "b", "c"].map((version, n) =>
      fileOf("D-ENR-RIB", { version, receivedAt: at(`2022-11-27T0${n}:00:00Z`) }),
    );
    const versions = (filed?: { upload: string; version: string; sha256: string; size: number }) =>
      received(grant, { ...record, files }, observed, filed)?.record.files.map(({ version }) => version);
    expect(versions()).toEqual(["b", "c", "v"]);
    expect(versions({ upload: files[0]!.upload, version: "a", sha256, size: 1 })).toEqual(["a", "b", "c", "v"]);
  });

  test("a version that newer ones made forgotten, told once more: nothing", () => {
    expect(received({ ...grant, state: "received", version: "v" }, record, observed, undefined)).toBeUndefined();
  });

  test("a grant that is over: taken out; that of another upload: left", () => {
    expect(withoutGrant(record, "g").grant).toBeUndefined();
    expect(withoutGrant(record, "other")).toBe(record);
  });
});

describe("SEC-09 what is known of a version", () => {
  const inspection = { standing: "usable" as const, checker: "c", at: at("2022-11-28T08:01:00Z"), findings: [] };
  const name = { upload: "upload of D-ENR-RIB", version: "version of D-ENR-RIB" };
  const one: PieceRecord = { grants: 1, files: [fileOf("D-ENR-RIB")] };

  test("one word alone is clean; none is no answer yet, and a word that nobody knows is a failure", () => {
    const words = ["NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED", "CLEAN", undefined];
    expect(words.map(verdictOf)).toEqual([
      "clean",
      "infected",
      "unsupported",
      "access-denied",
      "scan-failed",
      "scan-failed",
      "pending",
    ]);
  });

  test("an inspection of what is not clean: never recorded", () => {
    expect(settledWith(one, name, "infected", inspection)?.files[0]).toMatchObject({ verdict: "infected" });
    expect(settledWith(one, name, "infected", inspection)?.files[0]?.inspection).toBeUndefined();
  });

  test("a second inspection: the first stays; a scanner that thinks better of it: its last word", () => {
    const clean = settledWith(one, name, "clean", inspection)!;
    expect(settledWith(clean, name, "clean", { ...inspection, checker: "other" })).toBeUndefined();
    expect(settledWith(clean, name, "infected", undefined)?.files[0]).toMatchObject({
      verdict: "infected",
      inspection,
    });
  });

  test("SEC-39 hints doubled and shuffled: the same record in the end", () => {
    type Stood = { readonly grant: Parameters<typeof received>[0]; readonly record: PieceRecord };
    const version = { upload: "g", version: "v" };
    const vault = { bucket: "vault" as const, key: "k", version: "kept", at: inspection.at };
    const take = (before: Stood): Stood => {
      const taken = received(before.grant, before.record, observed, undefined);
      if (taken === undefined) return before;
      return { grant: { ...before.grant, state: "received", version: "v" }, record: taken.record };
    };
    const changing =
      (step: (before: PieceRecord) => PieceRecord | undefined) =>
      (before: Stood): Stood => ({ ...before, record: step(before.record) ?? before.record });
    const steps = [
      take,
      changing((before) => settledWith(before, version, "clean", inspection)),
      changing((before) => promoted(before, version, vault)),
    ];
    const begun = { grant, record };
    const end = steps.reduce((before, step) => step(before), begun as Stood);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 }), { maxLength: 20 }), (order) => {
        const done = [...order, 0, 1, 2].reduce((before, which) => steps[which]!(before), begun as Stood);
        expect(pieceRecordSchema.parse(done.record)).toEqual(end.record);
      }),
    );
  });
});
