import { describe, expect, test } from "@jest/globals";
import { depositOf } from "../../../../shared/domain/segur/deposit.ts";
import { enrolmentPieces } from "../../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { at, file } from "../../segur-workflow/made.ts";

const noon = at("2022-12-01T12:00:00+01:00");
const deposited = (code: Parameters<typeof depositOf>[1], instant = noon) =>
  depositOf("dossier", code, file(code), instant);
const identity = ["D-ENR-ID", "D-ENR-POUVOIRS"];

describe("where a filed version is kept", () => {
  test.each(["D-ENR-ID", "D-ENR-POUVOIRS"] as const)(
    "%s, a paper about the identity of a person: apart, and under no lock, for it must stay erasable",
    (code) => {
      const key = `dossiers/dossier/${code}/${"a".repeat(64)}`;
      expect(deposited(code)).toEqual({
        bucket: "identity",
        key,
        sha256: "a".repeat(64),
        mediaType: "application/pdf",
      });
    },
  );

  test("every other piece: in the vault, under lock", () => {
    const others = enrolmentPieces.map(({ code }) => code).filter((code) => !identity.includes(code));
    expect(others).toEqual(expect.arrayContaining(["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-MANDAT"]));
    expect(others.map((code) => deposited(code).bucket)).toEqual(others.map(() => "vault"));
  });

  test.each([
    ["at noon in winter: the midnight of Paris that ends the last day of ten years", noon, "2032-12-01T23:00:00.000Z"],
    ["in summer: the midnight of Paris in summer", at("2022-07-04T08:00:00+02:00"), "2032-07-04T22:00:00.000Z"],
    ["late in the evening of Paris: from that day", at("2022-12-01T23:59:59.999+01:00"), "2032-12-01T23:00:00.000Z"],
    ["a millisecond later: from the next day", at("2022-12-02T00:00:00+01:00"), "2032-12-02T23:00:00.000Z"],
  ])("filed %s", (_, instant, lockedUntil) => {
    expect(deposited("D-ENR-RIB", instant)).toMatchObject({ bucket: "vault", lockedUntil });
  });
});
