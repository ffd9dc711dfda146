import { describe, expect, test } from "@jest/globals";
import { attached, escaped, features } from "../../support/pdf/active.ts";
import { pdf, pdfWithObjectStream, plain, revised, stream } from "../../support/pdf/crafted.ts";
import { found, inspect } from "./inspected.ts";

describe("SEC-23: active content is recognised", () => {
  test.each(features)("$title: $code, with its object", ({ code, object, objects }) => {
    expect(found(pdf({ ...plain, ...objects }))).toEqual([`${code} ${object}`]);
  });

  test.each(features)("$title, every name escaped: $code", ({ code, object, objects }) => {
    expect(found(pdf({ ...plain, ...escaped(objects) }))).toEqual([`${code} ${object}`]);
  });

  test.each(features)("$title, inside a stream of objects: $code, with the stream", ({ code, object, objects }) => {
    const { 4: content, ...others } = plain;
    const file = pdfWithObjectStream({ 4: content! }, { ...others, ...objects });
    expect(found(file)).toEqual([`${code} ${object}`]);
    expect(inspect(file)).toMatchObject({ findings: [{ object, container: 90 }] });
  });

  test.each(features)("$title, in a revision that a later one replaces: $code", ({ code, object, objects }) => {
    const numbers = Object.keys(objects).map(Number);
    const clean = Object.fromEntries(numbers.map((number) => [number, plain[number] ?? "null"]));
    const first = pdf({ ...plain, ...objects });
    expect(found(revised(first, clean))).toEqual(
      expect.arrayContaining([`${code} ${object}`, `old-revisions @${first.length - 1}`]),
    );
  });

  test.each(features)("$title, added by a later revision: $code", ({ code, object, objects }) => {
    expect(found(revised(pdf(plain), objects))).toContain(`${code} ${object}`);
  });

  test("an attached file: its stream is told", () => {
    expect(found(pdf({ ...plain, 10: attached(Buffer.from("a;b")) }))).toEqual(["attachment 10"]);
  });

  test("a key written twice, the active one first: found all the same", () => {
    const catalog = "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Named /N /Print >> /OpenAction null >>";
    expect(found(pdf({ ...plain, 1: catalog }))).toEqual(["open-action 1"]);
  });

  test.each([
    ["a page shown at opening, by its destination", "/OpenAction [3 0 R /FitH null]", "null"],
    ["a page shown at opening, by an action", "/OpenAction 10 0 R", "<< /S /GoTo /D [3 0 R /Fit] >>"],
    ["a page shown at opening, by reference to a destination", "/OpenAction 10 0 R", "[3 0 R /XYZ 0 0 0]"],
    ["no action at opening", "/OpenAction null", "null"],
    ["additional actions without any", "/AA << >>", "null"],
    ["a font called AA", "/AA 10 0 R", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"],
    ["a link to an address", "", "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>"],
    ["the words in a text", "/Title (/JavaScript /Launch << /S /Launch >>)", "null"],
  ])("%s: nothing found", (_, entries, object) => {
    const catalog = `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;
    expect(found(pdf({ ...plain, 1: catalog, 10: object }))).toEqual([]);
  });

  test("the words in the content of a page: nothing found", () => {
    const content = stream("", Buffer.from("BT (<< /S /JavaScript /JS (a) >>) Tj ET"));
    expect(found(pdf({ ...plain, 4: content }))).toEqual([]);
  });

  test("more findings of a code than are told: the others are counted", () => {
    const scripts = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [n + 10, "<< /S /JavaScript /JS (a) >>"]));
    const result = inspect(pdf({ ...plain, ...scripts }));
    expect(result).toMatchObject({ leftOff: 5 });
    expect(found(pdf({ ...plain, ...scripts }))).toHaveLength(20);
  });
});
