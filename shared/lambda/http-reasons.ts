import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;
type OfCode<Code extends z.core.$ZodIssueCode> = Extract<Issue, { readonly code: Code }>;

/**
 * Why a value is refused, in a French sentence for whoever sends it. Schemas that say it in their own words come before: this
 * is what is said of all others.
 */
export function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return reasonOfType(issue);
    case "invalid_value":
      return `${isMissing(issue) ? "Champ obligatoire. " : ""}Valeur attendue : ${either(issue.values.map(String))}.`;
    case "invalid_union":
      return reasonOfUnion(issue);
    case "invalid_format":
      return formats[issue.format] ?? "Écriture non admise : voyez la description de ce champ dans /v1/openapi.json.";
    case "too_small":
      return reasonOfTooSmall(issue);
    case "too_big":
      return reasonOfTooBig(issue);
    case "not_multiple_of":
      return `Multiple de ${issue.divisor} attendu.`;
    case "unrecognized_keys":
    case "invalid_key":
      return "Champ inconnu : retirez-le.";
    default:
      return "Valeur non admise.";
  }
}

const isMissing = ({ input }: Issue): boolean => input === undefined;

/** The types of JSON: said alone, and as one of several. */
const types: Readonly<Record<string, readonly [sentence: string, word: string]>> = {
  string: ["Texte attendu.", "un texte"],
  number: ["Nombre attendu.", "un nombre"],
  int: ["Nombre entier attendu.", "un nombre entier"],
  boolean: ["Valeur attendue : true ou false.", "true, false"],
  array: ["Liste attendue.", "une liste"],
  object: ["Objet JSON attendu.", "un objet JSON"],
  record: ["Objet JSON attendu.", "un objet JSON"],
};

function reasonOfType(issue: OfCode<"invalid_type">): string {
  if (isMissing(issue)) return "Champ obligatoire.";
  return types[issue.expected]?.[0] ?? "Valeur non admise.";
}

/** What a discriminant may be; else what the nearest alternative says, the last that is of the right type; else all types. */
function reasonOfUnion(issue: OfCode<"invalid_union">): string {
  if (isMissing(issue)) return "Champ obligatoire.";
  if (Array.isArray(issue.options)) return `Valeur attendue : ${either(issue.options.map(String))}.`;
  const refusals = issue.errors.flatMap((alternative) => alternative.slice(0, 1));
  const nearest = refusals.findLast(({ code }) => code !== "invalid_type");
  if (nearest !== undefined) return nearest.message;
  const words = refusals.flatMap((one) => (one.code === "invalid_type" ? [types[one.expected]?.[1]] : []));
  return `Valeur attendue : ${either(words.filter((word) => word !== undefined))}.`;
}

const formats: Readonly<Record<string, string>> = {
  email: "Adresse électronique attendue, par exemple nom@domaine.fr.",
  url: "Adresse d'un site attendue, par exemple https://domaine.fr.",
  uuid: "Identifiant attendu (UUID).",
};

const units: Readonly<Record<string, string>> = { string: "caractère", array: "élément" };

function reasonOfTooSmall({ origin, minimum, inclusive }: OfCode<"too_small">): string {
  const unit = units[origin];
  if (unit === undefined) return `Valeur attendue : ${inclusive === false ? "plus de" : "au moins"} ${minimum}.`;
  if (origin === "string" && minimum === 1) return "Champ vide : renseignez-le.";
  return `Au moins ${counted(minimum, unit)}.`;
}

function reasonOfTooBig({ origin, maximum, inclusive }: OfCode<"too_big">): string {
  const unit = units[origin];
  if (unit === undefined) return `Valeur attendue : ${inclusive === false ? "moins de" : "au plus"} ${maximum}.`;
  return `${counted(maximum, unit)} au plus.`;
}

const counted = (count: number | bigint, unit: string): string => `${count} ${unit}${count > 1 ? "s" : ""}`;

/** "a, b ou c" */
const either = (words: readonly string[]): string => words.join(", ").replace(/, (?=[^,]*$)/, " ou ");
