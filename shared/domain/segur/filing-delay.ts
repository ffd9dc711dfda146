import { daysBetween } from "../../kernel/civil.ts";
import type { Finding } from "../../kernel/finding.ts";
import type { Instant } from "../../kernel/time.ts";
import { isInTime } from "../../kernel/time-deadline.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import type { CompletionInvitation, Point } from "./invitation.ts";
import { completionDelay } from "./rules/seg-6-1-29-completion-delay.ts";

/** SEG-6.1-29, on an answer to a point given at this instant. */
export function delayFindings(invitation: CompletionInvitation, { dueOn }: Point, at: Instant): readonly Finding[] {
  const [invitedOn, answeredOn] = [dateInParis(invitation.at), dateInParis(at)];
  const completionDelayDays = daysBetween(invitedOn, dueOn);
  const judged = completionDelay.evaluate({ invitedOn, answeredOn, judgedOn: answeredOn, completionDelayDays });
  if (!judged.ok) throw new Error("the delay cannot be judged");
  return judged.value;
}

/** Whether a point can still be answered: until the end of its last day in Paris. */
export const isOpen = ({ dueOn }: Point, at: Instant): boolean => isInTime(at, { on: dueOn });
