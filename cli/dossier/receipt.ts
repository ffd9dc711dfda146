import * as z from "zod";

const pieceSchema = z.looseObject({ code: z.string(), label: z.string(), size: z.number(), sha256: z.string() });

/** The receipt of a dossier, as far as this command reads it. */
export const receiptSchema = z.looseObject({
  dossier: z.string(),
  filings: z.array(
    z.looseObject({
      label: z.string(),
      seq: z.number(),
      filedAtInParis: z.string(),
      filedAt: z.string(),
      reception: z.string(),
      pieces: z.array(pieceSchema),
      hash: z.string(),
    }),
  ),
});
type Receipt = z.infer<typeof receiptSchema>;

/** Each filing: its instant, what it means for the reception, its pieces with their digests, its own digest. */
export function receiptText({ dossier, filings }: Receipt): string {
  return [`Dossier ${dossier}`, ...filings.flatMap(filingLines)].join("\n");
}

function filingLines({ label, seq, filedAtInParis, filedAt, reception, pieces, hash }: Receipt["filings"][number]) {
  return [
    label,
    `  Instant du dépôt : ${filedAtInParis}, soit ${filedAt} en temps universel`,
    `  ${reception}`,
    ...pieces.map(
      (piece) =>
        `  ${piece.code.padEnd(15)} ${piece.label} : ${piece.size.toLocaleString("fr-FR")} octets, SHA-256 ${piece.sha256}`,
    ),
    `  Événement n° ${seq}, empreinte ${hash}`,
  ];
}
