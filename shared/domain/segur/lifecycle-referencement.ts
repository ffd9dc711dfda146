import type { Lifecycle } from "../../kernel/lifecycle.ts";
import { interpretation, written } from "../../kernel/source.ts";

/** The states of a Solution that ANS has told of; before, nothing is mirrored. */
export const mirroredStates = ["requested", "complete_file", "granted", "refused", "withdrawn"] as const;

export type MirroredState = (typeof mirroredStates)[number];
export type ReferencementState = "none" | MirroredState;

const states: Readonly<Record<ReferencementState, string>> = {
  none: "Aucune demande",
  requested: "Demande reçue par l'ANS",
  complete_file: "Dossier de preuves complet",
  granted: "Solution référencée",
  refused: "Référencement refusé",
  withdrawn: "Référencement retiré",
};

const events = {
  "request-received": "Demande reçue par l'ANS pendant la période de réception",
  "reception-ended-without-request": "Fin de la période de réception sans demande",
  "eligibility-proofs-requested": "Pièces justificatives de l'éligibilité demandées par l'ANS",
  "complete-evidence-submitted": "Dossier complet de preuves réputé soumis",
  "referencement-granted": "Octroi ; numéro unique et rapport délivrés",
  "referencement-refused": "Refus",
  "referencement-withdrawn": "Retrait décidé par l'ANS",
  "distributors-declared": "Liste des distributeurs que l'Editeur a déclarés à l'ANS",
  "convention-concluded": "Convention de référencement conclue entre l'Editeur et l'ANS",
} as const;

export type ReferencementEvent = keyof typeof events;

/** Référencement of a Solution, conducted by ANS: the service only mirrors it, from the ANS register. */
export const referencementLifecycle: Lifecycle<ReferencementState, ReferencementEvent> = {
  procedure: "referencement",
  label: "Référencement (conduit par l'ANS)",
  initial: "none",
  terminal: ["refused", "withdrawn"],
  states,
  events,
  rows: [
    { from: "none", event: "request-received", to: "requested", rule: "SEG-2-04", provenance: written },
    {
      from: "none",
      event: "reception-ended-without-request",
      to: "none",
      rule: "SEG-4.4-08",
      provenance: written,
    },
    {
      from: "requested",
      event: "eligibility-proofs-requested",
      to: "requested",
      rule: "SEG-1.1-02",
      provenance: written,
    },
    {
      from: "requested",
      event: "complete-evidence-submitted",
      to: "complete_file",
      rule: "SEG-4.4-04",
      provenance: written,
    },
    { from: "complete_file", event: "referencement-granted", to: "granted", rule: "SEG-3.1-05", provenance: written },
    {
      from: "complete_file",
      event: "referencement-refused",
      to: "refused",
      rule: "SEG-4.4-06",
      provenance: interpretation(
        "Le §2 et le §4.4 citent l'octroi et le refus, toujours après un dossier complet : aucun n'est admis avant.",
      ),
    },
    { from: "granted", event: "referencement-withdrawn", to: "withdrawn", rule: "SEG-7-07", provenance: written },
    ...(["requested", "complete_file", "granted"] as const).map(
      (state) =>
        ({
          from: state,
          event: "distributors-declared",
          to: state,
          rule: "SEG-3.2-05",
          provenance: interpretation(
            "L'Editeur déclare ses distributeurs à l'ANS ; le texte ne dit pas quand : à tout moment avant un refus ou un retrait.",
          ),
        }) as const,
    ),
    ...(["requested", "complete_file", "granted"] as const).map(
      (state) =>
        ({
          from: state,
          event: "convention-concluded",
          to: state,
          rule: "SEG-4.1-02",
          provenance: interpretation(
            "La convention précède la demande d'enrôlement ; le texte ne dit pas si elle précède l'octroi : à tout moment avant un refus ou un retrait.",
          ),
        }) as const,
    ),
  ],
};
