import type { AccessTable } from "../../kernel/access.ts";
import { type Asker, askers } from "../directory/access.ts";
import { roles } from "../directory/roles.ts";
import { mirroredStates, type ReferencementState } from "./lifecycle-referencement.ts";

const telling = [
  "solution.complete-file",
  "solution.grant",
  "solution.refuse",
  "solution.withdraw",
  "solution.declare-distributors",
  "solution.record-convention",
] as const;

const solutionActions = [
  "solution.register",
  "solution.list",
  ...telling,
  "solution.read",
  "timeline.read",
  "solution.apply",
] as const;
export type SolutionAction = (typeof solutionActions)[number];

/** `own`: acting for ANS; `operator`: for the Opérateur de paiement; `platform`: what follows from what ANS told. */
const solutionRelations = ["own", "operator", "platform", "none"] as const;
export type SolutionRelation = (typeof solutionRelations)[number];

const officers = ["instructor", "authorising-officer", "controller", "collector"] as const;
const agents = ["ans"] as const;
const others = roles.filter((role) => role !== "ans");

type Table = AccessTable<Asker, SolutionAction, SolutionRelation, ReferencementState>;

/** SEG-3.1-05: ANS conducts the référencement and tells of it; nobody else does, the operator included. */
const ansRows: Table["rows"] = [
  {
    roles: agents,
    actions: ["solution.register", "solution.list"],
    relations: ["own"],
    states: ["none"],
    answer: "allow",
    basis: "SEG-3.1-05",
  },
  {
    roles: [...others, "applicant"],
    actions: ["solution.register", "solution.list"],
    relations: ["own"],
    states: ["none"],
    answer: "refuse",
    basis: "SEG-3.1-05",
  },
  {
    // In every state: the law says when, not the table.
    roles: agents,
    actions: [...telling, "solution.read", "timeline.read"],
    relations: ["own"],
    states: mirroredStates,
    answer: "allow",
    basis: "SEG-3.1-05",
  },
  {
    roles: others,
    actions: [...telling, "solution.read"],
    relations: ["own"],
    states: mirroredStates,
    answer: "refuse",
    basis: "SEG-3.1-05",
  },
  {
    roles: ["auditor"],
    actions: ["timeline.read"],
    relations: ["own", "operator"],
    states: mirroredStates,
    answer: "allow",
    basis: "SEG-3.1-05",
  },
  {
    roles: others.filter((role) => role !== "auditor"),
    actions: ["timeline.read"],
    relations: ["own"],
    states: mirroredStates,
    answer: "refuse",
    basis: "SEG-3.1-05",
  },
];

/** SEG-3.2-04, SEG-3.2-05: those who decide on enrolments read in the register whom ANS knows. */
const operatorRows: Table["rows"] = [
  {
    roles: officers,
    actions: ["solution.list"],
    relations: ["operator"],
    states: ["none"],
    answer: "allow",
    basis: "SEG-3.2-04",
  },
  {
    roles: officers,
    actions: ["solution.read", "timeline.read"],
    relations: ["operator"],
    states: mirroredStates,
    answer: "allow",
    basis: "SEG-3.2-04",
  },
  {
    roles: ["platform"],
    actions: ["solution.apply"],
    relations: ["platform"],
    states: mirroredStates,
    answer: "allow",
    basis: "SEG-2-19",
  },
];

/** Who may do what with the mirror of the ANS register. Suppliers read of it only what decides on their own dossier. */
export const solutionAccess: Table = {
  roles: askers,
  actions: solutionActions,
  relations: solutionRelations,
  states: ["none", ...mirroredStates],
  rows: [...ansRows, ...operatorRows],
};
