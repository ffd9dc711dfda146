import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const roles = { editeur: "Editeur", distributeur: "distributeur" } as const;

/**
 * SEG-3.2-08. ANS publishes the list of those allowed to enrol under « l'un ou l'autre des deux situations ci-dessus »,
 * read as Editeur and distributor, although the two off-market situations stand nearer. The list may lag: absence holds
 * the enrolment until ANS answers and never rejects alone, which is a reading.
 */
export const ansList = defineRule({
  id: "SEG-3.2-08",
  source: passage("§3.2", "§3.2, avant-dernier alinéa"),
  sentence: "L'ANS publie la liste des opérateurs autorisés à s'enrôler.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { ansList: true, inAnsList: true, role: true, referenced: true }),
  judge: ({ ansList: listOf, inAnsList, role, referenced }) => {
    const list = `liste de l'ANS du ${dateInFrench(listOf)}`;
    const expected = `inscription sur la ${list}`;
    if (inAnsList) {
      return {
        outcome: "accept",
        sentence: `L'opérateur (${roles[role]}) figure sur la ${list}.`,
        expected,
        read: "inscrit",
      };
    }
    if (!referenced) {
      return {
        outcome: "log",
        sentence: `La Solution n'est pas encore référencée : l'opérateur ne peut figurer sur la ${list}.`,
      };
    }
    return {
      outcome: "block",
      sentence: `L'opérateur (${roles[role]}) ne figure pas sur la ${list} alors que la Solution est référencée : l'ANS est interrogée.`,
      expected,
      read: "non inscrit",
      provenance: "interpretation",
      next: "L'instruction reprend à la réponse de l'ANS.",
    };
  },
});
