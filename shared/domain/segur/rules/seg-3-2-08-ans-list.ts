import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { interpretation } from "../../../kernel/source.ts";
import { dateInFrench } from "../../../kernel/time-french.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const roles = { editeur: "Editeur", distributeur: "distributeur" } as const;

/**
 * SEG-3.2-08. ANS publishes the list of those allowed to enrol under « l'un ou l'autre des deux situations ci-dessus »,
 * read as Editeur and distributor, although the two off-market situations stand nearer. What ANS transmits to its mirror
 * here stands for the list that it publishes on its site. It may lag: absence holds the enrolment until ANS answers and
 * never rejects alone. Both are readings.
 */
export const ansList = defineRule({
  id: "SEG-3.2-08",
  source: passage("§3.2", "§3.2, avant-dernier alinéa"),
  sentence: "L'ANS publie la liste des opérateurs autorisés à s'enrôler.",
  effect: "decides",
  provenance: interpretation("La liste est lue dans ce que l'ANS transmet de son registre à l'Opérateur de paiement."),
  facts: z.pick(segurFacts, { ansList: true, inAnsList: true, role: true, referenced: true }),
  judge: ({ ansList: listOf, inAnsList, role, referenced }) => {
    const list = `registre transmis par l'ANS, lu le ${dateInFrench(listOf)}`;
    const expected = `inscription au ${list}`;
    if (inAnsList) {
      return {
        outcome: "accept",
        sentence: `L'opérateur (${roles[role]}) est autorisé à s'enrôler d'après le ${list}.`,
        expected,
        read: "inscrit",
      };
    }
    if (!referenced) {
      return {
        outcome: "log",
        sentence: `La Solution n'est pas référencée d'après le ${list} : aucun opérateur n'y est autorisé pour elle.`,
      };
    }
    return {
      outcome: "block",
      sentence: `L'opérateur (${roles[role]}) n'est pas autorisé d'après le ${list}, alors que la Solution est référencée.`,
      expected,
      read: "non inscrit",
      next: "L'Opérateur de paiement vérifie ce point auprès de l'ANS ; l'instruction reprend à sa réponse.",
    };
  },
});
