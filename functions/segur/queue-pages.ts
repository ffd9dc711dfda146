import * as z from "zod/mini";
import { memberSchema } from "../../shared/domain/directory/items.ts";
import { enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { type InstructionTask, instructionQueue, taskSchema } from "../../shared/domain/segur/instruction.ts";
import { mayHold } from "../../shared/domain/segur/instruction-task.ts";
import { asItStands, matches, type QueueFilter, queueLine } from "../../shared/domain/segur/queue.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import type { ApiRequest } from "../../shared/lambda/act.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandOrganisation } from "../../shared/lambda/demand.ts";
import { cursorAfter, type PageQuery } from "../../shared/lambda/page.ts";
import { places } from "../../shared/ports/places.ts";
import { ownMemberId } from "./instruction-act.ts";

/** Lines of a page. */
export const mostLines = 45;
/** Tasks read at a time: one more than a page shows, and with their dossiers and holders one batch of at most 100 items. */
const atATime = mostLines + 1;
/** Times that tasks are read for one page: a filter that keeps few of a long queue answers with what it found. */
const rounds = 4;

/**
 * A page of the queue. Whether a task is in somebody's hands depends on a membership that may have ended, which no list can
 * know: the filter comes after the read. A page cut short by it has a cursor, and may even be empty.
 */
export async function pageOf(proof: Proof, request: ApiRequest<unknown>, page: PageQuery, filter: QueueFilter) {
  const items: Line[] = [];
  let after = page.position;
  for (let round = 0; round < rounds; round += 1) {
    const read = await tasksAfter(proof, after);
    const kept = (await linesOf(proof, request, read)).filter(({ task }) =>
      matches(task, filter, ownMemberId(request)),
    );
    items.push(...kept);
    after = read.at(-1)?.gsk;
    const last = items[page.limit - 1];
    if (items.length > page.limit && last !== undefined) return answer(items.slice(0, page.limit), last.task.gsk);
    if (read.length < atATime) return answer(items);
  }
  return answer(items, after);
}

interface Line {
  readonly task: InstructionTask;
  readonly line: ReturnType<typeof queueLine>;
}

const answer = (items: readonly Line[], after?: string) => ({
  items: items.map(({ line }) => line),
  ...(after === undefined ? {} : { next: cursorAfter(after) }),
});

async function tasksAfter(proof: Proof, after: string | undefined): Promise<readonly InstructionTask[]> {
  const page = { limit: atATime, order: "oldest", ...(after === undefined ? {} : { after }) } as const;
  return (await records.listed(proof, instructionQueue, page)).map((item) => z.parse(taskSchema, item));
}

/** Tasks with their dossiers, and as they stand once those are set apart whose holder has left. */
async function linesOf(proof: Proof, request: ApiRequest<unknown>, tasks: readonly InstructionTask[]): Promise<Line[]> {
  if (tasks.length === 0) return [];
  const holderPlace = (holder: string) => places.member(demandOrganisation(request.caller.organisation), holder);
  const holders = tasks.flatMap(({ claimedBy }) => (claimedBy === undefined ? [] : [holderPlace(claimedBy)]));
  const snapshot = await records.load([...tasks.map(({ caseId }) => places.dossier(caseId)), ...holders]);
  return tasks.flatMap((read) => {
    const dossier = snapshot.reveal(proof, places.dossier(read.caseId), enrolmentSchema);
    if (dossier === undefined) return [];
    const { claimedBy } = read;
    const left =
      claimedBy !== undefined && !mayHold(snapshot.reveal(proof, holderPlace(claimedBy), memberSchema), request.at);
    const task = asItStands(read, left);
    return [{ task, line: queueLine(task, dossier, ownMemberId(request)) }];
  });
}
