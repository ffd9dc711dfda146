import { describe, expect, test } from "@jest/globals";
import { readPdfText } from "../../../shared/inspection/pdf/text.ts";
import { pdfTextSchema } from "../../../shared/inspection/pdf/text-schema.ts";
import { comparedText, shownText } from "../../../shared/inspection/shown-text.ts";
import { pdf, plain, stream } from "../../support/pdf/crafted.ts";
import { encodeLzw } from "../../support/pdf/encoders.ts";
import { document } from "../../support/pdf/honest.ts";
import { inspect } from "./inspected.ts";

const read = async (file: Uint8Array) => pdfTextSchema.parse(await readPdfText(file));

describe("text of a PDF", () => {
  test("two columns over two pages: lines from the top, parts from the left, with their places", async () => {
    const file = await document(
      [
        [300, 100, "732 829 320 00074"],
        [50, 100, "SIRET"],
        [50, 60, "Éditeur d'œuvres"],
      ],
      [[50, 200, "Fait à Paris"]],
    );
    expect(await read(file)).toEqual({
      status: "read",
      pages: 2,
      complete: true,
      lines: [
        { page: 1, y: 60, parts: [{ x: 50, text: "Éditeur d'œuvres" }] },
        {
          page: 1,
          y: 100,
          parts: [
            { x: 50, text: "SIRET" },
            { x: 300, text: "732 829 320 00074" },
          ],
        },
        { page: 2, y: 200, parts: [{ x: 50, text: "Fait à Paris" }] },
      ],
    });
  });

  test("a page turned by a quarter: places as it is shown", async () => {
    const content = stream("", Buffer.from("BT /F1 12 Tf 0 1 -1 0 100 40 Tm (Bonjour) Tj ET"));
    const page = String(plain[3]).replace("/Parent", "/Rotate 90 /Parent");
    expect(await read(pdf({ ...plain, 3: page, 4: content }))).toMatchObject({
      lines: [{ page: 1, y: 100, parts: [{ x: 40, text: "Bonjour" }] }],
    });
  });

  test("the caller keeps its bytes", async () => {
    const file = await document([[50, 50, "a"]]);
    const before = Buffer.from(file);
    await read(file);
    expect(Buffer.compare(file, before)).toBe(0);
  });

  test("LZW as our encoder writes it: the reader and the inspection agree on it", async () => {
    const content = Buffer.from(`BT /F1 12 Tf 20 800 Td ${"(Bon) Tj (jour) Tj ".repeat(900)} ET`);
    const file = pdf({ ...plain, 4: stream("/Filter /LZWDecode", encodeLzw(content, 1)) });
    expect(inspect(file)).toMatchObject({ status: "inspected", inflatedBytes: content.length });
    expect(await read(file)).toMatchObject({
      lines: [{ parts: [{ text: expect.stringMatching(/^BonjourBonjour/) }] }],
    });
  });

  test("51 pages: the first 50 are read, and the text is told to be incomplete", async () => {
    const result = await read(
      await document(...Array.from({ length: 51 }, (_, n) => [[50, 50, `page ${n}`] as const])),
    );
    expect(result).toMatchObject({ status: "read", pages: 51, complete: false });
    expect(result.status === "read" && result.lines).toHaveLength(50);
  });

  test("forms that each call the next ten times, a billion times in all: cut", async () => {
    const form = (next: number) =>
      stream(
        `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${next} 0 R >> /Font << /F1 5 0 R >> >>`,
        Buffer.from(`BT /F1 9 Tf (a) Tj ET ${"/X Do ".repeat(10)}`),
      );
    const forms = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [n + 10, form(n + 11)]));
    const page = String(plain[3]).replace("/Font", "/XObject << /X 10 0 R >> /Font");
    const file = pdf({ ...plain, 3: page, 4: stream("", Buffer.from("/X Do")), ...forms, 19: "null" });
    expect(await read(file)).toMatchObject({ status: "read", complete: false });
  }, 30_000);

  test.each([
    ["no byte", Buffer.alloc(0)],
    ["an encrypted file", pdf(plain, "/Encrypt << /Filter /Standard /V 1 /R 2 /O (a) /U (a) /P 0 >> /ID [(a) (a)]")],
    ["no PDF", Buffer.from("<html></html>")],
  ])("%s: unreadable", async (_, file) => {
    expect(await read(file)).toEqual({ status: "unreadable" });
  });
});

describe("shown text", () => {
  test.each([
    ["controls", "a\u0000b\u001b[31mc\u007f", "a␀b␛[31mc␡"],
    ["a line end, so that one fact is one line", "a\r\nb", "a␍␊b"],
    ["marks that turn the reading order", "a\u202eb\u2066c", "a⟨U+202E⟩b⟨U+2066⟩c"],
    ["what has no width", "a\u200bb\u00adc\ufeff", "a⟨U+200B⟩b⟨U+00AD⟩c⟨U+FEFF⟩"],
    ["an accent apart from its letter", "e\u0301", "é"],
    ["half of a character", "a\ud800", "a⟨U+D800⟩"],
  ])("%s", (_, text, shown) => {
    expect(shownText(text, 100)).toBe(shown);
  });

  test("at most so many characters, the cut shown", () => {
    expect(shownText("abcdef", 6)).toBe("abcdef");
    expect(shownText("abcdefg", 6)).toBe("abcde…");
    expect(shownText("\u200b".repeat(1_000), 20)).toHaveLength(20);
  });

  test("compared text: compatible forms alike, nothing invisible", () => {
    expect(comparedText("ﬁn\u200b \u00a0N°\u202f１２\u0000", 100)).toBe("fin  N° 12");
  });
});
