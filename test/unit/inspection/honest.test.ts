import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { PDFDocument, PDFName, StandardFonts } from "pdf-lib";
import { header, pdf, plain, revised, stream } from "../../support/pdf/crafted.ts";
import { found, inspect } from "./inspected.ts";

async function made(build: (document: PDFDocument) => Promise<void> | void, useObjectStreams = true) {
  const one = await PDFDocument.create();
  one.addPage();
  await build(one);
  return await one.save({ useObjectStreams });
}

const replaced = (file: Uint8Array) => {
  const result = inspect(file);
  if (result.status !== "inspected") return [result.reason];
  return result.findings.filter(({ effect }) => effect === "replace").map(({ code }) => code);
};

describe("honest documents: none is refused", () => {
  test.each([true, false])("text over ten pages, with streams of objects: %s", async (useObjectStreams) => {
    const file = await made(async (one) => {
      const font = await one.embedFont(StandardFonts.TimesRoman);
      for (let n = 1; n < 10; n++)
        one.addPage().drawText(`Page ${n} : 1 0 obj << /JavaScript >> %PDF-1.4 <html>`, { font });
    }, useObjectStreams);
    expect(inspect(file)).toMatchObject({ status: "inspected", pages: 10, revisions: 1, findings: [] });
  });

  test("a form with a field and a check box", async () => {
    const file = await made((one) => {
      const form = one.getForm();
      form.createTextField("siret").addToPage(one.getPage(0));
      form.createCheckBox("signe").addToPage(one.getPage(0));
    });
    expect(found(file)).toEqual([]);
  });

  test("an attachment: shown, not refused", async () => {
    const file = await made((one) => one.attach(Buffer.from("a;b"), "a.csv", { mimeType: "text/csv" }));
    expect(replaced(file)).toEqual([]);
    expect(found(file)).toContainEqual(expect.stringMatching(/^attachment/));
  });

  test("a white image of 2,000 by 2,000 points, which deflates a thousand times", async () => {
    const file = await made((one) => {
      const image = one.context.flateStream(new Uint8Array(12_000_000).fill(255), {
        Type: "XObject",
        Subtype: "Image",
        Width: 2_000,
        Height: 2_000,
        ColorSpace: "DeviceRGB",
        BitsPerComponent: 8,
      });
      one.getPage(0).node.newXObject("Im", one.context.register(image));
    });
    expect(inspect(file)).toMatchObject({ status: "inspected", findings: [] });
  });

  test("the page shown at opening is told by its destination", async () => {
    const file = await made((one) => {
      one.catalog.set(PDFName.of("OpenAction"), one.context.obj([one.getPage(0).ref, "FitH", null]));
    });
    expect(found(file)).toEqual([]);
  });

  test("line ends of every kind, and a comment after each", () => {
    const text = pdf(plain).toString("latin1");
    const at = header.length;
    for (const end of ["\r", "\r\n", "% a\n"]) {
      const objects = text.slice(at, text.indexOf("xref")).replaceAll("obj\n", `obj${end}`);
      const file = `${text.slice(0, at)}${objects}xref\n0 0\ntrailer\n<< /Root 1 0 R >>\nstartxref\n${at + objects.length}\n%%EOF\n`;
      expect(found(Buffer.from(file, "latin1"))).toEqual([]);
    }
  });

  test("a linearised file: its first end is not that of a revision", () => {
    const first = pdf({ 50: "<< /Linearized 1 /L 0 >>", ...plain });
    expect(inspect(revised(first, { 5: plain[5]! }))).toMatchObject({ linearised: true, revisions: 1, findings: [] });
  });

  test("any data in a stream, the words of PDF among them: as long as told, nothing found", () => {
    const words = fc.constantFrom(
      "endstream",
      "endobj",
      "9 0 obj << /S /Launch >>",
      "%%EOF",
      "%PDF-1.4",
      "<html>",
      "xref",
    );
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 50 }),
      words.map((word) => Buffer.from(`\n${word}\n`)),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const file = pdf({
          ...plain,
          5: plain[5]!,
          20: stream("", Buffer.alloc(1_100, " ")),
          21: stream("", Buffer.concat(parts)),
        });
        expect(found(file)).toEqual([]);
      }),
    );
  });

  const samples = join(import.meta.dirname, "../../../../shared/samples/pdf");
  const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith(".pdf")) : [];
  // Users do not have them: where they are absent there is nothing to compare, and no test that asserts nothing.
  if (names.length > 0) {
    test("published samples that lie beside the project: none refused, but the one that acts at its opening", () => {
      const refused = names.filter((name) => replaced(readFileSync(join(samples, name))).length > 0);
      expect(refused).toEqual(names.filter((name) => name.includes("6-6-1-t01-fail")));
    });
  }
});
