import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { document, type Line } from "./honest.ts";

/** What the pieces of a dossier say; people and firms are invented. */
export interface Said {
  readonly fournisseur: string;
  readonly siret: string;
  readonly legalRep: string;
  readonly formNumber: string;
  readonly iban: string;
}

const lines = (...texts: readonly string[]): readonly Line[] => texts.map((text, index) => [60, 80 + 24 * index, text]);

const contents: Readonly<Record<PieceCode, (said: Said) => readonly Line[]>> = {
  "D-ENR-FORM": ({ fournisseur, siret, legalRep, formNumber, iban }) =>
    lines(
      "Formulaire de demande d'enrôlement",
      `Fournisseur : ${fournisseur}`,
      `SIRET : ${siret}`,
      `Représentant légal : ${legalRep}`,
      `Numéro de référencement : ${formNumber}`,
      `IBAN : ${iban}`,
      "Fait le 28 novembre 2022, signature :",
    ),
  "D-ENR-RAPPORT": ({ formNumber }) =>
    lines("Rapport de référencement", `Numéro de référencement : ${formNumber}`, "Délivré le 3 octobre 2022"),
  "D-ENR-RIB": ({ fournisseur, iban }) =>
    lines("Relevé d'identité bancaire", `Titulaire : ${fournisseur}`, `IBAN : ${iban}`),
  "D-ENR-ID": ({ legalRep }) => lines("Carte nationale d'identité", `Nom et prénoms : ${legalRep}`),
  "D-ENR-POUVOIRS": ({ legalRep }) => lines("Attestation de pouvoirs", `Le représentant légal : ${legalRep}`),
  "D-ENR-MANDAT": ({ fournisseur, formNumber }) =>
    lines("Mandat de distributeur autorisé", `Opérateur : ${fournisseur}`, `Numéro de référencement : ${formNumber}`),
};

/** A piece of an enrolment dossier as an office program makes it. */
export const pieceSaying = (piece: PieceCode, said: Said): Promise<Uint8Array> => document(contents[piece](said));
