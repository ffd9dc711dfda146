import type { AccessTable } from "../../kernel/access.ts";
import type { Asker } from "../directory/access.ts";
import { type Role, roles } from "../directory/roles.ts";
import { type EnrolmentState, enrolmentStates } from "./lifecycle-enrolment.ts";

export const filing = ["dossier.withdraw", "piece.upload", "dossier.submit", "dossier.complete"] as const;
export const reading = ["dossier.read", "timeline.read", "receipt.read"] as const;
export const instructing = [
  "dossier.claim",
  "dossier.release",
  "dossier.review",
  "dossier.invite",
  "dossier.decide",
  "dossier.reopen",
] as const;

export const enrolmentActions = [
  "dossier.create",
  "dossier.list",
  "queue.list",
  "mail-trouble.list",
  ...filing,
  ...reading,
  "piece.read",
  "examination.read",
  ...instructing,
  "dossier.proceed",
] as const;
export type EnrolmentAction = (typeof enrolmentActions)[number];

/**
 * `owner`: acting for the Fournisseur that owns the dossier (or will); `operator`: acting for the Opérateur de paiement;
 * `platform`: the platform itself, for what the law makes follow from what was filed.
 */
export const enrolmentRelations = ["owner", "operator", "platform", "none"] as const;
export type EnrolmentRelation = (typeof enrolmentRelations)[number];

export const filers = ["filer", "signatory"] as const;
export const officers = ["instructor", "authorising-officer", "controller", "collector"] as const;
export const filed = enrolmentStates.filter((state) => state !== "draft" && state !== "withdrawn");
export const except = (...some: readonly Role[]) => roles.filter((role) => !some.includes(role));

export type Row = AccessTable<Asker, EnrolmentAction, EnrolmentRelation, EnrolmentState | "none">["rows"][number];
