import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";
import { comparable } from "../text-matching.ts";

const facts = z.pick(segurFacts, { identityType: true, identityName: true, depositor: true, legalRep: true });

const admitted = "carte nationale d'identité, passeport ou titre de séjour";

const types = {
  cni: "carte nationale d'identité",
  passport: "passeport",
  residence_permit: "titre de séjour",
  driving_licence: "permis de conduire",
  other: "autre document",
} as const;

/**
 * SEG-3.1-07. The identity document is of one of three types and is that of the depositor: the person whom the form
 * names as such, else the legal representative. Findings are recorded in the clear: none repeats a name.
 */
export const identity = defineRule({
  id: "SEG-3.1-07",
  source: passage("§3.1", "§3.1, 4e tiret"),
  sentence: "Le dossier contient la carte nationale d'identité, le passeport ou le titre de séjour du dépositaire.",
  effect: "decides",
  provenance: written,
  facts,
  judge: (read) => {
    const type = read.identityType;
    if (type === null) return wrongType("pièce absente");
    if (type === "driving_licence" || type === "other") return wrongType(types[type]);
    return anotherPerson(read) ?? inOrder(types[type]);
  },
});

type Facts = z.output<typeof facts>;

function wrongType(read: string): Verdict {
  return {
    outcome: "to_complete",
    sentence: `La pièce d'identité doit être l'un de ces documents : ${admitted} ; document lu : ${read}.`,
    expected: admitted,
    read,
    next: "Joignez l'une des trois pièces admises.",
  };
}

function anotherPerson({ identityName, depositor, legalRep }: Facts): Verdict | undefined {
  const holder = depositor ?? legalRep;
  if (identityName !== null && holder !== null && comparable(identityName) === comparable(holder)) return undefined;
  return {
    outcome: "to_complete",
    sentence: "La pièce d'identité n'est pas au nom du dépositaire de la demande.",
    expected: "nom du dépositaire indiqué au formulaire",
    read: identityName === null ? "nom illisible" : "autre nom",
    next: "Joignez la pièce d'identité du dépositaire, ou corrigez le formulaire.",
  };
}

function inOrder(read: string): Verdict {
  return {
    outcome: "accept",
    sentence: `La pièce d'identité du dépositaire est admise : ${read}.`,
    expected: admitted,
    read,
  };
}
