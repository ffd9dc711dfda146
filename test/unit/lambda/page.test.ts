import { describe, expect, test } from "@jest/globals";
import { Problem } from "../../../shared/kernel/problem.ts";
import { cursorAfter, readPage } from "../../../shared/lambda/page.ts";

const position = /^LINE#\d{1,4}$/;
const read = (query: Readonly<Record<string, string>>, most = 100) => readPage(query, most, position);
const encoded = (text: string) => Buffer.from(text).toString("base64url");

describe("a page asked for", () => {
  test("nothing asked: 50 lines, or the most where that is less, from the start", () => {
    expect(read({})).toEqual({ limit: 50 });
    expect(read({}, 25)).toEqual({ limit: 25 });
  });

  test("1 line and the most: accepted; parameters of others: ignored", () => {
    expect(read({ limit: "1" })).toEqual({ limit: 1 });
    expect(read({ limit: "100", sort: "up" })).toEqual({ limit: 100 });
  });

  test.each(["0", "101", "-1", "1.5", "1e2", "0x10", " 5", "05", "", "many", "1,2", "1000"])(
    "limit « %s »: 400 that says from 1 to the most",
    (limit) => {
      expect(() => read({ limit })).toThrow(Problem);
      expect(() => read({ limit })).toThrow(expect.objectContaining({ detail: expect.stringContaining("1 à 100") }));
    },
  );

  test("the cursor of a page: leads past its last line", () => {
    expect(read({ cursor: cursorAfter("LINE#12"), limit: "2" })).toEqual({ limit: 2, position: "LINE#12" });
  });

  test.each([
    ["a position of another list", encoded("MEMBER#12")],
    ["a position with more after it", encoded("LINE#12 OR 1=1")],
    ["a line break after the position", encoded("LINE#12\nLINE#13")],
    ["base64 with padding", `${encoded("LINE#123")}=`],
    ["another alphabet", "LINE#12"],
    ["nothing", ""],
    ["more than any position", "A".repeat(201)],
  ])("a cursor that holds %s: 400", (_, cursor) => {
    expect(() => read({ cursor })).toThrow(expect.objectContaining({ code: "malformed-request" }));
  });
});
