import type { AccessTable } from "../../kernel/access.ts";
import { type Asker, askers } from "../directory/access.ts";
import { roles } from "../directory/roles.ts";
import { type EnrolmentState, enrolmentStates } from "./lifecycle-enrolment.ts";

const enrolmentActions = [
  "dossier.create",
  "dossier.list",
  "dossier.read",
  "dossier.withdraw",
  "timeline.read",
] as const;
export type EnrolmentAction = (typeof enrolmentActions)[number];

/** `owner`: acting for the Fournisseur that owns the dossier (or will); `operator`: acting for the Opérateur de paiement. */
const enrolmentRelations = ["owner", "operator", "none"] as const;
export type EnrolmentRelation = (typeof enrolmentRelations)[number];

const filers = ["filer", "signatory"] as const;
const officers = ["instructor", "authorising-officer", "controller", "collector"] as const;
const filed = enrolmentStates.filter((state) => state !== "draft" && state !== "withdrawn");
const notFilers = roles.filter((role) => role !== "filer");
const noReaders = roles.filter((role) => role !== "filer" && role !== "signatory");

/**
 * Who may do what on an enrolment dossier. Only the Fournisseur files (SEG-3.1-10); a draft has not been received and
 * does not exist for the operator (SEG-2-16), whose officers read what was filed (SEG-3.2-02).
 */
export const enrolmentAccess: AccessTable<Asker, EnrolmentAction, EnrolmentRelation, EnrolmentState | "none"> = {
  roles: askers,
  actions: enrolmentActions,
  relations: enrolmentRelations,
  states: ["none", ...enrolmentStates],
  rows: [
    {
      roles: ["filer"],
      actions: ["dossier.create"],
      relations: ["owner"],
      states: ["none"],
      answer: "allow",
      basis: "SEG-3.1-10",
    },
    {
      roles: [...notFilers, "applicant"],
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
      roles: [...noReaders, "applicant"],
      actions: ["dossier.list"],
      relations: ["owner", "operator"],
      states: ["none"],
      answer: "refuse",
      basis: "SEG-3.1-10",
    },
    {
      roles: filers,
      actions: ["dossier.read", "timeline.read"],
      relations: ["owner"],
      states: enrolmentStates,
      answer: "allow",
      basis: "SEG-3.1-10",
    },
    {
      roles: ["filer"],
      actions: ["dossier.withdraw"],
      relations: ["owner"],
      states: enrolmentStates,
      answer: "allow",
      basis: "SEG-2-16",
    },
    {
      roles: notFilers,
      actions: ["dossier.withdraw"],
      relations: ["owner"],
      states: enrolmentStates,
      answer: "refuse",
      basis: "SEG-2-16",
    },
    {
      roles: noReaders,
      actions: ["dossier.read", "timeline.read"],
      relations: ["owner"],
      states: enrolmentStates,
      answer: "refuse",
      basis: "SEG-3.1-10",
    },
    {
      roles: officers,
      actions: ["dossier.read", "timeline.read"],
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
  ],
};
