import type { Supplier } from "../../shared/kernel/facts.ts";
import type { Effect } from "../../shared/kernel/rule.ts";
import { cite, type Provenance } from "../../shared/kernel/source.ts";
import type { RegistryEntry } from "./registry.ts";

/** What a rule does, as a reader of the registry is told. */
export const effectsInFrench: Readonly<Record<Effect, string>> = {
  decides: "décide",
  computes: "calcule",
  informs: "informe",
  duty: "oblige",
};

/** Who supplies a fact, as a reader of the registry is told. */
export const suppliersInFrench: Readonly<Record<Supplier, string>> = {
  declared: "déclaré par le demandeur",
  register: "lu dans un registre",
  evidence: "lu dans une pièce",
  officer: "constaté par un agent",
  clock: "donné par l'horloge du service",
  calendar: "lu dans le calendrier en vigueur",
  setting: "réglage du programme",
};

/** Whether a statement is the text, a reading of it or a setting, in French. */
export function provenanceInFrench(provenance: Provenance): string {
  if (provenance.kind === "text") return "Texte";
  if (provenance.kind === "setting") return `Réglage (${provenance.setting})`;
  const { ambiguity, reading } = provenance;
  return `Interprétation${ambiguity === undefined ? "" : ` (${ambiguity})`}\u202f: ${reading}`;
}

/** One line a rule: id, article, effect, sentence. */
export function tableInFrench(registry: readonly RegistryEntry[]): string {
  const lines = registry.map(({ id, source, effect, sentence }) => [
    id,
    source.article,
    effectsInFrench[effect],
    sentence,
  ]);
  const table = [["Règle", "Article", "Effet", "Énoncé"], ...lines];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  return table.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

/** Everything the registry knows of a rule, one fact or test a line. */
export function ruleInFrench(entry: RegistryEntry): string {
  return [
    `${entry.id}, ${cite(entry.source)}`,
    "",
    entry.sentence,
    "",
    `Effet\u202f: ${effectsInFrench[entry.effect]}`,
    `Provenance\u202f: ${provenanceInFrench(entry.provenance)}`,
    `Fichier\u202f: ${entry.file}`,
    "Faits\u202f:",
    ...entry.facts.map(({ key, label, supplier }) => `  ${key}\u202f: ${label} (${suppliersInFrench[supplier]})`),
    "Tests\u202f:",
    ...entry.tests.map((title) => `  ${title}`),
  ].join("\n");
}
