import * as z from "zod";
import { type Outcome, outcomes as outcomeCodes } from "../../shared/kernel/finding.ts";

const factSchema = z.looseObject({
  fact: z.string(),
  label: z.string(),
  reviewable: z.boolean(),
  settled: z.boolean(),
  origin: z.string().optional(),
  value: z.unknown().optional(),
  none: z.literal(true).optional(),
});
type Fact = z.infer<typeof factSchema>;

/** What an officer examines, as far as this command reads it. */
export const examinationSchema = z.looseObject({
  id: z.string(),
  stateLabel: z.string(),
  facts: z.array(factSchema),
  stages: z.array(
    z.looseObject({
      findings: z.array(z.object({ rule: z.string(), outcome: z.enum(outcomeCodes), sentence: z.string() })),
    }),
  ),
  ruling: z.looseObject({ kind: z.string(), missing: z.array(z.string()).optional() }),
});
export type Examination = z.infer<typeof examinationSchema>;

const origins: Readonly<Record<string, string>> = {
  read: "lu sur la pièce",
  record: "constaté au dépôt",
  declared: "déclaré",
  register: "registre",
  clock: "horodatage",
  calendar: "calendrier",
  setting: "réglage",
  reviewed: "établi par un instructeur",
};

const outcomes: Readonly<Record<Outcome, string>> = {
  accept: "conforme",
  inadmissible: "irrecevable",
  reject: "rejet",
  to_complete: "à compléter",
  block: "bloquant",
  pay: "à payer",
  warn: "à vérifier",
  notify: "à notifier",
  open_control: "à contrôler",
  open_indu: "indu",
  log: "pour mémoire",
};

/** The facts, what is still to be settled, and what the rules say so far. */
export function examinationText({ id, stateLabel, facts, stages, ruling }: Examination): string {
  const findings = stages.flatMap((stage) => stage.findings);
  return [
    `Dossier ${id} : ${stateLabel}`,
    "Éléments :",
    ...facts.map(factLine),
    "Constats :",
    ...findings.map(
      ({ rule, outcome, sentence }) => `  ${rule.padEnd(10)} ${outcomes[outcome].padEnd(14)} ${sentence}`,
    ),
    ...(ruling.missing?.length ? [`Reste à établir : ${ruling.missing.join(", ")}`] : []),
  ].join("\n");
}

function factLine({ fact, label, settled, origin, value, none }: Fact): string {
  const mark = settled ? " " : "?";
  const known = none === true ? "aucun" : valueText(value);
  const shown = origin === undefined ? "à établir" : `${known} (${origins[origin] ?? origin})`;
  return `  ${mark} ${fact.padEnd(26)} ${label} : ${shown}`;
}

/** A value as `guichet decide settle` takes it. */
function valueText(value: unknown): string {
  if (typeof value === "boolean") return value ? "oui" : "non";
  return Array.isArray(value) ? value.join(", ") : String(value);
}
