import type { PieceCode } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { askUpload, sendForm } from "../api/support/filing.ts";
import { pieceSaying, type Said } from "../support/pdf/enrolment-pieces.ts";
import { keyOf, patiently, type Step } from "./step.ts";

/** A step that sends a file for a piece of the dossier known under a name: asks for a form, and posts the file with it. */
export function sends(piece: PieceCode, said: Said): Step {
  const name = `camille sends ${piece}`;
  // Made once: an office program writes the date into its files, and all runs send the same.
  const file = pieceSaying(piece, said);
  return {
    name,
    play: async ({ as, known }) => {
      const bytes = await file;
      const client = (await as("camille")).actingFor(known.supplier ?? "");
      const granted = await patiently(() => askUpload(client, known.dossier ?? "", piece, bytes, { key: keyOf(name) }));
      // It came before the answer was cut off.
      if (granted.status === 409 && granted.text.includes("a déjà été reçu")) return {};
      if (granted.status !== 201) throw new Error(`${name}: ${granted.status} ${granted.text}`);
      const sent = await sendForm(granted.body, bytes);
      if (sent.status !== 204) throw new Error(`${name}: S3 answered ${sent.status}`);
      return {};
    },
  };
}

interface PieceView {
  readonly code: PieceCode;
  readonly files: readonly { readonly version: string; readonly sha256: string }[];
}

/** The last version that was received for each of these pieces, as a filing names it; as JSON. */
export function received(pieces: readonly PieceView[], codes: readonly PieceCode[]): string {
  const versions = codes.map((code) => {
    const file = pieces.find((piece) => piece.code === code)?.files.at(-1);
    if (file === undefined) throw new Error(`${code} was not received`);
    return [code, { version: file.version, sha256: file.sha256 }] as const;
  });
  return JSON.stringify(Object.fromEntries(versions));
}
