import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-05. A distributor of a référencée Solution needs both its declaration to ANS by the Editeur and the Editeur's
 * mandat. That the first lacking rejects and the second can be completed is the catalogue's reading: the text only asks
 * for both. The Editeur that files as a distributor has only mistaken its own quality.
 */
export const distributor = defineRule({
  id: "SEG-3.2-05",
  source: passage("§3.2", "§3.2, 2e tiret"),
  sentence: "Peut s'enrôler le distributeur que l'Editeur a déclaré à l'ANS et qui dispose de son mandat.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, {
    role: true,
    ansRegister: true,
    applicantIsEditeurOfNumber: true,
    declaredToAns: true,
    referenced: true,
    mandat: true,
  }),
  judge: ({ role, ansRegister, applicantIsEditeurOfNumber, declaredToAns, referenced, mandat }) => {
    if (role === "editeur") return { outcome: "log", sentence: "La demande n'est pas celle d'un distributeur." };
    if (applicantIsEditeurOfNumber) return isEditeur;
    if (!ansRegister) return notYetKnown;
    const defects = [
      ...(declaredToAns ? [] : [notDeclared]),
      ...(referenced ? [] : [notReferenced]),
      ...(mandat ? [] : [noMandat]),
    ];
    return defects.length > 0 ? defects : inOrder;
  },
});

const isEditeur: Verdict = {
  outcome: "to_complete",
  sentence: "La demande est celle d'un distributeur ; l'ANS connaît le Fournisseur comme l'Editeur de la Solution.",
  expected: "distributeur déclaré",
  read: "Editeur de la Solution",
  next: "La qualité du Fournisseur est à rectifier.",
  provenance: "interpretation",
};

const notYetKnown: Verdict = {
  outcome: "log",
  sentence: "La déclaration du distributeur se vérifie au registre de l'ANS une fois le numéro de la Solution établi.",
  provenance: "interpretation",
};

const notReferenced: Verdict = {
  outcome: "reject",
  sentence: "La Solution distribuée n'est pas référencée au jour de l'examen.",
  expected: "Solution référencée par l'ANS",
  read: "Solution non référencée",
};

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
