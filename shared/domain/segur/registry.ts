import type { Rule } from "../../kernel/rule.ts";
import { servicesOpen } from "./rules/seg-2-03-services-open.ts";
import { receptionInstant } from "./rules/seg-2-16-reception-instant.ts";
import { pendingReferencement } from "./rules/seg-2-17-pending-referencement.ts";
import { pendingHold } from "./rules/seg-2-19-pending-hold.ts";
import { pendingRefused } from "./rules/seg-2-20-pending-refused.ts";
import { dossierPieces } from "./rules/seg-3-1-01-dossier-pieces.ts";
import { formSigned } from "./rules/seg-3-1-02-form-signed.ts";
import { formFields } from "./rules/seg-3-1-03-form-fields.ts";
import { referencementNumber } from "./rules/seg-3-1-04-referencement-number.ts";
import { rapport } from "./rules/seg-3-1-05-rapport.ts";
import { rib } from "./rules/seg-3-1-06-rib.ts";
import { identity } from "./rules/seg-3-1-07-identity.ts";
import { powers } from "./rules/seg-3-1-08-powers.ts";
import { mandat } from "./rules/seg-3-1-09-mandat.ts";
import { channel } from "./rules/seg-3-1-10-channel.ts";
import { oneSolution } from "./rules/seg-3-1-11-one-solution.ts";
import { enrolmentCompulsory } from "./rules/seg-3-2-01-enrolment-compulsory.ts";
import { enrolmentOfRight } from "./rules/seg-3-2-02-enrolment-of-right.ts";
import { otherOffMarket } from "./rules/seg-3-2-03-other-off-market.ts";
import { editeur } from "./rules/seg-3-2-04-editeur.ts";
import { distributor } from "./rules/seg-3-2-05-distributor.ts";
import { exclusiveUse } from "./rules/seg-3-2-06-exclusive-use.ts";
import { groupingMembers } from "./rules/seg-3-2-07-grouping-members.ts";
import { ansList } from "./rules/seg-3-2-08-ans-list.ts";
import { afterReferencement } from "./rules/seg-3-2-09-after-referencement.ts";
import { convention } from "./rules/seg-4-1-02-convention.ts";
import { completionDelay } from "./rules/seg-6-1-29-completion-delay.ts";
import { correction } from "./rules/seg-6-1-30-correction.ts";
import { referencementWithdrawn } from "./rules/seg-7-07-referencement-withdrawn.ts";

/** Every rule of the appel à financement that is built, in the order of the text. A function imports its own rules. */
export const segurRules: readonly Rule[] = [
  servicesOpen,
  receptionInstant,
  pendingReferencement,
  pendingHold,
  pendingRefused,
  dossierPieces,
  formSigned,
  formFields,
  referencementNumber,
  rapport,
  rib,
  identity,
  powers,
  mandat,
  channel,
  oneSolution,
  enrolmentCompulsory,
  enrolmentOfRight,
  otherOffMarket,
  editeur,
  distributor,
  exclusiveUse,
  groupingMembers,
  ansList,
  afterReferencement,
  convention,
  completionDelay,
  correction,
  referencementWithdrawn,
];
