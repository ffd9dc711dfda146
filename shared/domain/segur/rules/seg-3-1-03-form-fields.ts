import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { parseSiret } from "../../../kernel/siret.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const facts = z.pick(segurFacts, {
  fournisseurName: true,
  siret: true,
  legalRep: true,
  depositor: true,
  depositorIsLegalRep: true,
  contact: true,
  paymentDetails: true,
});

/**
 * SEG-3.1-03. What the form gives at least (« notamment »): one finding per missing item. The form of a SIRET is not in
 * the text: a malformed one only warns. Findings are recorded in the clear, so none repeats a name or an address.
 */
export const formFields = defineRule({
  id: "SEG-3.1-03",
  source: passage("§3.1", "§3.1, 1er tiret, 1er sous-tiret"),
  sentence:
    "Le formulaire indique le Fournisseur, son SIRET, son représentant légal, le dépositaire s'il est un autre, les coordonnées de contact et de paiement.",
  effect: "decides",
  provenance: written,
  facts,
  judge: (form) => {
    const missing = asked(form).filter(({ given }) => given === null);
    return [...(missing.length === 0 ? [complete] : missing.map(({ what }) => absent(what))), ...siretWarning(form)];
  },
});

type Facts = z.output<typeof facts>;

function asked(form: Facts): readonly { what: string; given: string | null }[] {
  const depositor = {
    what: "le dépositaire de la demande, qui n'est pas le représentant légal",
    given: form.depositor,
  };
  return [
    { what: "le nom du Fournisseur", given: form.fournisseurName },
    { what: "le numéro SIRET du Fournisseur", given: form.siret },
    { what: "le représentant légal du Fournisseur", given: form.legalRep },
    ...(form.depositorIsLegalRep ? [] : [depositor]),
    { what: "les coordonnées de contact", given: form.contact },
    { what: "les coordonnées de paiement", given: form.paymentDetails },
  ];
}

const complete: Verdict = {
  outcome: "accept",
  sentence: "Le formulaire porte toutes les mentions demandées.",
  expected: "toutes les mentions demandées",
  read: "toutes les mentions demandées",
};

function absent(what: string): Verdict {
  return {
    outcome: "to_complete",
    sentence: `Il manque au formulaire : ${what}.`,
    expected: what,
    read: "mention absente",
    next: "Complétez le formulaire.",
  };
}

function siretWarning({ siret }: Facts): readonly Verdict[] {
  if (siret === null) return [];
  const parsed = parseSiret(siret);
  if (parsed.ok) return [];
  return [
    {
      outcome: "warn",
      sentence: `Le numéro SIRET paraît mal formé. ${parsed.reason.sentence}`,
      expected: "numéro SIRET valide",
      read: siret,
      provenance: "interpretation",
      next: "Vérifiez le numéro SIRET.",
    },
  ];
}
