import { isArray, isObject, type Json } from "./json.ts";
import type { PlacedState } from "./placed-states.ts";
import { isExpression } from "./query/jsonata.ts";

type Check = (placed: PlacedState) => readonly string[];

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function instants({ state, language }: PlacedState): readonly string[] {
  const { Timestamp } = state;
  const computed = (state.QueryLanguage ?? language) === "JSONata" && isExpression(Timestamp);
  if (state.Type !== "Wait" || typeof Timestamp !== "string" || computed) return [];
  const instant = RFC3339.test(Timestamp) ? Date.parse(Timestamp) : Number.NaN;
  return Number.isNaN(instant) ? ["SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp"] : [];
}

function credentials({ state: { Credentials } }: PlacedState): readonly string[] {
  if (Credentials === undefined || isExpression(Credentials)) return [];
  const named = isObject(Credentials) && ("RoleArn" in Credentials || "RoleArn.$" in Credentials);
  return named ? [] : ["SCHEMA_VALIDATION_FAILED: The field 'RoleArn' is required but was missing"];
}

/** The operations of the services whose integrations are few. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  lambda: ["invoke"],
  dynamodb: ["getItem", "putItem", "deleteItem", "updateItem"],
  sns: ["publish"],
  sqs: ["sendMessage"],
  states: ["startExecution"],
  events: ["putEvents"],
};

function integrations({ state: { Resource } }: PlacedState): readonly string[] {
  const [, service = "", operation = ""] = /^arn:aws:states:::(\w+):(\w+)/.exec(String(Resource)) ?? [];
  const known = Object.hasOwn(OPERATIONS, service) ? OPERATIONS[service] : undefined;
  if (known === undefined || known.includes(operation)) return [];
  return [`SCHEMA_VALIDATION_FAILED: The resource provided ${Resource} is not recognized.`];
}

function express({ state: { Resource }, type }: PlacedState): readonly string[] {
  if (type !== "EXPRESS" || typeof Resource !== "string") return [];
  if (/:states:[\w-]*:\d*:activity:/.test(Resource)) return [unsupported("Activity ARN")];
  const pattern = /\.(?:sync(?=$|:)|waitForTaskToken$)/.exec(Resource)?.[0];
  return pattern === undefined ? [] : [unsupported(`'${pattern}' service integration`)];
}

function unsupported(what: string): string {
  return `SCHEMA_VALIDATION_FAILED: Express state machine does not support ${what}`;
}

const LONGEST_LABEL = 40;
const UNFIT_IN_LABEL = /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u;

function labels({ state: { Label } }: PlacedState): readonly string[] {
  if (typeof Label !== "string") return [];
  if (Label === "") return ["SCHEMA_VALIDATION_FAILED: Label cannot be empty"];
  if (Label.length > LONGEST_LABEL)
    return [`SCHEMA_VALIDATION_FAILED: Label cannot exceed ${LONGEST_LABEL} characters`];
  const unfit = UNFIT_IN_LABEL.exec(Label)?.[0];
  return unfit === undefined ? [] : [`SCHEMA_VALIDATION_FAILED: Label contains invalid character: '${unfit}'`];
}

function languages({ state, language }: PlacedState): readonly string[] {
  if (language !== "JSONata" || state.QueryLanguage !== "JSONPath") return [];
  return [
    "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
  ];
}

function branches({ state: { Branches } }: PlacedState): readonly string[] {
  return isArray(Branches) && Branches.length === 0 ? ["SCHEMA_VALIDATION_FAILED: Value cannot be empty"] : [];
}

/** `States.ALL` stands alone in its list, and in the last retrier or catcher. */
function catchAll({ state: { Retry, Catch } }: PlacedState): readonly string[] {
  return [Retry, Catch].flatMap((handlers) => (isArray(handlers) ? misplaced(handlers) : []));
}

function misplaced(handlers: readonly Json[]): readonly string[] {
  return handlers.flatMap((handler, index) => {
    const errors = isObject(handler) && isArray(handler.ErrorEquals) ? handler.ErrorEquals : [];
    const misplacedHere = errors.includes("States.ALL") && (errors.length > 1 || index < handlers.length - 1);
    return misplacedHere ? ["SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and last"] : [];
  });
}

/** What AWS checks of one state and `asl-validator` does not. */
export const STATE_CHECKS: readonly Check[] = [
  instants,
  credentials,
  integrations,
  express,
  labels,
  languages,
  branches,
  catchAll,
];
