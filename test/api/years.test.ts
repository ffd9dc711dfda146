import { describe, expect, test } from "@jest/globals";
import { instantsOf } from "./support/years.ts";

const found = (text: string) => instantsOf(2026, [{ where: "here", text }]).map(({ instant }) => instant);
const hidden = Buffer.from(JSON.stringify({ iat: 1_771_000_000 })).toString("base64url");

describe("the scan for instants of a year", () => {
  test.each([
    ["2026-02-13T16:26:40Z", "2026-02-13"],
    ['"dueOn":"2026-02-13"', "2026-02-13"],
    ["X-Amz-Date: 20260213T162640Z", "20260213"],
    ["AKIA/20260213/eu-west-3/s3", "20260213"],
    ["Fri, 13 Feb 2026 16:26:40 GMT", "13 Feb 2026"],
    ["[13-Feb-2026]", "13-Feb-2026"],
    ["Fri Feb 13 2026 17:26:40", "Feb 13 2026"],
    ["le vendredi 13 février 2026", "février 2026"],
    ["le vendredi 13 février\u00a02026", "février\u00a02026"],
    ['{"at":1771000000000}', "1771000000000"],
    ["1771000000.123", "1771000000"],
    [`Bearer eyJhbGciOiJSUzI1NiJ9.${hidden}.c2lnbmF0dXJl`, "1771000000"],
  ])("%s: found", (text, instant) => {
    expect(found(text)).toEqual([instant]);
  });

  test.each([
    "2022-11-28T09:00:00Z",
    "1669622400000",
    "a uuid 0f20a1b2-2026-4a1b-9c3d-20260213abcd",
    "a digest c0ffee1771000000abcdef20260213",
    "a SIRET 17710000001234",
    "12026-02-13",
    "le dossier 2026",
  ])("%s: left alone", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("each hit says where, and what stands around it", () => {
    expect(instantsOf(2026, [{ where: "mail", text: "reçu le 2026-02-13 à midi" }])).toEqual([
      { where: "mail", instant: "2026-02-13", around: "reçu le 2026-02-13 à midi" },
    ]);
  });
});
