import { memberSchema } from "../../shared/domain/directory/items.ts";
import type { EnrolmentAction } from "../../shared/domain/segur/access-words.ts";
import type { InstructionTask } from "../../shared/domain/segur/instruction.ts";
import { type Claimant, demandOpen, HeldByAnother, mayHold } from "../../shared/domain/segur/instruction-task.ts";
import type { Act, ApiRequest } from "../../shared/lambda/act.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { demandOrganisation } from "../../shared/lambda/demand.ts";
import { type ActResult, performAct } from "../../shared/lambda/perform-act.ts";
import { places } from "../../shared/ports/places.ts";
import type { Place } from "../../shared/ports/records.ts";
import { authoriseOnDossier, headOf } from "./dossier-access.ts";
import { instructionPlaces, openInstructed, target, taskPut } from "./instruction-act.ts";

/** What becomes of a task in the hands of whoever asks. */
type Change = (task: InstructionTask, claimant: Claimant) => InstructionTask;

/**
 * A working step on a task: no event, for no right changes. Where another member has it in hand, it is asked once more with
 * that member's own item, which tells whether they left: the task of who left goes back to the others (CNV-6-05).
 *
 * @throws HeldByAnother with the member and the instant
 */
export async function performOnTask(
  action: EnrolmentAction,
  change: Change,
  request: ApiRequest<undefined>,
): Promise<ActResult> {
  try {
    return await performAct(actDeps, stepOn(action, change), request);
  } catch (error) {
    if (!(error instanceof HeldByAnother)) throw error;
    return performAct(actDeps, stepOn(action, change, error.holder), request);
  }
}

function stepOn(action: EnrolmentAction, change: Change, holder?: string): Act<undefined> {
  const holderPlace = ({ caller }: ApiRequest<undefined>): readonly Place[] =>
    holder === undefined ? [] : [places.member(demandOrganisation(caller.organisation), holder)];
  return {
    acting: "organisation",
    places: (request) => [...instructionPlaces(request), ...holderPlace(request)],
    authorise: (request, snapshot, standing) => authoriseOnDossier(action, request, snapshot, standing),
    head: target,
    decide: (request, open, standing) => {
      const { dossier, task, memberId } = openInstructed(request, open, standing);
      const read = demandOpen(task);
      const [place] = holderPlace(request);
      const holderLeft =
        place !== undefined && read.claimedBy === holder && !mayHold(open(place, memberSchema), request.at);
      const { chain, head } = headOf(dossier);
      const next = change(read, { memberId, at: request.at, holderLeft });
      return { chain, head, puts: [taskPut(read, next)], subject: places.task(dossier.id) };
    },
  };
}
