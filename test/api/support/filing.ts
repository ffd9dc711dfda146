import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { pieceSaying, type Said } from "../../support/pdf/enrolment-pieces.ts";
import type { Answer, Client, Options } from "./client.ts";
import { enrolment, type Supplier } from "./scenario.ts";

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export const pathOf = (dossier: string) => `/v1/segur/dossiers/${dossier}`;

/** What the pieces of this supplier say, all in agreement. */
export const saidBy = ({ siret }: Pick<Supplier, "siret">, sub: string): Said => ({
  fournisseur: `Fournisseur de ${sub}`,
  siret,
  legalRep: "Camille Durand",
  formNumber: enrolment.declared.formNumber,
  iban: "FR76 3000 6000 0112 3456 7890 189",
});

/** What a client announces of a file. */
export const announced = (bytes: Uint8Array) => ({
  size: bytes.length,
  mediaType: "application/pdf",
  sha256: sha256Of(bytes),
});

/** Asks to send a file for a piece. */
export const askUpload = (client: Client, dossier: string, piece: string, bytes: Uint8Array, options?: Options) =>
  client.post(`${pathOf(dossier)}/pieces/${piece}/upload`, announced(bytes), options);

interface Form {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Sends a file with a form, as a browser does; what S3 answers. */
export async function sendForm({ url, fields }: Form, bytes: Uint8Array): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([Buffer.from(bytes)]), "nom du fichier.pdf");
  const answer = await fetch(url, { method: "POST", body: form });
  await answer.arrayBuffer();
  return answer;
}

/** A version that was sent, as a filing names it. */
export interface Sent {
  readonly version: string;
  readonly sha256: string;
}

/** Sends a file for a piece under a grant of its own. */
export async function send(client: Client, dossier: string, piece: string, bytes: Uint8Array): Promise<Sent> {
  const granted = await askUpload(client, dossier, piece, bytes);
  if (granted.status !== 201) throw new Error(granted.text);
  const sent = await sendForm(granted.body, bytes);
  if (sent.status !== 204) throw new Error(`S3 answered ${sent.status}`);
  return { version: sent.headers.get("x-amz-version-id") ?? "", sha256: sha256Of(bytes) };
}

/** The piece of a dossier once it is as it should be; fails after a minute with the last that was read. */
export async function pieceOnce(
  client: Client,
  dossier: string,
  piece: string,
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answered
  holds: (piece: any) => boolean,
) {
  for (let attempt = 0; ; attempt += 1) {
    const { body } = await client.get(pathOf(dossier));
    const found = body.pieces.find(({ code }: { code: string }) => code === piece);
    if (holds(found)) return found;
    if (attempt > 120) throw new Error(`not in a minute: ${JSON.stringify(found)}`);
    await sleep(500);
  }
}

/** Once the platform itself has seen the version. */
export const onceReceived = (client: Client, dossier: string, piece: string, { version }: Sent) =>
  pieceOnce(client, dossier, piece, ({ files }) => files.some((file: Sent) => file.version === version));

/** Once nothing more is to be learned of the version. */
export const onceKnown = (client: Client, dossier: string, piece: string, { version }: Sent) =>
  pieceOnce(client, dossier, piece, ({ files }) =>
    files.some(
      (file: { version: string; verdict: string; inspection?: object }) =>
        file.version === version &&
        file.verdict !== "pending" &&
        (file.verdict !== "clean" || file.inspection !== undefined),
    ),
  );

export const required = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const;

/** A draft of the supplier with these pieces sent, and seen by the platform. */
export async function draftWith(supplier: Supplier, sub: string, codes: readonly PieceCode[] = required) {
  const { client } = supplier;
  const persons = { legalRep: "Camille Durand" };
  const id: string = (await client.post("/v1/segur/dossiers", { ...enrolment, persons })).body.id;
  const pieces: Record<string, Sent> = {};
  for (const code of codes) pieces[code] = await send(client, id, code, await pieceSaying(code, saidBy(supplier, sub)));
  for (const code of codes) await onceReceived(client, id, code, pieces[code]!);
  return { id, pieces };
}

/** Files versions. */
export const submit = (
  client: Client,
  dossier: string,
  pieces: Readonly<Record<string, Sent>>,
  options: Options = { version: 1 },
): Promise<Answer> => client.post(`${pathOf(dossier)}/submission`, { pieces }, options);
