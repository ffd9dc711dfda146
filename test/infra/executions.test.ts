import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import jsonata from "jsonata";
import * as z from "zod/mini";
import { constructId, triggersOf } from "../../infra/function-spec.ts";
import { workers } from "../../infra/functions.ts";
import { workflows } from "../../infra/workflows.ts";
import { type Cloud, changed, cloudOf, ofType } from "./support/cloud.ts";

const most = 330 * 86_400;

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { readonly Payload?: { readonly wait?: string } };
  readonly TimeoutSeconds?: number | string;
  readonly HeartbeatSeconds?: number;
}
interface Machine {
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

const definitions = Object.entries(workflows).map(([name, slug]) => {
  const file = `workflows/${slug}/${name}.asl.json`;
  return { name, slug, definition: JSON.parse(readFileSync(file, "utf8")) as Machine };
});

/** Waits that a machine ends, in minutes: nobody has to act. */
const machineWaits = ["inspection"];

const tasksOf = ({ States }: Machine) => Object.entries(States).filter(([, { Type }]) => Type === "Task");
const isWait = ({ Resource = "" }: State) => Resource.endsWith(".waitForTaskToken");
const isMachineWait = (state: State) => isWait(state) && machineWaits.includes(state.Arguments?.Payload?.wait ?? "");

/** Seconds of a timeout; of one that is computed, for a date ten years ahead. */
async function secondsOf(timeout: number | string | undefined): Promise<number> {
  if (typeof timeout === "number") return timeout;
  const [, expression] = /^\{%(.*)%\}$/s.exec(timeout ?? "") ?? [];
  if (expression === undefined) return Number.POSITIVE_INFINITY;
  const states = { context: { State: { EnteredTime: "2022-11-28T08:00:00.000Z" } } };
  return jsonata(expression).evaluate({}, { states, dueAt: "2032-11-28T08:00:00.000Z" });
}

async function faultsOf(machine: Machine): Promise<string[]> {
  const faults = (machine.TimeoutSeconds ?? Number.POSITIVE_INFINITY) > most ? ["the execution outlives 330 days"] : [];
  for (const [name, state] of tasksOf(machine)) {
    if ((await secondsOf(state.TimeoutSeconds)) > most) faults.push(`${name}: no timeout within 330 days`);
    if (isMachineWait(state) !== (state.HeartbeatSeconds !== undefined)) {
      faults.push(`${name}: a heartbeat, where a machine answers and there alone`);
    }
  }
  return faults;
}

describe("SEC-60 executions end", () => {
  test.each(definitions)(
    "$name: every task has a timeout, machines a heartbeat, nothing outlives 330 days",
    async ({ definition }) => {
      expect(tasksOf(definition).length).toBeGreaterThan(0);
      expect(await faultsOf(definition)).toEqual([]);
    },
  );

  test.each(definitions)("$name: calls every function that is declared for it", ({ name, definition }) => {
    const called = [...JSON.stringify(definition).matchAll(/\$\{(\w+)\}/g)].map(([, id]) => id);
    const declared = workers
      .filter((spec) => triggersOf(spec).some((trigger) => "machine" in trigger && trigger.machine === name))
      .map(constructId);
    expect([...new Set(called)].sort()).toEqual(declared.sort());
  });

  const wait = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken" };
  test.each([
    ["a task without timeout", { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" }],
    ["a wait of a year", { ...wait, TimeoutSeconds: 365 * 86_400 }],
    ["a wait until any date", { ...wait, TimeoutSeconds: "{% ($toMillis($dueAt) / 1000) %}" }],
    ["a person's wait with a heartbeat", { ...wait, TimeoutSeconds: 60, HeartbeatSeconds: 30 }],
    [
      "a machine's wait without heartbeat",
      { ...wait, TimeoutSeconds: 60, Arguments: { Payload: { wait: "inspection" } } },
    ],
  ])("%s planted: seen", async (_, state) => {
    expect(await faultsOf({ TimeoutSeconds: most, States: { Planted: state } })).toEqual([
      expect.stringMatching(/^Planted/),
    ]);
  });

  test("a machine without a timeout of its own: seen", async () => {
    expect(await faultsOf({ States: {} })).toEqual(["the execution outlives 330 days"]);
  });
});

describe("SEC-60 executions tell nothing", () => {
  const cloud = cloudOf();
  const talkative = (of: Cloud) =>
    ofType(of, "AWS::StepFunctions::StateMachine")
      .filter(({ properties: { LoggingConfiguration, EncryptionConfiguration } }) => {
        const silent = LoggingConfiguration?.Level === "ALL" && LoggingConfiguration.IncludeExecutionData === false;
        return !(silent && /key\/BusinessKey/.test(EncryptionConfiguration?.KmsKeyId));
      })
      .map(({ id }) => id);

  test("each machine logs its transitions without what they carry, under the key of its class", () => {
    expect(ofType(cloud, "AWS::StepFunctions::StateMachine")).toHaveLength(definitions.length);
    expect(talkative(cloud)).toEqual([]);
  });

  test("a machine that logs what it carries: seen", () => {
    const logging = changed(cloud, /^EnrolmentMachine/, ({ LoggingConfiguration }) => {
      LoggingConfiguration.IncludeExecutionData = true;
    });
    expect(talkative(logging)).toEqual([expect.stringMatching(/^EnrolmentMachine/)]);
  });

  test("each machine has alias live, on the version that was deployed with it", () => {
    const aliases = ofType(cloud, "AWS::StepFunctions::StateMachineAlias").map(({ properties }) => properties);
    expect(aliases).toHaveLength(definitions.length);
    for (const { Name, RoutingConfiguration } of aliases) {
      expect([Name, RoutingConfiguration]).toEqual([
        "live",
        [{ StateMachineVersionArn: expect.stringMatching(/Version\w+\.Arn$/), Weight: 100 }],
      ]);
    }
  });
});

/** A sentence that a person could write, with a name in it. */
const sentence = "Camille Durand est absente.";
/** The one string that nobody chooses, and whose form is AWS's: into the table of tokens and nowhere else. */
const opaque = ["waitInput.token"];

/** Places of a schema where a sentence passes. */
function openTo(path: string, schema: z.core.$ZodType): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "object") {
    return Object.entries(def.shape).flatMap(([name, inner]) => openTo(`${path}.${name}`, inner));
  }
  if (def.type === "array") return openTo(`${path}[]`, def.element);
  return z.safeParse(schema, sentence).success ? [path] : [];
}

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === "object" && value !== null && "_zod" in value;

describe("SEC-60 contracts have no free string", () => {
  test.each(definitions)("$name: no field of any task, input or output takes a sentence", async ({ name, slug }) => {
    const contract: Record<string, unknown> = await import(`../../workflows/${slug}/${name}.contract.ts`);
    const schemas = Object.entries(contract).flatMap(([key, value]) =>
      isSchema(value) ? [[key, value] as const] : [],
    );
    expect(schemas.length).toBeGreaterThan(0);
    expect(schemas.flatMap(([key, schema]) => openTo(key, schema)).filter((path) => !opaque.includes(path))).toEqual(
      [],
    );
  });

  test("a reason in words, beside ids or deep inside: seen", () => {
    const planted = z.object({ id: z.uuid(), found: z.array(z.object({ reason: z.optional(z.string()) })) });
    expect(openTo("output", planted)).toEqual(["output.found[].reason"]);
  });
});
