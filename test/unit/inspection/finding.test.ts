import { expect, test } from "@jest/globals";
import { type FindingCode, Findings, pdfFindingSchema } from "../../../shared/inspection/pdf/finding.ts";

/** Every code: the compiler refuses one that is missing here. */
const codes: Readonly<Record<FindingCode, "replace" | "show">> = {
  "leading-data": "replace",
  "second-header": "replace",
  "trailing-data": "replace",
  "stray-data": "replace",
  "zip-inside": "replace",
  "html-inside": "replace",
  "concealed-object": "replace",
  javascript: "replace",
  "open-action": "replace",
  "uri-at-opening": "replace",
  "additional-actions": "replace",
  launch: "replace",
  "submit-form": "replace",
  "import-data": "replace",
  "remote-go-to": "replace",
  "rich-media": "replace",
  xfa: "replace",
  attachment: "show",
  signature: "show",
  "update-after-signature": "show",
  "old-revisions": "show",
  "xref-damaged": "show",
  "pdfa-claim": "show",
};

test("every code at one place: its own sentence, which tells the place and whether the file must be replaced", () => {
  const findings = new Findings();
  const place = { object: 7, container: 8, offset: 12_345 };
  for (const code of Object.keys(codes)) findings.add(code as FindingCode, place);
  const all = findings.all.map((finding) => pdfFindingSchema.parse(finding));
  expect(new Set(all.map(({ sentence }) => sentence)).size).toBe(Object.keys(codes).length);
  for (const { code, effect, sentence } of all) {
    expect(effect).toBe(codes[code]);
    expect(sentence).toContain("(objet 7, dans le flux d'objets 8, à l'octet 12\u202f345).");
    expect(sentence.includes("Fournissez")).toBe(effect === "replace");
  }
});
