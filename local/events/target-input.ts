import { z } from "zod";
import { isRecord } from "../assembly/template.ts";
import type { BusEvent } from "./bus-event.ts";

const path = z.string().regex(/^\$(\.[\w-]+|\[\d+\])*$/, "this JSON path is not played");

/** What a target is given in place of the event. */
export const TargetInput = z.object({
  Input: z.string().optional(),
  InputPath: path.optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), path).default({}), InputTemplate: z.string() })
    .optional(),
});
export type TargetInput = z.infer<typeof TargetInput>;

/** Where an event went through, for the variables that a template may name. */
export interface Passage {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** UTC ms. */
  readonly at: number;
}

/** What a target receives of an event: a constant, a part of it, a template filled from it, or the event itself. */
export function inputFor(event: BusEvent, target: TargetInput, passage: Passage): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (target.InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const own = Object.entries(InputPathsMap).map(([name, at]) => [name, valueAt(event, at)] as const);
  return fill(InputTemplate, new Map<string, unknown>([...own, ...reserved(event, passage)]));
}

function reserved(event: BusEvent, { ruleArn, ruleName, at }: Passage): ReadonlyArray<readonly [string, unknown]> {
  return [
    ["aws.events.rule-arn", ruleArn],
    ["aws.events.rule-name", ruleName],
    ["aws.events.event.ingestion-time", new Date(at).toISOString()],
    ["aws.events.event", event],
    ["aws.events.event.json", event],
  ];
}

function valueAt(event: unknown, at: string): unknown {
  return at
    .split(/[.[\]]+/)
    .slice(1)
    .filter((step) => step !== "")
    .reduce(
      (value: unknown, step) => (isRecord(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined),
      event,
    );
}

function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let inString = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (found: string, name: string | undefined) => {
    if (found === '"') inString = !inString;
    if (name === undefined || !values.has(name)) return found;
    return written(values.get(name) ?? "", inString);
  });
}

/** Inside a string of the template a text stands as it is; elsewhere every value is JSON. */
function written(value: unknown, inString: boolean): string {
  const json = JSON.stringify(value);
  if (!inString) return json;
  return typeof value === "string" ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
}
