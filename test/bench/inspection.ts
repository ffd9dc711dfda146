import { createHash, randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PDFDocument, StandardFonts } from "pdf-lib";
import { inspectPdf } from "../../shared/inspection/pdf/inspect.ts";
import { readPdfText } from "../../shared/inspection/pdf/text.ts";
import { temporaryDirectory } from "../local/iam-cloud.ts";
import { pdf, plain, stream } from "../support/pdf/crafted.ts";
import { median, ratioLine, table } from "./figures.ts";

const aim = 15;
const rounds = 7;
/** Each is measured over as many files as take this much CPU, in ms. */
const least = 100;

/** CPU of an inspection, by structure alone and with the text, against reading and hashing the file. */
export async function benchInspection(): Promise<void> {
  const directory = temporaryDirectory();
  try {
    const rows = [];
    for (const [kind, make] of Object.entries(kinds)) {
      const path = join(directory, "piece.pdf");
      const bytes = await make();
      writeFileSync(path, bytes);
      rows.push({ kind, bytes: bytes.length, ...(await compare(path)) });
    }
    table(
      "CPU of an inspection against reading and hashing the file, ms",
      ["file", "bytes", "read and hash", "structure", "with text", "ratio", "with text"],
      rows.map(({ kind, bytes, hashed, structure, text }) => [
        kind,
        bytes,
        ...[hashed, structure, text].map((millis) => millis.toFixed(3)),
        ...[structure, text].map((millis) => (millis / hashed).toFixed(1)),
      ]),
    );
    for (const { kind, hashed, structure, text } of rows) {
      ratioLine(`inspection by structure, ${kind}`, structure / hashed, { atMost: aim });
      ratioLine(`inspection with text, ${kind}`, text / hashed, { atMost: aim });
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compare(path: string) {
  const costs: { hashed: number; structure: number; text: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const cost = {
      hashed: await cpuOf(() => createHash("sha256").update(readFileSync(path)).digest()),
      structure: await cpuOf(() => inspectPdf(readFileSync(path))),
      text: await cpuOf(() => {
        const bytes = readFileSync(path);
        inspectPdf(bytes);
        return readPdfText(bytes);
      }),
    };
    if (round >= 0) costs.push(cost);
  }
  const of = (what: "hashed" | "structure" | "text") => median(costs.map((cost) => cost[what]));
  return { hashed: of("hashed"), structure: of("structure"), text: of("text") };
}

async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  let spent = 0;
  let count = 0;
  while (spent < least) {
    await work();
    count++;
    const { user, system } = process.cpuUsage(before);
    spent = (user + system) / 1_000;
  }
  return spent / count;
}

/** The pieces of an enrolment as suppliers send them. */
const kinds: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  "scan, 4 pages": async () => scan(4, 350_000),
  "text, 36 pages": report,
  "form, 1 page": form,
};

/** Pages that are each one photograph, as a scanner makes them: data that do not deflate. */
function scan(pages: number, size: number): Buffer {
  const number = (n: number) => 10 + 3 * n;
  const all = Array.from({ length: pages }, (_, n) => n);
  const entries = all.flatMap((n) => {
    const [leaf, content, image] = [number(n), number(n) + 1, number(n) + 2];
    const photograph = `/Type /XObject /Subtype /Image /Width 1654 /Height 2339 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`;
    return [
      [
        leaf,
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /XObject << /I ${image} 0 R >> >> >>`,
      ],
      [content, stream("", Buffer.from("q 595 0 0 842 0 0 cm /I Do Q"))],
      [image, stream(photograph, randomBytes(size))],
    ];
  });
  const kids = `<< /Type /Pages /Kids [${all.map((n) => `${number(n)} 0 R`).join(" ")}] /Count ${pages} >>`;
  return pdf({ 1: plain[1] ?? "", 2: kids, ...Object.fromEntries(entries) });
}

const [width, lines, pages] = [90, 45, 36];

/** The project's page on the procedure, over and over, with the data of two fonts as office programs embed them. */
async function report(): Promise<Uint8Array> {
  const source = readFileSync(new URL("../../docs/procedures/segur.md", import.meta.url), "latin1");
  const text = source.replace(/[^ -~]+/g, " ").repeat(1 + Math.ceil((width * lines * pages) / source.length));
  const made = await PDFDocument.create();
  const font = await made.embedFont(StandardFonts.Helvetica);
  for (let line = 0; line < lines * pages; line++) {
    const page = line % lines === 0 ? made.addPage() : made.getPage(made.getPageCount() - 1);
    const y = 800 - 16 * (line % lines);
    page.drawText(text.slice(line * width, (line + 1) * width), { x: 50, y, size: 9, font });
  }
  for (const size of [45_000, 60_000]) {
    // Outlines deflate by a quarter or so.
    const outlines = randomBytes(size).map((byte) => byte & 0x3f);
    made.context.register(made.context.flateStream(outlines, { Length1: size }));
  }
  return await made.save();
}

async function form(): Promise<Uint8Array> {
  const made = await PDFDocument.create();
  const one = made.addPage();
  const fields = made.getForm();
  for (let n = 0; n < 25; n++) {
    one.drawText(`Champ ${n}`, { x: 50, y: 760 - 28 * n, size: 11 });
    fields.createTextField(`champ.${n}`).addToPage(one, { x: 200, y: 755 - 28 * n, width: 300, height: 20 });
    fields.getTextField(`champ.${n}`).setText(`Valeur ${n}`);
  }
  return await made.save();
}
