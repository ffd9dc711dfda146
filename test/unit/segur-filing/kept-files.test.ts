import { describe, expect, test } from "@jest/globals";
import { recordOf } from "../../../shared/domain/segur/dossier-pieces.ts";
import { received as receivedAs } from "../../../shared/domain/segur/filing-received.ts";
import { decideSubmission } from "../../../shared/domain/segur/filing-submission.ts";
import { at, digestOf, head, naming, received, required } from "./dossier.ts";

describe("how long a file of a draft may be filed", () => {
  const sentAt = at("2022-10-01T23:59:00+02:00");
  const all = received(required, { receivedAt: sentAt });
  const file = (instant: string) => decideSubmission(head(), all, naming(required), at(instant));

  test("to the end of the sixtieth day in Paris: filed", () => {
    expect(file("2022-11-30T23:59:59.999+01:00").changes).toMatchObject({ state: "submitted" });
  });

  test("a millisecond later: refused on each piece, which is to be sent again, and nothing is filed", () => {
    expect(() => file("2022-12-01T00:00:00+01:00")).toThrow(
      expect.objectContaining({
        code: "invalid-content",
        fields: required.map((piece) => ({
          pointer: `/pieces/${piece}`,
          reason: expect.stringContaining("plus de 60 jours"),
        })),
      }),
    );
  });
});

describe("a version that was refused", () => {
  const grant = {
    id: "g",
    state: "open",
    size: 10,
    sha256: digestOf("D-ENR-RIB"),
    mediaType: "application/pdf",
  } as const;
  const record = recordOf(received([]), "D-ENR-RIB");
  const observed = { version: "v1", size: 9, sha256: digestOf("D-ENR-RIB"), mediaType: "application/pdf" };
  const first = receivedAs(grant, record, { ...observed, receivedAt: at("2022-10-01T10:00:00Z") }, undefined);

  test("its scan tells of it after: the reason for which it was refused stands", () => {
    expect(first).toMatchObject({ kept: false, record: { ignored: { version: "v1" } } });
    expect(first?.record.ignored?.sentence).toContain("taille annoncée");
    const settled = { ...grant, state: "settled" } as const;
    const again = receivedAs(
      settled,
      first?.record ?? record,
      { ...observed, receivedAt: at("2022-10-01T10:00:00Z") },
      undefined,
    );
    expect(again).toBeUndefined();
  });

  test("another version under the used grant: told as such", () => {
    const settled = { ...grant, state: "settled" } as const;
    const other = { ...observed, version: "v2", receivedAt: at("2022-10-01T10:05:00Z") };
    const again = receivedAs(settled, first?.record ?? record, other, undefined);
    expect(again?.record.ignored).toMatchObject({
      version: "v2",
      sentence: expect.stringContaining("avait déjà servi"),
    });
  });
});
