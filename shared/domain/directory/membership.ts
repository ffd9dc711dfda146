import type { Finding } from "../../kernel/finding.ts";
import { transition } from "../../kernel/lifecycle.ts";
import { Problem } from "../../kernel/problem.ts";
import { epochMillis, type Instant, instantFromEpochMillis } from "../../kernel/time.ts";
import type { Invitation, Member, Organisation } from "./items.ts";
import { type OrganisationEvent, organisationLifecycle } from "./lifecycle.ts";
import { type Role, roleLabels, rolesOf } from "./roles.ts";
import type { OrganisationState } from "./states.ts";

/** Days during which an invitation can be accepted. No text gives it: a setting of the service. */
const invitationDays = 14;

const powers = (outcome: Finding["outcome"], sentence: string, next?: string): Finding => ({
  rule: "SEG-3.1-08",
  article: "AF-BIO-SGL-Va1 V1.5, §3.1, 4e tiret",
  outcome,
  sentence,
  provenance: "interpretation",
  ...(next === undefined ? {} : { next }),
});

/** The state of the organisation after the event, or a problem that says what is possible instead. */
export function organisationAfter(state: OrganisationState, event: OrganisationEvent): OrganisationState {
  const row = transition(organisationLifecycle, state, event);
  if (row.ok) return row.value.to;
  throw new Problem(
    "illegal-transition",
    `L'organisation est dans l'état « ${organisationLifecycle.states[state]} » : cette action n'y est pas possible.`,
  );
}

/** Whether the operator confirms, or else an administrator of the organisation; whether evidence of powers was seen. */
export interface Confirmation {
  readonly byOperator: boolean;
  readonly evidence: boolean;
  readonly at: Instant;
}

/**
 * Confirms a proposed member. The first member of an organisation is confirmed by the operator on evidence of powers;
 * the next ones by an administrator of the organisation, who vouches for them.
 *
 * @throws Problem `illegal-transition` when the member is not waiting, or not for the operator; `invalid-content` when the
 *   evidence is lacking
 */
export function confirmMember(
  organisation: Organisation,
  member: Member,
  { byOperator, evidence, at }: Confirmation,
): { readonly member: Member; readonly administrators: number; readonly findings: readonly Finding[] } {
  if (member.state !== "proposed") {
    throw new Problem(
      "illegal-transition",
      "Ce membre n'attend pas de confirmation : il a déjà été confirmé, ou son appartenance a pris fin.",
    );
  }
  const first = organisation.state === "proposed";
  if (byOperator && !first) {
    throw new Problem(
      "illegal-transition",
      "Cette organisation est active : ses membres sont confirmés par son administrateur, non par l'opérateur.",
    );
  }
  if (first && !evidence) {
    const finding = powers(
      "to_complete",
      "Aucun justificatif des pouvoirs du premier membre n'est indiqué.",
      "Indiquez la nature du justificatif vu et son empreinte SHA-256 (champ evidence).",
    );
    throw new Problem(
      "invalid-content",
      "Le premier membre d'une organisation est confirmé sur justificatif de ses pouvoirs.",
      { findings: [finding] },
    );
  }
  const reason = first
    ? "Les pouvoirs du premier membre sont confirmés sur justificatif."
    : "Le membre est confirmé par un administrateur de l'organisation.";
  return {
    member: { ...member, state: "active", from: at },
    administrators: organisation.administrators + (member.roles.includes("administrator") ? 1 : 0),
    findings: [powers("accept", reason)],
  };
}

/** Ends a membership at `at`: from that instant the person holds no role. The last administrator cannot leave. */
export function endMembership(
  organisation: Organisation,
  member: Member,
  at: Instant,
): { readonly member: Member; readonly administrators: number } {
  if (member.state === "ended") throw new Problem("illegal-transition", "Cette appartenance a déjà pris fin.");
  const leaving = member.state === "active" && member.roles.includes("administrator") ? 1 : 0;
  const administrators = organisation.administrators - leaving;
  if (administrators < 1) {
    throw new Problem(
      "illegal-transition",
      "C'est le dernier administrateur de l'organisation : invitez et confirmez d'abord un autre administrateur.",
    );
  }
  return { member: { ...member, state: "ended", to: at }, administrators };
}

/** Refuses roles that this kind of organisation cannot give, naming them. */
export function demandGrantable(organisation: Organisation, wanted: readonly Role[]): void {
  const refused = wanted.filter((role) => !rolesOf[organisation.organisationKind].includes(role));
  if (refused.length === 0) return;
  const labels = refused.map((role) => `« ${roleLabels[role]} »`).join(", ");
  throw new Problem("invalid-content", `Cette organisation ne peut pas donner le rôle ${labels}.`, {
    fields: [{ pointer: "/roles", reason: "Rôle réservé à une autre sorte d'organisation." }],
  });
}

/** Last instant at which an invitation made at `at` can be accepted. */
export const invitationUntil = (at: Instant): Instant =>
  instantFromEpochMillis(epochMillis(at) + invitationDays * 86_400_000);

/** Refuses an invitation that was used or whose delay has passed. */
export function demandOpen(invitation: Invitation, at: Instant): void {
  if (invitation.state === "accepted") throw new Problem("illegal-transition", "Cette invitation a déjà été acceptée.");
  if (at > invitation.until) {
    throw new Problem(
      "illegal-transition",
      `Cette invitation n'est plus valable : son délai de ${invitationDays} jours est passé. Demandez-en une nouvelle à un administrateur de l'organisation.`,
    );
  }
}
