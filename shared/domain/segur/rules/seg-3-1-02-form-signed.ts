import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/** SEG-3.1-02. The form is that of the Page web, filled in and signed; each defect is its own finding. */
export const formSigned = defineRule({
  id: "SEG-3.1-02",
  source: passage("§3.1", "§3.1, 1er tiret"),
  sentence: "Le formulaire est celui de la Page web, complété et signé.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { formTemplate: true, formSigned: true }),
  judge: (form) => {
    const defects = [...(form.formTemplate ? [] : [otherForm]), ...(form.formSigned ? [] : [unsigned])];
    return defects.length > 0 ? defects : inOrder;
  },
});

const inOrder: Verdict = {
  outcome: "accept",
  sentence: "Le formulaire est celui de la Page web, complété et signé.",
  expected: "formulaire complété et signé",
  read: "formulaire complété et signé",
};

const otherForm: Verdict = {
  outcome: "to_complete",
  sentence: "Le formulaire n'est pas celui de la Page web, ou n'est pas complété.",
  expected: "formulaire de la Page web, complété",
  read: "autre formulaire, ou formulaire vide",
  next: "Remplacez-le par le formulaire publié sur la Page web, complété et signé.",
};

const unsigned: Verdict = {
  outcome: "to_complete",
  sentence: "Le formulaire n'est pas signé.",
  expected: "formulaire signé",
  read: "formulaire sans signature",
  next: "Remplacez le formulaire par un exemplaire signé.",
};
