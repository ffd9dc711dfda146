import * as z from "zod/mini";
import { defineRule } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

/** SEG-3.2-07. Outside the market when three facts hold together: members only, a grouping, no equivalent allowed. */
export const groupingMembers = defineRule({
  id: "SEG-3.2-07",
  source: passage("§3.2", "§3.2, hors marché, 2e tiret"),
  sentence:
    "La Solution réservée aux membres d'un groupement qui l'édite, et qui ne peuvent s'équiper ailleurs, est hors marché, donc inéligible.",
  effect: "decides",
  provenance: written,
  facts: z.pick(segurFacts, { membersOnly: true, publisherIsGrouping: true, membersFreeToBuyElsewhere: true }),
  judge: ({ membersOnly, publisherIsGrouping, membersFreeToBuyElsewhere }) => {
    const read = [
      membersOnly ? "Solution réservée aux membres" : "Solution ouverte à d'autres que les membres",
      publisherIsGrouping ? "Editeur constitué en groupement" : "Editeur qui n'est pas un groupement",
      membersFreeToBuyElsewhere ? "membres libres de s'équiper ailleurs" : "membres tenus à cette Solution",
    ].join(", ");
    const expected = "l'une au moins des trois conditions de l'exclusion absente";
    if (membersOnly && publisherIsGrouping && !membersFreeToBuyElsewhere) {
      return { outcome: "reject", sentence: `La Solution est hors marché, donc inéligible : ${read}.`, expected, read };
    }
    return { outcome: "accept", sentence: `La Solution n'est pas hors marché à ce titre : ${read}.`, expected, read };
  },
});
