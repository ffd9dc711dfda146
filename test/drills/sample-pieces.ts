import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { document, type Line } from "../support/pdf/honest.ts";

/**
 * Writes the pieces of an invented enrolment dossier into a folder, to try the product by hand:
 * `npx node test/drills/sample-pieces.ts /tmp/pieces`. `rib-autre-compte.pdf` is that of another account than the form's.
 */
const [folder = ""] = process.argv.slice(2);
if (folder === "") {
  console.error("Usage : node test/drills/sample-pieces.ts <dossier>");
  process.exit(2);
}

const page = (...texts: readonly string[]): readonly Line[] => texts.map((text, index) => [60, 80 + 24 * index, text]);
const iban = "FR14 2004 1010 0505 0001 3M02 606";
const number = "Numéro de référencement : SGL-2022-0042";

const pieces: Readonly<Record<string, readonly Line[]>> = {
  formulaire: page(
    "Formulaire de demande d'enrôlement",
    "Fournisseur : Labonova",
    "SIRET : 443 061 841 00047",
    "Représentant légal : Camille Morel",
    number,
    `IBAN : ${iban}`,
  ),
  rapport: page("Rapport de référencement", number, "Solution : Labonova SGL"),
  rib: page("Relevé d'identité bancaire", "Titulaire : Labonova", `IBAN : ${iban}`),
  "rib-autre-compte": page(
    "Relevé d'identité bancaire",
    "Titulaire : Labonova",
    "IBAN : FR76 3000 6000 0112 3456 7890 189",
  ),
  identite: page("Carte nationale d'identité", "Nom : MOREL", "Prénoms : Camille"),
};

mkdirSync(folder, { recursive: true });
for (const [name, lines] of Object.entries(pieces)) writeFileSync(join(folder, `${name}.pdf`), await document(lines));
console.log(`${Object.keys(pieces).length} pièces dans ${folder}`);
