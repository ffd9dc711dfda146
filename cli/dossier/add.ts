import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { typeset } from "../../shared/kernel/typography.ts";
import type { ApiClient } from "../api/client.ts";
import { CommandFailure } from "../api/failure.ts";
import type { Told } from "../api/run.ts";
import { sendFile } from "./send-file.ts";
import { type DossierView, dossierSchema, dossierText, type PieceView, pathOf } from "./view.ts";

const grantSchema = z.object({ url: z.string(), fields: z.record(z.string(), z.string()) });

/** A piece and the file to send for it. */
export interface Wanted {
  readonly piece: string;
  readonly path: string;
}

interface Measured extends Wanted {
  readonly size: number;
  readonly sha256: string;
}

const pollMillis = 500;
const patience = { received: 30_000, examined: 90_000 } as const;

/**
 * Sends files for pieces, one after the other, and waits until each was received, then examined. What was received already
 * is not sent again, so that the same command goes on after a cut.
 */
export async function addFiles(api: ApiClient, dossierId: string, wanted: readonly Wanted[]): Promise<Told> {
  const path = pathOf(dossierId);
  for (const one of wanted) {
    const file = await measured(one);
    const before = await api.get(path, dossierSchema);
    demandPiece(before.body, file.piece);
    if (receivedFile(before.body, file) === undefined) await send(api, path, file);
    else say(`${file.piece} : ce fichier a déjà été reçu.`);
    const after = await until(api, path, patience.received, (dossier) => receivedFile(dossier, file) !== undefined);
    if (receivedFile(after.body, file) === undefined) throw new CommandFailure(notYet(file), 2);
  }
  const pieces = wanted.map(({ piece }) => piece);
  const { body, facts } = await until(api, path, patience.examined, (dossier) =>
    pieces.every((code) => examined(dossier, code)),
  );
  const told = { text: dossierText(body), facts };
  return pieces.some((code) => isRefused(body, code)) ? { ...told, exitCode: 1 } : told;
}

function demandPiece({ pieces }: DossierView, asked: string): void {
  if (pieces.some(({ code }) => code === asked)) return;
  const known = pieces.map(({ code, label }) => `  ${code.padEnd(15)} ${label}`).join("\n");
  throw new CommandFailure(`La pièce ${asked} n'existe pas. Pièces de ce dossier :\n${known}`, 2);
}

const notYet = ({ piece }: Measured): string =>
  `${piece} : le fichier est envoyé, mais le service ne l'a pas encore enregistré. Relancez la même commande.`;

async function measured(wanted: Wanted): Promise<Measured> {
  try {
    const found = await stat(wanted.path);
    // Anything else, such as a pipe or a device, may have no end, and cannot be read a second time to be sent.
    if (!found.isFile())
      throw new CommandFailure(`${wanted.path} n'est pas un fichier : enregistrez la pièce sur le disque.`, 2);
    const hash = createHash("sha256");
    await pipeline(createReadStream(wanted.path), hash);
    return { ...wanted, size: found.size, sha256: hash.digest("hex") };
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(`Le fichier ${wanted.path} ne peut pas être lu.`, 2);
  }
}

async function send(api: ApiClient, path: string, file: Measured): Promise<void> {
  const asked = { size: file.size, mediaType: "application/pdf", sha256: file.sha256 };
  const { body: form } = await api.post(`${path}/pieces/${encodeURIComponent(file.piece)}/upload`, asked, grantSchema);
  let shown = -1;
  await sendFile(form, file, (sent) => {
    const percent = Math.floor((100 * sent) / file.size);
    if (process.stderr.isTTY && percent !== shown) process.stderr.write(`\r${file.piece} : ${percent} %`);
    shown = percent;
  });
  say(`${process.stderr.isTTY ? "\r" : ""}${file.piece} : envoyé (${file.size.toLocaleString("fr-FR")} octets).`);
}

const say = (sentence: string): void => console.error(typeset(sentence));

const lastFile = (dossier: DossierView, code: string): PieceView["files"][number] | undefined =>
  dossier.pieces.find((piece) => piece.code === code)?.files.at(-1);

const receivedFile = (dossier: DossierView, { piece, sha256 }: Measured) => {
  const last = lastFile(dossier, piece);
  return last?.sha256 === sha256 ? last : undefined;
};

function examined(dossier: DossierView, code: string): boolean {
  const last = lastFile(dossier, code);
  return (
    last !== undefined && last.verdict !== "pending" && (last.verdict !== "clean" || last.inspection !== undefined)
  );
}

/** Whether another file has to be sent for the piece. */
function isRefused(dossier: DossierView, code: string): boolean {
  const last = lastFile(dossier, code);
  return ["infected", "unsupported"].includes(last?.verdict ?? "") || last?.inspection?.standing === "to-replace";
}

/** Reads the dossier until it is as awaited, or for so long and no longer: the examination may go on without this command. */
async function until(api: ApiClient, path: string, millis: number, awaited: (dossier: DossierView) => boolean) {
  const end = performance.now() + millis;
  for (;;) {
    const answer = await api.get(path, dossierSchema);
    if (awaited(answer.body) || performance.now() > end) return answer;
    await sleep(pollMillis);
  }
}
