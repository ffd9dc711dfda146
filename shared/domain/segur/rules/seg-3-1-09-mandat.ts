import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";
import { comparable } from "../text-matching.ts";

const facts = z.pick(segurFacts, {
  role: true,
  mandat: true,
  mandatOperator: true,
  applicant: true,
  mandatSolution: true,
  formNumber: true,
});

/**
 * SEG-3.1-09. A Fournisseur that is not the Editeur holds a mandat that names it and the référencée Solution. Case, spaces
 * and accents do not make another name or another number; who is the Editeur is for SEG-3.2-04.
 */
export const mandat = defineRule({
  id: "SEG-3.1-09",
  source: passage("§3.1", "§3.1, 5e tiret"),
  sentence:
    "Le Fournisseur qui n'est pas l'Editeur produit le mandat par lequel l'Editeur l'autorise à distribuer la Solution.",
  effect: "decides",
  provenance: written,
  facts,
  judge: (read) => {
    if (read.role === "editeur") return ownSolution;
    if (!read.mandat) return missing;
    const defects = [...otherOperator(read), ...otherSolution(read)];
    return defects.length > 0 ? defects : inOrder(read);
  },
});

type Facts = z.output<typeof facts>;

const ownSolution: Verdict = {
  outcome: "accept",
  sentence: "La demande est celle d'un Editeur : aucun mandat n'est demandé.",
  expected: "aucun mandat",
  read: "demande de l'Editeur",
};

const missing: Verdict = {
  outcome: "to_complete",
  sentence: "Le mandat de l'Editeur manque au dossier.",
  expected: "mandat de l'Editeur",
  read: "pièce absente",
  next: "Ajoutez le mandat établi par l'Editeur.",
};

function otherOperator({ mandatOperator, applicant }: Facts): readonly Verdict[] {
  if (comparable(mandatOperator ?? "") === comparable(applicant)) return [];
  const read = mandatOperator ?? "aucun opérateur";
  return [
    {
      outcome: "to_complete",
      sentence: `Le mandat désigne ${read}, et non ${applicant}.`,
      expected: applicant,
      read,
      next: "Joignez un mandat qui désigne le Fournisseur.",
    },
  ];
}

function otherSolution({ mandatSolution, formNumber }: Facts): readonly Verdict[] {
  // An absent number is the finding of SEG-3.1-04.
  if (formNumber === null || comparable(mandatSolution ?? "") === comparable(formNumber)) return [];
  const read = mandatSolution ?? "aucune Solution";
  return [
    {
      outcome: "to_complete",
      sentence: `Le mandat vise ${read} ; la demande porte sur ${formNumber}.`,
      expected: formNumber,
      read,
      next: "Joignez un mandat qui vise la Solution de la demande.",
    },
  ];
}

function inOrder({ applicant, formNumber }: Facts): Verdict {
  return {
    outcome: "accept",
    sentence: `Le mandat de l'Editeur désigne ${applicant} et vise la Solution de la demande.`,
    expected: `${applicant}, ${formNumber ?? "Solution dont le numéro reste à établir"}`,
    read: `${applicant}, ${formNumber ?? "Solution dont le numéro reste à établir"}`,
  };
}
