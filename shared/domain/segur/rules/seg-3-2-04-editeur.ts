import * as z from "zod/mini";
import { defineRule, type Verdict } from "../../../kernel/rule.ts";
import { written } from "../../../kernel/source.ts";
import { segurFacts } from "../facts.ts";
import { passage } from "../source.ts";

const facts = z.pick(segurFacts, {
  role: true,
  ansRegister: true,
  applicantSiret: true,
  applicantIsEditeurOfNumber: true,
  declaredDistributor: true,
  referenced: true,
  decision: true,
  exception: true,
});

/**
 * SEG-3.2-04. The Editeur of a référencée Solution can enrol; under the exception of §2, that of a Solution on which ANS
 * has not decided. Who is its Editeur is read in the register of ANS, not in what the Fournisseur says of itself: a
 * distributor that files as an Editeur is one whose mandat lacks. A distributor is for SEG-3.2-05 to judge.
 */
export const editeur = defineRule({
  id: "SEG-3.2-04",
  source: passage("§3.2", "§3.2, 1er tiret"),
  sentence: "Peut s'enrôler tout opérateur qui édite une Solution référencée par l'ANS.",
  effect: "decides",
  provenance: written,
  facts,
  judge: (read) => {
    if (!read.ansRegister) return notYetKnown;
    if (read.applicantIsEditeurOfNumber) return read.role === "editeur" ? ofEditeur(read) : editeurAsDistributor(read);
    return read.declaredDistributor ? ofDistributor(read) : neither(read);
  },
});

type Facts = z.output<typeof facts>;

const expected = "Editeur de la Solution, ou distributeur déclaré";

const notYetKnown: Verdict = {
  outcome: "log",
  sentence: "La qualité du Fournisseur se vérifie au registre de l'ANS une fois le numéro de la Solution établi.",
  provenance: "interpretation",
};

function ofEditeur({ applicantSiret, referenced, decision, exception }: Facts): Verdict {
  const isAwaited = exception && decision === null;
  if (!referenced && !isAwaited) {
    return {
      outcome: "reject",
      sentence: `L'opérateur ${applicantSiret} est l'Editeur de la Solution, mais elle n'est pas référencée au jour de l'examen.`,
      expected: "Solution référencée par l'ANS",
      read: "Solution non référencée",
    };
  }
  const which = referenced ? "de la Solution référencée" : "de la Solution, qui n'est pas encore référencée";
  return {
    outcome: "accept",
    sentence: `L'opérateur ${applicantSiret} est l'Editeur ${which}.`,
    expected,
    read: "Editeur de la Solution",
  };
}

const editeurAsDistributor = ({ applicantSiret }: Facts): Verdict => ({
  outcome: "log",
  sentence: `L'opérateur ${applicantSiret} est l'Editeur de la Solution ; sa demande est celle d'un distributeur.`,
  expected,
  read: "Editeur de la Solution",
});

function ofDistributor({ applicantSiret, role }: Facts): Verdict {
  const read = "distributeur déclaré";
  if (role === "distributeur") {
    return {
      outcome: "log",
      sentence: `L'opérateur ${applicantSiret} n'est pas l'Editeur ; déclaré distributeur, il relève de la règle SEG-3.2-05.`,
      expected,
      read,
    };
  }
  return {
    outcome: "to_complete",
    sentence: `L'opérateur ${applicantSiret} demande l'enrôlement comme Editeur ; l'ANS le connaît comme distributeur déclaré de la Solution.`,
    expected: "Editeur de la Solution",
    read,
    next: "La qualité du Fournisseur est à rectifier, et le mandat de l'Editeur à produire.",
  };
}

const neither = ({ applicantSiret }: Facts): Verdict => ({
  outcome: "reject",
  sentence: `L'opérateur ${applicantSiret} n'est ni l'Editeur de la Solution, ni un distributeur déclaré.`,
  expected,
  read: "ni l'un ni l'autre",
});
