/** Where the catalogue of rules and the text differ; the rule follows the text and its comment says so. */
export const differences: readonly Readonly<{ rule: string; difference: string }>[] = [
  {
    rule: "SEG-2-03",
    difference:
      "The text opens the services « Octobre 2021 » and draws no consequence for an earlier request; the catalogue makes it inadmissible. Shown as a setting, never as the text.",
  },
  {
    rule: "SEG-2-17",
    difference:
      "The catalogue asks nothing of the applicant's role; the text opens the exception to Editeurs alone. Who is the Editeur is read in the register of ANS; another is refused under the exception.",
  },
  {
    rule: "SEG-3.1-01",
    difference:
      "The text lists the pieces; that a missing one leads to completion rather than refusal comes from §6.1.",
  },
  {
    rule: "SEG-3.2-04",
    difference:
      "The catalogue accepts whoever is the Editeur of the number; the text says « une solution référencée ». A Solution refused or withdrawn before the decision enrols nobody; under the exception of §2, one on which ANS has not decided does.",
  },
  {
    rule: "SEG-3.2-05",
    difference:
      "The text asks for the declaration to ANS and the mandat alike; the catalogue rejects without the first and lets the second be completed. Kept: the mandat is a piece (§3.1), the declaration is an act of the Editeur.",
  },
  {
    rule: "SEG-3.2-08",
    difference:
      "« L'un ou l'autre des deux situations ci-dessus » follows the two off-market situations; read, as in the catalogue, as the two kinds of operators that may enrol. The catalogue imports the list that ANS publishes; here the register that ANS transmits stands for it.",
  },
  {
    rule: "SEG-3.2-09",
    difference:
      "The catalogue judges a dossier on the number that it bears; of a number that ANS does not know nothing is known, neither grant nor absence of one. It is completed first (SEG-3.1-04), then judged; so are SEG-4.1-02 and SEG-2-17.",
  },
  {
    rule: "SEG-4.1-02",
    difference:
      "The text speaks of the Editeur whose Solution the Fournisseur distributes; the catalogue asks the convention of an Editeur that files itself too. Kept: the convention binds the Solution, whoever files.",
  },
];
