import type { Lifecycle } from "../../kernel/lifecycle.ts";
import { interpretation, written } from "../../kernel/source.ts";

export const enrolmentStates = [
  "draft",
  "submitted",
  "under_instruction",
  "to_complete",
  "enrolled",
  "enrolled_pending_referencement",
  "rejected",
  "inadmissible",
  "lapsed",
  "suspended",
  "withdrawn",
] as const;

export type EnrolmentState = (typeof enrolmentStates)[number];

const states: Readonly<Record<EnrolmentState, string>> = {
  draft: "Brouillon non déposé",
  submitted: "Déposée",
  under_instruction: "En instruction",
  to_complete: "À compléter",
  enrolled: "Enrôlé",
  enrolled_pending_referencement: "Enrôlé dans l'attente de la décision de référencement",
  rejected: "Rejetée",
  inadmissible: "Irrecevable",
  lapsed: "Caduque",
  suspended: "Enrôlement suspendu",
  withdrawn: "Abandonnée avant dépôt",
};

const events = {
  "submitted-with-pieces": "Dépôt des pièces et de la demande sur le site de l'Opérateur de paiement",
  "withdrawn-by-filer": "Abandon du brouillon par le Fournisseur",
  "services-not-open": "Dépôt antérieur à l'ouverture des services de l'Opérateur de paiement",
  "solution-not-referenced": "Demande hors des conditions de référencement du §2 et du §3.2",
  "convention-missing": "Absence de convention de référencement entre l'Editeur et l'ANS",
  "found-receivable": "Recevabilité constatée",
  "pieces-examined": "Lecture des pièces déposées",
  "facts-reviewed": "Vérification des éléments du dossier par l'instructeur",
  "piece-or-field-missing": "Pièce ou mention manquante",
  "piece-completed": "Complément partiel reçu dans le délai",
  "completed-in-time": "Complément reçu dans le délai",
  "completion-delay-expired": "Absence de réponse dans le délai de complément",
  "found-not-eligible": "Fournisseur ou Solution hors des conditions du §3.2",
  "found-eligible": "Dossier complet et éligible, Solution référencée",
  "found-eligible-under-exception": "Dossier complet et éligible, exception du §2",
  "referencement-granted": "Octroi du référencement ; numéro ajouté",
  "referencement-refused": "Refus du référencement",
  "referencement-withdrawn": "Retrait du référencement",
  reopened: "Réouverture ; la décision antérieure est privée d'effet",
} as const;

export type EnrolmentEvent = keyof typeof events;

/** What was received, and turns out during its instruction not to have been receivable. */
const foundLate = {
  from: "under_instruction",
  to: "inadmissible",
  provenance: interpretation(
    "Le registre de l'ANS ou une vérification peut révéler après coup que la demande n'était pas recevable.",
  ),
} as const;

/** Enrolment of a Fournisseur for one Solution (AF-BIO-SGL-Va1 §2, §3 and §4.1). */
export const enrolmentLifecycle: Lifecycle<EnrolmentState, EnrolmentEvent> = {
  procedure: "enrolment",
  label: "Enrôlement",
  initial: "draft",
  terminal: ["lapsed", "suspended", "withdrawn"],
  states,
  events,
  rows: [
    { from: "draft", event: "submitted-with-pieces", to: "submitted", rule: "SEG-3.1-10", provenance: written },
    {
      from: "draft",
      event: "withdrawn-by-filer",
      to: "withdrawn",
      rule: "SEG-2-16",
      provenance: interpretation(
        "Une demande n'existe qu'à sa réception : tant qu'elle n'est pas déposée, son auteur peut y renoncer.",
      ),
    },
    {
      from: "submitted",
      event: "services-not-open",
      to: "inadmissible",
      rule: "SEG-2-03",
      provenance: { kind: "setting", setting: "opServicesOpenOn" },
    },
    {
      from: "submitted",
      event: "solution-not-referenced",
      to: "inadmissible",
      rule: "SEG-3.2-09",
      provenance: written,
    },
    { from: "submitted", event: "convention-missing", to: "inadmissible", rule: "SEG-4.1-02", provenance: written },
    { from: "submitted", event: "found-receivable", to: "under_instruction", rule: "SEG-3.2-01", provenance: written },
    {
      from: "under_instruction",
      event: "pieces-examined",
      to: "under_instruction",
      rule: "SEG-3.1-01",
      provenance: interpretation("Ce qui est lu sur les pièces est consigné avant d'être vérifié par un instructeur."),
    },
    {
      from: "under_instruction",
      event: "facts-reviewed",
      to: "under_instruction",
      rule: "SEG-3.1-01",
      provenance: interpretation("L'instructeur confirme, corrige ou écarte, avec son motif, ce qui a été lu."),
    },
    {
      from: "under_instruction",
      event: "piece-or-field-missing",
      to: "to_complete",
      rule: "SEG-3.1-01",
      provenance: interpretation(
        "Le §3.1 dresse la liste des pièces sans dire ce qui suit leur absence : le Fournisseur est invité à compléter, comme au §6.1.",
      ),
    },
    {
      from: "to_complete",
      event: "piece-completed",
      to: "to_complete",
      rule: "SEG-6.1-29",
      provenance: interpretation("Chaque pièce demandée a son échéance : ce qui est reçu à temps reste acquis."),
    },
    {
      from: "to_complete",
      event: "completed-in-time",
      to: "under_instruction",
      rule: "SEG-3.1-01",
      provenance: interpretation(
        "La demande complétée sur invitation reprend son instruction, comme au §6.1.",
        "AMB-03",
      ),
    },
    {
      from: "to_complete",
      event: "completion-delay-expired",
      to: "rejected",
      rule: "SEG-6.1-29",
      provenance: { kind: "setting", setting: "completionDelayDays" },
    },
    { from: "under_instruction", event: "found-not-eligible", to: "rejected", rule: "SEG-3.2-02", provenance: written },
    { from: "under_instruction", event: "found-eligible", to: "enrolled", rule: "SEG-3.2-02", provenance: written },
    {
      from: "under_instruction",
      event: "found-eligible-under-exception",
      to: "enrolled_pending_referencement",
      rule: "SEG-2-17",
      provenance: written,
    },
    {
      from: "enrolled_pending_referencement",
      event: "referencement-granted",
      to: "enrolled",
      rule: "SEG-2-19",
      provenance: interpretation(
        "Les commandes sont recevables sous réserve de la décision de l'ANS : l'octroi complète l'enrôlement.",
      ),
    },
    {
      from: "enrolled_pending_referencement",
      event: "referencement-refused",
      to: "lapsed",
      rule: "SEG-2-20",
      provenance: interpretation("Le refus de l'ANS met fin à la réserve sous laquelle l'enrôlement était admis."),
    },
    { event: "services-not-open", rule: "SEG-2-03", ...foundLate },
    { event: "solution-not-referenced", rule: "SEG-3.2-09", ...foundLate },
    { event: "convention-missing", rule: "SEG-4.1-02", ...foundLate },
    {
      from: "rejected",
      event: "reopened",
      to: "under_instruction",
      rule: "SEG-3.2-02",
      provenance: interpretation("Un refus pris à tort est retiré et reste lisible : l'enrôlement est de droit."),
    },
    {
      from: "inadmissible",
      event: "reopened",
      to: "submitted",
      rule: "SEG-3.2-02",
      provenance: interpretation("L'irrecevabilité prononcée à tort est retirée et reste lisible ; elle est rejugée."),
    },
    {
      from: "enrolled",
      event: "referencement-withdrawn",
      to: "suspended",
      rule: "SEG-7-07",
      provenance: interpretation("Le §7 ne vise que le reversement : l'enrôlement est suspendu par conséquence."),
    },
  ],
};
