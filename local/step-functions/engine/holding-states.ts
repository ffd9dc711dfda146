import type { State } from "../definition.ts";
import { isArray, type Json } from "../json.ts";
import { queryFailure, runtimeFailure } from "../query/failure.ts";
import { unexpectedType } from "../query/jsonata.ts";
import { readPath } from "../query/jsonpath.ts";
import { fillTemplate } from "../query/payload-template.ts";
import { effectiveInput, pathScope, query, selectedInput, speaksJsonata } from "./data-flow.ts";
import { numeric } from "./fields.ts";
import { complete, moveTo } from "./moves.ts";
import type { ChildrenPhase, Scope } from "./run.ts";
import { dropScope, record, statesOf, type Turn, type Visit, visitOf } from "./turn.ts";

/** Parallel: every branch with the same input. */
export async function runParallel(visit: Visit): Promise<void> {
  const input = await effectiveInput(visit);
  record(visit.turn, visit.scope, "ParallelStateStarted");
  const inputs = visit.state.Branches.map(() => input);
  hold(visit, { inputs, concurrency: inputs.length, tolerated: 0 });
}

/** Map, inline: the processor for each item. */
export async function runMap(visit: Visit): Promise<void> {
  const items = await itemsOf(visit);
  const concurrency = (await numeric(visit, "MaxConcurrency")) || items.length;
  const tolerated = await toleratedFailures(visit, items.length);
  const inputs: Json[] = [];
  for (const [index, value] of items.entries()) inputs.push(await itemInput(visit, index, value));
  record(visit.turn, visit.scope, "MapStateStarted", { length: items.length });
  hold(visit, { inputs, items, concurrency, tolerated });
}

async function toleratedFailures(visit: Visit, items: number): Promise<number> {
  const count = await numeric(visit, "ToleratedFailureCount");
  const percentage = await numeric(visit, "ToleratedFailurePercentage");
  return Math.max(count ?? 0, Math.floor((items * (percentage ?? 0)) / 100));
}

async function itemsOf(visit: Visit): Promise<readonly Json[]> {
  const { Items, ItemsPath } = visit.state;
  if (!speaksJsonata(visit)) return pathItems(visit, ItemsPath);
  if (Items === undefined) return inputItems(visit);
  const items = await query(visit, Items, "Items");
  if (!isArray(items)) throw unexpectedType(String(Items), "Items", "array", items);
  return items;
}

function inputItems({ scope }: Visit): readonly Json[] {
  const { input } = scope.position;
  if (!isArray(input)) throw queryFailure(`Map state input must be an array but was: ${JSON.stringify(input)}`);
  return input;
}

function pathItems(visit: Visit, path = "$"): readonly Json[] {
  const items = readPath(path, pathScope(visit, selectedInput(visit)));
  if (isArray(items)) return items;
  throw runtimeFailure(`Reference path "${path}" must point to array.`);
}

async function itemInput(visit: Visit, index: number, value: Json): Promise<Json> {
  const { ItemSelector, Parameters } = visit.state;
  const context = { Map: { Item: { Index: index, Value: value } } };
  if (speaksJsonata(visit)) {
    return ItemSelector === undefined ? value : query(visit, ItemSelector, "ItemSelector", { context });
  }
  const template = ItemSelector ?? Parameters;
  return template === undefined ? value : fillTemplate(template, pathScope(visit, selectedInput(visit), context));
}

type Held = Pick<ChildrenPhase, "inputs" | "items" | "concurrency" | "tolerated">;

function hold({ turn, scope }: Visit, held: Held): void {
  turn.run.counter += 1;
  const counts = { outputs: held.inputs.map(() => null), started: 0, ended: 0, failed: 0 };
  scope.position = {
    ...scope.position,
    phase: { kind: "children", visit: turn.run.counter, ...held, ...counts },
  };
  turn.ready.push(scope.id);
}

/** Starts the branches or iterations that may start, or ends the state once all have ended. */
export async function runHolder(visit: Visit, phase: ChildrenPhase): Promise<void> {
  const { turn, scope, state } = visit;
  while (phase.started < phase.inputs.length && phase.started - phase.ended < phase.concurrency) {
    startChild(turn, scope, state, phase);
  }
  if (phase.ended < phase.inputs.length) return;
  record(turn, scope, `${state.Type}StateSucceeded`);
  await complete(visit, phase.outputs);
}

function startChild(turn: Turn, parent: Scope, { Type }: State, phase: ChildrenPhase): void {
  const index = phase.started;
  phase.started += 1;
  turn.run.counter += 1;
  const { state } = parent.position;
  const path = [...parent.path, Type === "Parallel" ? { state, branch: index } : { state }];
  const item = phase.items?.[index];
  const child: Scope = {
    id: turn.run.counter,
    parent: parent.id,
    index,
    path,
    variables: {},
    ...(item !== undefined && { item }),
    lastEvent: parent.lastEvent,
    position: parent.position,
  };
  turn.run.scopes[child.id] = child;
  if (Type === "Map") record(turn, child, "MapIterationStarted", { name: state, index });
  moveTo(turn, child, statesOf(turn.machine, child).StartAt, phase.inputs[index] ?? null);
}

/** A branch or an iteration has ended with its output. */
export function childEnded(turn: Turn, child: Scope, output: Json): void {
  const parent = child.parent === undefined ? undefined : turn.run.scopes[child.parent];
  if (parent?.position.phase.kind !== "children") throw new Error(`Scope ${child.id} has no parent under way`);
  const { phase, state } = parent.position;
  if (visitOf(turn, parent).state.Type === "Map") {
    record(turn, child, "MapIterationSucceeded", { name: state, index: child.index });
  }
  phase.outputs[child.index] = output;
  phase.ended += 1;
  parent.lastEvent = child.lastEvent;
  dropScope(turn, child);
  turn.ready.push(parent.id);
}
