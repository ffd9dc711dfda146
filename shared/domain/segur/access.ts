import type { AccessTable } from "../../kernel/access.ts";
import { type Asker, askers } from "../directory/access.ts";
import { instructionRows } from "./access-instruction.ts";
import {
  type EnrolmentAction,
  type EnrolmentRelation,
  enrolmentActions,
  enrolmentRelations,
  except,
  filers,
  filing,
  type Row,
  reading,
} from "./access-words.ts";
import { type EnrolmentState, enrolmentStates } from "./lifecycle-enrolment.ts";

/** SEG-3.1-10: the Fournisseur files on the operator's site, and nobody files for it. */
const filingRows: readonly Row[] = [
  {
    roles: ["filer"],
    actions: ["dossier.create"],
    relations: ["owner"],
    states: ["none"],
    answer: "allow",
    basis: "SEG-3.1-10",
  },
  {
    roles: [...except("filer"), "applicant"],
    actions: ["dossier.create"],
    relations: ["owner", "operator"],
    states: ["none"],
    answer: "refuse",
    basis: "SEG-3.1-10",
  },
  {
    roles: filers,
    actions: ["dossier.list"],
    relations: ["owner"],
    states: ["none"],
    answer: "allow",
    basis: "SEG-3.1-10",
  },
  {
    roles: [...except(...filers), "applicant"],
    actions: ["dossier.list"],
    relations: ["owner", "operator"],
    states: ["none"],
    answer: "refuse",
    basis: "SEG-3.1-10",
  },
  {
    // In every state: the law says when, not the table.
    roles: ["filer"],
    actions: filing,
    relations: ["owner"],
    states: enrolmentStates,
    answer: "allow",
    basis: "SEG-2-16",
  },
  {
    roles: except("filer"),
    actions: filing,
    relations: ["owner"],
    states: enrolmentStates,
    answer: "refuse",
    basis: "SEG-2-16",
  },
  {
    roles: filers,
    actions: [...reading, "piece.read"],
    relations: ["owner"],
    states: enrolmentStates,
    answer: "allow",
    basis: "SEG-3.1-10",
  },
  {
    roles: except(...filers),
    actions: [...reading, "piece.read"],
    relations: ["owner"],
    states: enrolmentStates,
    answer: "refuse",
    basis: "SEG-3.1-10",
  },
];

/**
 * Who may do what on an enrolment dossier. Only the Fournisseur files (SEG-3.1-10); a draft has not been received and
 * does not exist for the operator (SEG-2-16), whose officers read and instruct what was filed (SEG-3.2-02).
 */
export const enrolmentAccess: AccessTable<Asker, EnrolmentAction, EnrolmentRelation, EnrolmentState | "none"> = {
  roles: askers,
  actions: enrolmentActions,
  relations: enrolmentRelations,
  states: ["none", ...enrolmentStates],
  rows: [...filingRows, ...instructionRows],
};
