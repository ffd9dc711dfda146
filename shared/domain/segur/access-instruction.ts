import { roles } from "../directory/roles.ts";
import { except, filed, instructing, officers, type Row, reading } from "./access-words.ts";
import { enrolmentStates } from "./lifecycle-enrolment.ts";

/** SEG-3.2-02: the operator instructs and decides; no Fournisseur does so on its own dossier. */
export const instructionRows: readonly Row[] = [
  {
    roles: officers,
    actions: [...reading, "piece.read"],
    relations: ["operator"],
    states: filed,
    answer: "allow",
    basis: "SEG-3.2-02",
  },
  {
    roles: ["auditor"],
    actions: ["timeline.read"],
    relations: ["operator"],
    states: filed,
    answer: "allow",
    basis: "SEG-3.2-02",
  },
  {
    roles: officers,
    actions: ["examination.read"],
    relations: ["operator"],
    states: filed,
    answer: "allow",
    basis: "SEG-3.2-02",
  },
  {
    roles: officers,
    actions: ["queue.list", "mail-trouble.list"],
    relations: ["operator"],
    states: ["none"],
    answer: "allow",
    basis: "SEG-3.2-02",
  },
  {
    roles: [...except(...officers), "applicant"],
    actions: ["queue.list", "mail-trouble.list"],
    relations: ["operator"],
    states: ["none"],
    answer: "refuse",
    basis: "SEG-3.2-02",
  },
  {
    roles: ["instructor"],
    actions: instructing.filter((action) => action !== "dossier.reopen"),
    relations: ["operator"],
    states: filed,
    answer: "allow",
    basis: "SEG-3.2-02",
  },
  {
    roles: except("instructor"),
    actions: instructing.filter((action) => action !== "dossier.reopen"),
    relations: ["operator"],
    states: filed,
    answer: "refuse",
    basis: "SEG-3.2-02",
  },
  {
    // Another office than the one that decided withdraws a decision.
    roles: ["authorising-officer"],
    actions: ["dossier.reopen"],
    relations: ["operator"],
    states: filed,
    answer: "allow",
    basis: "SEG-3.2-02",
  },
  {
    roles: except("authorising-officer"),
    actions: ["dossier.reopen"],
    relations: ["operator"],
    states: filed,
    answer: "refuse",
    basis: "SEG-3.2-02",
  },
  {
    roles,
    actions: instructing,
    relations: ["owner"],
    states: enrolmentStates,
    answer: "refuse",
    basis: "SEG-3.2-02",
  },
  {
    roles: ["platform"],
    actions: ["dossier.proceed"],
    relations: ["platform"],
    states: enrolmentStates,
    answer: "allow",
    basis: "SEG-3.2-01",
  },
];
