import * as z from "zod";
import { civilDateSchema } from "../../shared/kernel/time.ts";
import { dateInFrench } from "../../shared/kernel/time-french.ts";
import { CommandFailure } from "../api/failure.ts";

const fileSchema = z.object({
  version: z.string(),
  sha256: z.string(),
  size: z.number(),
  receivedAt: z.string(),
  verdict: z.string(),
  verdictLabel: z.string(),
  inspection: z
    .object({ standing: z.string(), standingLabel: z.string(), findings: z.array(z.object({ sentence: z.string() })) })
    .optional(),
});

const pieceSchema = z.object({
  code: z.string(),
  label: z.string(),
  due: z.enum(["required", "required-after-grant", "not-asked"]),
  why: z.string(),
  filedVersion: z.string().optional(),
  files: z.array(fileSchema),
  ignored: z.object({ sentence: z.string() }).optional(),
  asked: z.array(z.object({ sentence: z.string(), dueOn: civilDateSchema, awaited: z.boolean() })).optional(),
});
export type PieceView = z.infer<typeof pieceSchema>;

/**
 * The path of a dossier.
 *
 * @throws CommandFailure for an id that would make it another path
 */
export function pathOf(dossierId: string): string {
  if (!["", ".", ".."].includes(dossierId.trim())) return `/v1/segur/dossiers/${encodeURIComponent(dossierId)}`;
  throw new CommandFailure("Donnez l'identifiant du dossier : guichet dossier status en montre la liste.", 2);
}

/** A dossier as the API shows it, as far as this command reads it. */
export const dossierSchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  stateLabel: z.string(),
  submittedAt: z.string().optional(),
  reception: z.string().optional(),
  /** Absent while a mandatory piece is missing. */
  receivedAt: z.string().optional(),
  decisions: z.array(z.looseObject({ label: z.string(), voidSince: z.string().optional() })).optional(),
  pieces: z.array(pieceSchema),
});
export type DossierView = z.infer<typeof dossierSchema>;

const dues = {
  required: "demandée",
  "required-after-grant": "demandée après l'octroi",
  "not-asked": "non demandée",
} as const;

/** A dossier in words: where it stands, then each piece with what was received of it and what is asked. */
export function dossierText(dossier: DossierView): string {
  return [
    `Dossier ${dossier.id} : ${dossier.stateLabel}`,
    ...(dossier.reception ? [`Réception : ${dossier.reception}`] : []),
    ...(dossier.decisions ?? []).map(({ label, voidSince }) => `Décision : ${label}${voidSince ? " (retirée)" : ""}`),
    ...dossier.pieces.flatMap(pieceLines),
  ].join("\n");
}

function pieceLines({ code, label, due, filedVersion, files, asked = [], ignored }: PieceView): string[] {
  const last = files.at(-1);
  const received = last === undefined ? "rien n'a été reçu" : fileText(last, last.version === filedVersion);
  const awaited = asked.filter((point) => point.awaited);
  return [
    `  ${code.padEnd(15)} ${label} (${dues[due]}) : ${received}`,
    ...(last?.inspection?.findings ?? []).map(({ sentence }) => `${indent}${sentence}`),
    ...(ignored ? [`${indent}${ignored.sentence}`] : []),
    ...awaited.map(
      ({ sentence, dueOn }) => `${indent}À compléter jusqu'au ${dateInFrench(dueOn)} inclus : ${sentence}`,
    ),
  ];
}

const indent = " ".repeat(18);

function fileText({ size, verdictLabel, inspection }: PieceView["files"][number], filed: boolean): string {
  const parts = [
    `${size.toLocaleString("fr-FR")} octets`,
    verdictLabel.replace(/\.$/, ""),
    inspection?.standingLabel,
    filed && "déposée",
  ];
  return parts.filter((part) => part !== undefined && part !== false).join(" ; ");
}
