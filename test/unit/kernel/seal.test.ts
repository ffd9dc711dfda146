import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { maxSealedBytes, openSealed, seal, sealedDigest } from "../../../shared/kernel/seal.ts";
import { type SealVector, sealOf } from "./second-implementation.ts";

const vectors = JSON.parse(readFileSync("docs/vectors/seals.json", "utf8")) as (SealVector & {
  title: string;
  ciphertext: string;
  digest: string;
})[];

const key = randomBytes(32);
const place = { chain: "c-1", seq: 3, field: "legal-name", keyId: "p-1" };
const sealed = (text: string) => seal({ ...place, key, text, random: randomBytes });
const name = sealed("Marie Curie");
const opening = { chain: "c-1", seq: 3, key, ...name };

/** The same change under an event that vouches for it, so that the digest does not stop it first. */
function forged(change: (bytes: Buffer) => Buffer) {
  const ciphertext = change(Buffer.from(name.ciphertext));
  return { ...opening, ciphertext, entry: { ...name.entry, digest: sealedDigest(ciphertext) } };
}

const flip = (offset: number) => (bytes: Buffer) => {
  bytes[offset < 0 ? bytes.length + offset : offset]! ^= 1;
  return bytes;
};

describe("a sealed value", () => {
  test.each(vectors)("published vector, $title: both implementations give it, and it opens", async (vector) => {
    const drawn = [vector.salt, vector.nonce].map((hex) => Buffer.from(hex, "hex"));
    const data = { ...vector, key: Buffer.from(vector.key, "hex") };
    const { ciphertext, entry } = seal({ ...data, random: () => drawn.shift()! });
    expect(ciphertext.toString("hex")).toBe(vector.ciphertext);
    expect((await sealOf(vector)).toString("hex")).toBe(vector.ciphertext);
    expect(entry).toEqual({ field: vector.field, key: vector.keyId, digest: vector.digest });
    expect(openSealed({ ...data, entry, ciphertext })).toEqual({ ok: true, value: vector.text });
  });

  test("any text, at its place, under its key: opens as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (raw) => {
        const text = raw.toWellFormed();
        expect(openSealed({ ...opening, ...sealed(text) })).toEqual({ ok: true, value: text });
      }),
    );
  });

  test("the same text twice: two ciphertexts", () => {
    expect(sealed("Marie Curie").entry.digest).not.toBe(name.entry.digest);
  });

  test("texts up to 63 bytes: one length of ciphertext; 64 bytes: a longer one", () => {
    const lengths = ["", "oui", "non", "a".repeat(63)].map((text) => sealed(text).ciphertext.length);
    expect(new Set(lengths).size).toBe(1);
    expect(sealed("a".repeat(64)).ciphertext.length).toBe(lengths[0]! + 64);
  });

  test("the longest text: sealed; one byte more, or a lone surrogate, or a short key: refused", () => {
    const longest = "a".repeat(maxSealedBytes);
    expect(openSealed({ ...opening, ...sealed(longest) })).toEqual({ ok: true, value: longest });
    expect(() => sealed(`${longest}a`)).toThrow(RangeError);
    expect(() => sealed("\ud800")).toThrow(RangeError);
    expect(() => seal({ ...place, key: key.subarray(1), text: "x", random: randomBytes })).toThrow(RangeError);
  });
});

describe("a sealed value stays closed", () => {
  test.each([
    ["in another chain", { chain: "c-2" }],
    ["in another event", { seq: 4 }],
    ["in another field", { entry: { ...name.entry, field: "birth-name" } }],
    ["under the name of another person", { entry: { ...name.entry, key: "p-2" } }],
  ])("%s: other place", (_, change) => {
    expect(openSealed({ ...opening, ...change })).toEqual({ ok: false, reason: "other-place" });
  });

  test.each([
    ["another person's key", randomBytes(32)],
    ["a key cut short", key.subarray(1)],
  ])("%s: other key", (_, other) => {
    expect(openSealed({ ...opening, key: other })).toEqual({ ok: false, reason: "other-key" });
  });

  test("any byte changed, or the end cut: altered, against the digest of the event", () => {
    fc.assert(
      fc.property(fc.nat({ max: name.ciphertext.length - 1 }), (offset) => {
        const changed = flip(offset)(Buffer.from(name.ciphertext));
        expect(openSealed({ ...opening, ciphertext: changed })).toEqual({ ok: false, reason: "altered" });
        const cut = name.ciphertext.subarray(0, offset);
        expect(openSealed({ ...opening, ciphertext: cut })).toEqual({ ok: false, reason: "altered" });
      }),
    );
  });

  test("any byte changed and the event's digest with it: still closed", () => {
    fc.assert(
      fc.property(fc.nat({ max: name.ciphertext.length - 1 }), (offset) => {
        expect(openSealed(forged(flip(offset))).ok).toBe(false);
      }),
    );
  });

  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ["another version", flip(0), "malformed"],
    ["fewer bytes than one block takes", (bytes) => bytes.subarray(0, 156), "malformed"],
    ["no byte at all", () => Buffer.alloc(0), "malformed"],
    ["another commitment", flip(45), "other-key"],
    ["another tag", flip(-1), "other-place"],
  ])("%s, and the event's digest with it: %s", (_, change, reason) => {
    expect(openSealed(forged(change))).toEqual({ ok: false, reason });
  });
});
