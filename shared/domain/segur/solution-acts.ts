import type { EventData } from "../../kernel/event.ts";
import type { Finding } from "../../kernel/finding.ts";
import { transition } from "../../kernel/lifecycle.ts";
import { Problem } from "../../kernel/problem.ts";
import { cite } from "../../kernel/source.ts";
import type { CivilDate, Instant } from "../../kernel/time.ts";
import { dateInFrench, instantInFrench } from "../../kernel/time-french.ts";
import { dateInParis } from "../../kernel/time-paris.ts";
import { typeset } from "../../kernel/typography.ts";
import {
  type MirroredState,
  type ReferencementEvent,
  type ReferencementState,
  referencementLifecycle,
} from "./lifecycle-referencement.ts";
import type { Solution } from "./solution.ts";
import type {
  CompleteFile,
  Convention,
  DeclareDistributors,
  Grant,
  Refusal,
  RegisterSolution,
  Withdrawal,
} from "./solution-api.ts";
import { demandOrder } from "./solution-dates.ts";
import { passage } from "./source.ts";

/** What an act of ANS changes in the head of a Solution, and the event that says it. */
export interface SolutionChange {
  readonly changes: Partial<Solution> & { readonly state: MirroredState };
  readonly event: {
    readonly type: ReferencementEvent;
    readonly data: EventData;
    readonly findings: readonly Finding[];
  };
}

/** Where the text speaks of each thing that ANS tells. */
const articles: Readonly<Record<string, string>> = {
  "SEG-2-04": "§2, tableau",
  "SEG-4.4-04": "§4.4, « Cas de commandes »",
  "SEG-3.1-05": "§3.1, 2e tiret",
  "SEG-4.4-06": "§4.4, « Cas de commandes »",
  "SEG-7-07": "§7, 3e tiret",
  "SEG-3.2-05": "§3.2, 2e tiret",
  "SEG-4.1-02": "§4.1, 2e alinéa",
};

/** A request for référencement that ANS received (SEG-2-04): the Solution enters the mirror. */
export function register(body: RegisterSolution, at: Instant): SolutionChange {
  const { requestNumber, name, editeurSiret, requestReceivedAt } = body;
  demandOrder("requestReceivedAt", requestReceivedAt, { latest: at });
  const told = { requestNumber, name, editeurSiret, requestReceivedAt, ...convention(undefined, body, at) };
  const sentence = `L'ANS a reçu la demande de référencement le ${instantInFrench(requestReceivedAt)}.`;
  const change = changed("none", "request-received", { told, sentence });
  return {
    changes: { ...change.changes, distributors: [] },
    event: { ...change.event, data: { ...told, state: change.changes.state } },
  };
}

/** ANS deems the evidence of the Solution complete (SEG-4.4-04). Decides on the exception of §2 (SEG-2-17). */
export function recordCompleteFile(solution: Solution, body: CompleteFile, at: Instant): SolutionChange {
  const { completeFileReceivedAt } = body;
  const event = "complete-evidence-submitted";
  demandOpen(solution.state, event);
  demandOrder("completeFileReceivedAt", completeFileReceivedAt, { earliest: solution.requestReceivedAt, latest: at });
  const told = { completeFileReceivedAt, ...convention(solution, body, at) };
  const sentence = `L'ANS tient le dossier de preuves pour complet depuis le ${instantInFrench(completeFileReceivedAt)}.`;
  return changed(solution.state, event, { told, sentence });
}

/** ANS grants the référencement and gives the unique number (SEG-3.1-05). */
export function grant(solution: Solution, body: Grant, at: Instant): SolutionChange {
  const { number, pronouncedOn } = body;
  const event = "referencement-granted";
  demandPronounced(solution, event, pronouncedOn, at);
  const { changes, event: recorded } = changed(solution.state, event, {
    told: { number, ...convention(solution, body, at) },
    sentence: `L'ANS a référencé la Solution le ${dateInFrench(pronouncedOn)}, sous le numéro ${number}.`,
  });
  return {
    changes: { ...changes, decision: { outcome: "grant", pronouncedOn, toldAt: at } },
    event: { ...recorded, data: { ...recorded.data, pronouncedOn } },
  };
}

/** ANS refuses the référencement (SEG-4.4-06). */
export function refuse(solution: Solution, { pronouncedOn }: Refusal, at: Instant): SolutionChange {
  const event = "referencement-refused";
  demandPronounced(solution, event, pronouncedOn, at);
  const sentence = `L'ANS a refusé le référencement le ${dateInFrench(pronouncedOn)}.`;
  const { changes, event: recorded } = changed(solution.state, event, { told: {}, sentence });
  return {
    changes: { ...changes, decision: { outcome: "refusal", pronouncedOn, toldAt: at } },
    event: { ...recorded, data: { pronouncedOn } },
  };
}

/** ANS withdraws the référencement that it granted (SEG-7-07). */
export function withdraw(solution: Solution, { withdrawnOn }: Withdrawal, at: Instant): SolutionChange {
  const event = "referencement-withdrawn";
  demandOpen(solution.state, event);
  const earliest = solution.decision?.pronouncedOn;
  demandOrder("withdrawnOn", withdrawnOn, { earliest, latest: dateInParis(at) });
  const sentence = `L'ANS a retiré le référencement de la Solution le ${dateInFrench(withdrawnOn)}.`;
  const { changes, event: recorded } = changed(solution.state, event, { told: {}, sentence });
  return {
    changes: { ...changes, withdrawal: { withdrawnOn, toldAt: at } },
    event: { ...recorded, data: { withdrawnOn } },
  };
}

/** The distributors that the Editeur has declared to ANS, all of them, as of the day of the act (SEG-3.2-05). */
export function declareDistributors(solution: Solution, { sirets }: DeclareDistributors, at: Instant): SolutionChange {
  const event = "distributors-declared";
  const declaredOn = dateInParis(at);
  const known = new Map(solution.distributors.map((distributor) => [distributor.siret, distributor]));
  const distributors = sirets.map((siret) => known.get(siret) ?? { siret, declaredOn });
  const count = sirets.length === 0 ? "aucun" : String(sirets.length);
  const sentence = `Distributeurs que l'Editeur déclare à l'ANS : ${count}.`;
  const { changes, event: recorded } = changed(solution.state, event, { told: {}, sentence });
  return { changes: { ...changes, distributors }, event: { ...recorded, data: { sirets } } };
}

/** The Editeur has concluded its convention with ANS, before or after the grant (SEG-4.1-02). */
export function concludeConvention(solution: Solution, body: Convention, at: Instant): SolutionChange {
  const event = "convention-concluded";
  demandOpen(solution.state, event);
  const told = convention(solution, body, at);
  const sentence = `L'Editeur a conclu la convention de référencement avec l'ANS le ${dateInFrench(body.conventionSignedOn)}.`;
  return changed(solution.state, event, { told, sentence });
}

/** The change of state, with what ANS told as it enters both the head and the event. */
function changed(
  from: ReferencementState,
  type: ReferencementEvent,
  { told, sentence }: { readonly told: Partial<Solution> & EventData; readonly sentence: string },
): SolutionChange {
  const row = demandOpen(from, type);
  const finding: Finding = {
    rule: row.rule,
    article: cite(passage("", articles[row.rule] ?? "")),
    outcome: "log",
    sentence: typeset(sentence),
    provenance: row.provenance.kind,
  };
  return { changes: { ...told, state: row.to }, event: { type, data: told, findings: [finding] } };
}

/** @throws Problem that says where the Solution stands, and what cannot be told of it there */
function demandOpen(from: ReferencementState, event: ReferencementEvent) {
  const { states, events } = referencementLifecycle;
  const row = transition(referencementLifecycle, from, event);
  if (row.ok && row.value.to !== "none") return { ...row.value, to: row.value.to };
  throw new Problem(
    "illegal-transition",
    `La Solution est dans l'état « ${states[from]} » : « ${events[event]} » ne peut pas y être enregistré.`,
  );
}

function demandPronounced(
  { state, completeFileReceivedAt }: Solution,
  event: ReferencementEvent,
  pronouncedOn: CivilDate,
  at: Instant,
): void {
  demandOpen(state, event);
  const earliest = completeFileReceivedAt && dateInParis(completeFileReceivedAt);
  demandOrder("pronouncedOn", pronouncedOn, { earliest, latest: dateInParis(at) });
}

/** The day of the convention, told once: a second and different one is a mistake of somebody. */
function convention(
  known: Solution | undefined,
  { conventionSignedOn: told }: { readonly conventionSignedOn?: CivilDate | undefined },
  at: Instant,
): { readonly conventionSignedOn?: CivilDate } {
  if (told === undefined) return {};
  demandOrder("conventionSignedOn", told, { latest: dateInParis(at) });
  const former = known?.conventionSignedOn;
  if (former === undefined || former === told) return { conventionSignedOn: told };
  const detail = `La convention de cette Solution est déjà enregistrée comme conclue le ${dateInFrench(former)}.`;
  throw new Problem("invalid-content", detail, {
    fields: [{ pointer: "/conventionSignedOn", reason: "Une autre date est déjà enregistrée." }],
  });
}
