import type { QueryLanguage } from "../definition.ts";
import type { Json, JsonObject } from "../json.ts";
import { evaluateTemplate } from "../query/jsonata.ts";
import { type PathScope, placeAt, readPath } from "../query/jsonpath.ts";
import { fillMembers, fillTemplate } from "../query/payload-template.ts";
import type { Run, Scope } from "./run.ts";
import type { Turn, Visit } from "./turn.ts";

/** What `$states` holds besides input and context. */
export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly context?: Readonly<Record<string, Json>>;
}

function languageOf({ turn, state }: Visit): QueryLanguage {
  return state.QueryLanguage ?? turn.machine.QueryLanguage;
}

export const speaksJsonata = (visit: Visit) => languageOf(visit) === "JSONata";

/** States that can be retried. */
const RETRIED: ReadonlySet<string> = new Set(["Task", "Parallel", "Map"]);

/** The context object, `$$` in JSONPath and `$states.context` in JSONata. */
function contextOf(
  { turn, scope, state: { Type } }: Visit,
  extra?: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const { run } = turn;
  const { state, enteredAt, retryCount } = scope.position;
  return {
    Execution: {
      Id: run.id,
      Input: run.input,
      Name: run.name,
      RoleArn: run.machine.roleArn,
      StartTime: new Date(run.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: run.machine.id, Name: run.machine.name },
    State: {
      Name: state,
      EnteredTime: new Date(enteredAt).toISOString(),
      ...(RETRIED.has(Type) && { RetryCount: retryCount }),
    },
    ...mapContext(run, scope),
    ...extra,
  };
}

function mapContext(run: Run, scope: Scope): Record<string, Json> {
  if (scope.item !== undefined) return { Map: { Item: { Index: scope.index, Value: scope.item } } };
  const parent = scope.parent === undefined ? undefined : run.scopes[scope.parent];
  return parent === undefined ? {} : mapContext(run, parent);
}

/** Variables that a scope sees: its own, over those of the scopes around it. */
function variablesOf(turn: Turn, scope: Scope): Readonly<Record<string, Json>> {
  const parent = scope.parent === undefined ? undefined : turn.run.scopes[scope.parent];
  return parent === undefined ? scope.variables : { ...variablesOf(turn, parent), ...scope.variables };
}

/** Evaluates a template of JSONata in a state; `field` is its name in the definition. */
export function query(visit: Visit, template: Json, field: string, extra: Extra = {}): Promise<Json> {
  const { turn, scope } = visit;
  const { context, ...others } = extra;
  const states = {
    input: scope.position.input,
    // Few expressions read it.
    get context() {
      return contextOf(visit, context);
    },
    ...others,
  };
  return evaluateTemplate(template, field, { states, variables: variablesOf(turn, scope), now: turn.now });
}

/** What the paths of a state start from. */
export function pathScope(visit: Visit, input: Json, context?: Readonly<Record<string, Json>>): PathScope {
  return {
    input,
    get context() {
      return contextOf(visit, context);
    },
    variables: variablesOf(visit.turn, visit.scope),
  };
}

/** InputPath of JSONPath; JSONata has none. */
export function selectedInput(visit: Visit): Json {
  const { InputPath } = visit.state;
  const { input } = visit.scope.position;
  if (InputPath === undefined || speaksJsonata(visit)) return input;
  return InputPath === null ? {} : readPath(InputPath, pathScope(visit, input));
}

/** What a state hands to its work: Arguments, or InputPath and Parameters. */
export async function effectiveInput(visit: Visit, context?: Readonly<Record<string, Json>>): Promise<Json> {
  const { Arguments } = visit.state;
  if (!speaksJsonata(visit)) return parameters(visit, context);
  return Arguments === undefined ? visit.scope.position.input : query(visit, Arguments, "Arguments", { context });
}

/** InputPath and Parameters of JSONPath. */
export function parameters(visit: Visit, context?: Readonly<Record<string, Json>>): Json {
  const { Parameters } = visit.state;
  const input = selectedInput(visit);
  return Parameters === undefined ? input : fillTemplate(Parameters, pathScope(visit, input, context));
}

/** Assign of a state, a rule of a Choice or a Catch in JSONPath; `value` is what `$` is. */
export function assignedByPath(visit: Visit, assign: JsonObject | undefined, value: Json): JsonObject {
  return assign === undefined ? {} : fillMembers(assign, pathScope(visit, value));
}

/** Assign of a state, a rule of a Choice or a Catch in JSONata. */
export async function assignedByQuery(visit: Visit, assign: JsonObject, extra: Extra): Promise<JsonObject> {
  const found: Record<string, Json> = {};
  for (const [name, template] of Object.entries(assign)) {
    found[name] = await query(visit, template, `Assign/${name}`, extra);
  }
  return found;
}

/** ResultSelector, ResultPath and OutputPath of JSONPath. */
export function selectedResult(visit: Visit, result: Json): Json {
  const { ResultSelector } = visit.state;
  return ResultSelector === undefined ? result : fillTemplate(ResultSelector, pathScope(visit, result));
}

export function placedResult({ scope }: Visit, path: string | null | undefined, result: Json): Json {
  if (path === null) return scope.position.input;
  return path === undefined ? result : placeAt(path, scope.position.input, result);
}

export function outputOfPath(visit: Visit, value: Json): Json {
  const { OutputPath } = visit.state;
  if (OutputPath === undefined) return value;
  return OutputPath === null ? {} : readPath(OutputPath, pathScope(visit, value));
}
