import { createHash } from "node:crypto";
import { type DossierPieces, dossierPiecesSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { type Enrolment, enrolmentSchema } from "../../shared/domain/segur/enrolment.ts";
import { stageOf } from "../../shared/domain/segur/stage.ts";
import { epochMillis } from "../../shared/kernel/time.ts";
import type { StepDecision } from "../../shared/lambda/act.ts";
import type { Task } from "../../shared/lambda/perform-task.ts";
import { outboxPut, type Wait, waitPut, waitSchema } from "../../shared/lambda/waits.ts";
import { places } from "../../shared/ports/places.ts";
import type { Check, Put } from "../../shared/ports/records.ts";
import type { WaitInput, WaitName, WaitOutcome } from "../../workflows/segur/enrolment.contract.ts";
import { authoriseProceeding, headOf } from "./dossier-access.ts";

const dayInSeconds = 86_400;

/**
 * Registers the wait of an execution: its token into the one table that the relay reads, the wait beside the head. The head
 * is read again: if what is awaited has come already, the wait is born consumed and the relay answers it.
 */
export const register: Task<WaitInput> = {
  places: ({ caseId }) => [places.dossier(caseId), places.pieces(caseId), places.wait(caseId)],
  authorise: ({ caseId }, snapshot) => authoriseProceeding(caseId, snapshot),
  decide: (input, open) => {
    const dossier = open(places.dossier(input.caseId), enrolmentSchema);
    if (dossier === undefined) return undefined;
    const former = open(places.wait(input.caseId), waitSchema);
    if (former?.id === waitIdOf(input)) return undefined;
    const pieces = open(places.pieces(input.caseId), dossierPiecesSchema);
    // What was recorded since the machine read the head may be the answer, even where the stage has come back to the same:
    // a needless wake only has the dossier examined again.
    const already = dossier.seq > input.seq || stageOf(dossier, pieces) !== input.wait;
    return { ...registration(dossier, former, input, already), checks: stillThere(pieces) };
  },
};

/**
 * Files that settle while the wait is being registered change no head: without this they would find no wait to consume, and
 * the wait nobody to consume it.
 */
function stillThere(pieces: DossierPieces | undefined): readonly Check[] {
  if (pieces === undefined) return [];
  return [{ place: places.pieces(pieces.dossierId), condition: { kind: "equal", attributes: { rev: pieces.rev } } }];
}

/** One wait for one token: an attempt that is made again brings a new one. */
function waitIdOf({ execution, seq, wait, token }: WaitInput): string {
  return `${execution}.${seq}.${wait}.${createHash("sha256").update(token).digest("hex").slice(0, 16)}`;
}

function registration(dossier: Enrolment, former: Wait | undefined, input: WaitInput, already: boolean): StepDecision {
  const { caseId, wait: name, at, until, execution } = input;
  const id = waitIdOf(input);
  const state = already ? "consumed" : "open";
  const wait: Wait = { v: 1, id, caseId, name, execution, state, seq: dossier.seq, openedAt: at, until };
  const token: Put = {
    place: places.taskToken(id),
    item: { token: input.token, expiresAt: Math.ceil(epochMillis(until) / 1000) + dayInSeconds },
    condition: { kind: "absent" },
  };
  const line = { kind: "resume", wait: id, output: { outcome: outcomes[name] } } as const;
  const { chain, head } = headOf(dossier);
  return {
    chain,
    head: { place: head.place, owner: head.owner },
    puts: [waitPut(former, wait), token, ...(already ? [outboxPut(caseId, id, at, line)] : [])],
    subject: places.wait(caseId),
  };
}

/** What an answer that came first is taken for: the machine reads the head again in any case. */
const outcomes = {
  inspection: "inspected",
  completion: "completed",
  instruction: "decided",
  referencement: "granted",
} as const satisfies Record<WaitName, WaitOutcome>;
