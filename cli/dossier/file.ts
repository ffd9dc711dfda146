import type { ApiClient } from "../api/client.ts";
import { CommandFailure } from "../api/failure.ts";
import type { Told } from "../api/run.ts";
import { receiptSchema } from "./receipt.ts";
import { type DossierView, dossierSchema, type PieceView, pathOf } from "./view.ts";

/** Files a draft with the last version received of each piece, and gives the receipt. */
export async function submit(api: ApiClient, dossierId: string): Promise<Told> {
  const path = pathOf(dossierId);
  const { body, version } = await api.get(path, dossierSchema);
  const sent = body.pieces.filter(({ due, files }) => due !== "not-asked" && files.length > 0);
  if (sent.length === 0 && body.state === "draft") {
    throw lacking(
      "Ajoutez d'abord les pièces",
      body.pieces.filter(({ due }) => due === "required"),
    );
  }
  const pieces = newest(sent);
  const filed = await api.post(`${path}/submission`, { pieces }, dossierSchema, version);
  return receipt(api, path, filed.body, "La demande est déposée.");
}

/** Sends what an invitation asks: the last version received of each piece that is still to be answered. */
export async function complete(api: ApiClient, dossierId: string): Promise<Told> {
  const path = pathOf(dossierId);
  const { body, version } = await api.get(path, dossierSchema);
  const asked = body.pieces.filter(({ asked: points = [] }) => points.some(({ awaited }) => awaited));
  const answered = asked.filter(
    ({ files, filedVersion }) => files.length > 0 && files.at(-1)?.version !== filedVersion,
  );
  if (asked.length === 0) throw new CommandFailure(`Rien n'est à compléter dans ce dossier (${body.stateLabel}).`, 1);
  if (answered.length === 0) throw lacking("Envoyez d'abord les pièces demandées", asked);
  const filed = await api.post(`${path}/completion`, { pieces: newest(answered) }, dossierSchema, version);
  return receipt(api, path, filed.body, "Le complément est déposé.");
}

function lacking(what: string, pieces: readonly PieceView[]): CommandFailure {
  const list = pieces.map(({ code, label }) => `  ${code} : ${label}`).join("\n");
  return new CommandFailure(`${what} (guichet dossier add) :\n${list}`, 1);
}

function newest(pieces: readonly PieceView[]): Record<string, { version: string; sha256: string }> {
  const entries = pieces.flatMap(({ code, files }) => {
    const last = files.at(-1);
    return last === undefined ? [] : [[code, { version: last.version, sha256: last.sha256 }] as const];
  });
  return Object.fromEntries(entries);
}

async function receipt(api: ApiClient, path: string, dossier: DossierView, done: string): Promise<Told> {
  const { facts } = await api.get(`${path}/receipt`, receiptSchema);
  const reception =
    dossier.receivedAt === undefined
      ? " La demande n'a pas encore de date de réception : une pièce exigée manque."
      : ` Réception : ${dossier.reception}.`;
  const where = `Reçu : guichet dossier receipt ${dossier.id}`;
  return { text: `${done}${reception}\n${where}`, facts };
}
