import { equalJson } from "../../local/step-functions/json.ts";
import { validateMachine } from "../../local/step-functions/validation.ts";
import type { Expected, RunCase, ValidatorCase } from "./case.ts";
import { without } from "./pointers.ts";
import { World } from "./world.ts";

/** What a case came to: hard differences fail it, of the soft ones a rate is kept. */
export interface Verdict {
  readonly hard: readonly string[];
  /** Of each aspect that the case speaks of: whether it agrees. */
  readonly soft: Readonly<Record<string, boolean>>;
}

export async function judgeRun(one: RunCase): Promise<Verdict> {
  const world = new World(one);
  await world.play();
  return { hard: hardDifferences(one.expected, world), soft: softAspects(one, world) };
}

/** A definition is taken or refused as AWS does; its message is not compared. */
export function judgeDefinition({ kind, definition, definitionText, type, valid }: ValidatorCase): Verdict {
  const whole = kind === "validate" || isMachine(definition) ? definition : machineOf(definition);
  const text = definitionText ?? JSON.stringify(whole);
  const problems = validateMachine(text, type);
  const agrees = (problems.length === 0) === valid;
  return { hard: agrees ? [] : [valid ? `refused: ${problems.join("; ")}` : "taken, AWS refuses it"], soft: {} };
}

const isMachine = (definition: unknown) =>
  typeof definition === "object" && definition !== null && "States" in definition;

/** A machine of one state. */
const machineOf = (state: unknown) => ({ StartAt: "StateName", States: { StateName: state } });

function hardDifferences(expected: Expected, { run }: World): string[] {
  const error = expected.errorSoft ? run.error : (expected.error ?? undefined);
  const output = expected.output === undefined ? undefined : without(run.output, expected.outputAny);
  const wanted = without(expected.output, expected.outputAny);
  return [
    ...(run.status === expected.status ? [] : [`status ${run.status}, expected ${expected.status}: ${run.cause}`]),
    ...(run.error === error ? [] : [`error ${run.error}, expected ${error}: ${run.cause}`]),
    ...(equalJson(output, wanted) ? [] : [`output ${JSON.stringify(output)}, expected ${JSON.stringify(wanted)}`]),
  ];
}

function softAspects(one: RunCase, world: World): Verdict["soft"] {
  const { expected } = one;
  const { events, differences, tokens } = world;
  const { cause, statesEntered, evaluationFailed, distinctTokens, eventCount } = expected;
  return {
    ...aspect("cause", expected.causeAny ? undefined : cause, (wanted) => world.run.cause === wanted),
    ...aspect("statesEntered", statesEntered, (wanted) => sameStates(one, wanted, world)),
    ...aspect("events", expected.events, (wanted) =>
      equalJson(
        wanted,
        events.map(({ type }) => type),
      ),
    ),
    ...aspect("evaluationFailed", evaluationFailed, (wanted) => equalJson(wanted, evaluations(world))),
    ...aspect("elapsed", elapsedBounds(expected), (bounds) => isWithin(world, bounds)),
    ...aspect("calls", true, () => differences.length === 0),
    ...aspect("tokens", distinctTokens, (wanted) => new Set(tokens.map(({ token }) => token)).size === wanted),
    ...aspect("eventCount", eventCount, (wanted) => events.length === wanted),
  };
}

/** An aspect, if the case speaks of it. */
function aspect<T>(name: string, wanted: T | null | undefined, agrees: (wanted: T) => boolean): Verdict["soft"] {
  return wanted === undefined || wanted === null ? {} : { [name]: agrees(wanted) };
}

function sameStates({ expected, definition }: RunCase, wanted: readonly string[], { events }: World): boolean {
  const entered = events
    .filter(({ type }) => type.endsWith("StateEntered"))
    .map(({ details }) => String(details?.name));
  const unordered = expected.statesEnteredUnordered || /"Type":"(Map|Parallel)"/.test(JSON.stringify(definition));
  return unordered ? equalJson(wanted.toSorted(), entered.toSorted()) : equalJson(wanted, entered);
}

function evaluations({ events }: World) {
  return events.filter(({ type }) => type === "EvaluationFailed").map(({ details }) => details ?? {});
}

type Bounds = readonly [min: number, max: number];

function elapsedBounds({ elapsedSeconds, elapsedSecondsMin, elapsedSecondsMax }: Expected): Bounds | undefined {
  if (elapsedSeconds !== undefined) return [elapsedSeconds, elapsedSeconds];
  if (elapsedSecondsMin === undefined && elapsedSecondsMax === undefined) return undefined;
  return [elapsedSecondsMin ?? 0, elapsedSecondsMax ?? Number.POSITIVE_INFINITY];
}

function isWithin({ run }: World, [min, max]: Bounds): boolean {
  const elapsed = ((run.stoppedAt ?? Number.NaN) - run.startedAt) / 1000;
  return min <= elapsed && elapsed <= max;
}
