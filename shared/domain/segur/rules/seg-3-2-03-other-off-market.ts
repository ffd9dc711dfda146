import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/**
 * SEG-3.2-03. The text lists two situations deemed outside the market, « notamment »: they are SEG-3.2-06 and SEG-3.2-07.
 * Any other suspicion is told to an officer, who alone decides, with a reason.
 */
export const otherOffMarket = defineRule({
  id: "SEG-3.2-03",
  source: passage("§3.2", "§3.2, 2e alinéa"),
  sentence:
    "La liste des situations hors marché n'est pas limitative : un agent apprécie celles que le texte ne nomme pas.",
  effect: "informs",
  provenance: written,
  facts: z.pick(segurFacts, { marketSituation: true }),
  judge: ({ marketSituation }) => {
    if (marketSituation === "none")
      return { outcome: "log", sentence: "Aucun doute n'est relevé sur le marché de la Solution." };
    if (marketSituation === "listed") {
      return {
        outcome: "log",
        sentence:
          "La situation relevée est l'une des deux que le texte nomme : les règles SEG-3.2-06 et SEG-3.2-07 décident.",
      };
    }
    return {
      outcome: "warn",
      sentence: "La Solution pourrait être distribuée hors marché, dans une situation que le texte ne nomme pas.",
      expected: "Solution commercialisée sur un marché concurrentiel",
      read: "autre doute",
      needsOfficer: true,
      next: "Un agent décide, avec ses motifs.",
    };
  },
});
