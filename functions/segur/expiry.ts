import { calendarVersionAt } from "../../shared/domain/segur/calendar-version.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { type CompletionInvitation, outstanding } from "../../shared/domain/segur/invitation.ts";
import { completionDelay } from "../../shared/domain/segur/rules/seg-6-1-29-completion-delay.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import { completionEndsAt, stateAfter } from "../../shared/domain/segur/stage.ts";
import { daysBetween } from "../../shared/kernel/civil.ts";
import type { Finding } from "../../shared/kernel/finding.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { dateInParis } from "../../shared/kernel/time-paris.ts";
import type { ActDecision } from "../../shared/lambda/act.ts";
import { platform, type Task } from "../../shared/lambda/perform-task.ts";
import { consumed, waitPut, waitSchema } from "../../shared/lambda/waits.ts";
import { places } from "../../shared/ports/places.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";

/** The delay of an invitation that nobody answered in time is over: recorded at its due instant (SEG-6.1-29). */
export const expire: Task<{ readonly caseId: string; readonly dueAt: Instant }> = {
  places: ({ caseId }) => [places.dossier(caseId), places.wait(caseId)],
  authorise: ({ caseId }, snapshot) => authoriseProceeding(caseId, snapshot),
  decide: ({ caseId, dueAt }, open): ActDecision | undefined => {
    const dossier = open(places.dossier(caseId), enrolmentSchema);
    if (dossier?.state !== "to_complete" || dossier.invitation === undefined) return undefined;
    if (completionEndsAt(dossier.invitation) !== dueAt) return undefined;
    const wait = open(places.wait(caseId), waitSchema);
    const seq = dossier.seq + 1;
    const decision = { seq, at: dueAt, event: "completion-delay-expired" };
    return {
      ...headOf(dossier, {
        state: stateAfter(dossier.state, "completion-delay-expired"),
        invitation: { ...dossier.invitation, state: "expired" },
        decisions: [...(dossier.decisions ?? []), decision],
      }),
      actor: platform,
      event: {
        type: "completion-delay-expired",
        role: platform,
        rules: rulesDigest,
        calendar: calendarVersionAt(dueAt),
        data: { pieces: outstanding(dossier.invitation).map(({ piece }) => piece) },
        findings: delayFindings(dossier.invitation, dueAt),
      },
      puts: wait?.state === "open" ? [waitPut(wait, consumed(wait))] : [],
      subject: places.dossier(caseId),
    };
  },
};

/** Each point that was not answered, judged on the first day that is too late for it. */
function delayFindings(invitation: CompletionInvitation, dueAt: Instant): readonly Finding[] {
  const [invitedOn, judgedOn] = [dateInParis(invitation.at), dateInParis(dueAt)];
  const late = outstanding(invitation).filter(({ dueOn }) => dueOn < judgedOn);
  return late.flatMap(({ dueOn }) => {
    const facts = { invitedOn, judgedOn, answeredOn: null, completionDelayDays: daysBetween(invitedOn, dueOn) };
    const judged = completionDelay.evaluate(facts);
    if (!judged.ok) throw new Error("the delay cannot be judged");
    return judged.value;
  });
}
