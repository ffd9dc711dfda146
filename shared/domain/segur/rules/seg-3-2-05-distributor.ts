import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-05. A distributor needs both its declaration to ANS by the Editeur and the Editeur's mandat. That the first
 * lacking rejects and the second can be completed is the catalogue's reading: the text only asks for both.
 */
export const distributor = defineRule({
  id: "SEG-3.2-05",
  source: passage("§3.2", "§3.2, 2e tiret"),
  sentence: "Peut s'enrôler le distributeur que l'Editeur a déclaré à l'ANS et qui dispose de son mandat.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { role: true, declaredToAns: true, mandat: true }),
  judge: ({ role, declaredToAns, mandat }) => {
    if (role === "editeur") return { outcome: "log", sentence: "Le Fournisseur n'est pas un distributeur." };
    const defects = [...(declaredToAns ? [] : [notDeclared]), ...(mandat ? [] : [noMandat])];
    return defects.length > 0 ? defects : inOrder;
  },
});

const inOrder: Verdict = {
  outcome: "accept",
  sentence: "Le distributeur est déclaré à l'ANS par l'Editeur et dispose de son mandat.",
  expected: "déclaration à l'ANS et mandat",
  read: "déclaration à l'ANS et mandat",
};

const notDeclared: Verdict = {
  outcome: "reject",
  sentence: "Le distributeur n'a pas été déclaré à l'ANS par l'Editeur.",
  expected: "déclaration à l'ANS par l'Editeur",
  read: "aucune déclaration",
  next: "Demandez à l'Editeur de vous déclarer à l'ANS, puis déposez une nouvelle demande.",
};

const noMandat: Verdict = {
  outcome: "to_complete",
  sentence: "Le distributeur ne produit pas le mandat de l'Editeur.",
  expected: "mandat de l'Editeur",
  read: "pièce absente",
  next: "Ajoutez le mandat établi par l'Editeur.",
};
