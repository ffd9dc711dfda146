import { z } from "zod";
import type { ResourcePlayer } from "../contracts.ts";
import { parsePattern } from "../patterns/event-pattern.ts";
import { parseSchedule } from "../scheduler/expression.ts";
import { DEFAULT_BUS, type EventBuses, type Rule, type RuleTarget } from "./buses.ts";
import { TargetInput } from "./target-input.ts";
import type { Targets } from "./targets.ts";

const busProperties = z.looseObject({ Name: z.string() });

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  // Only of use with FIFO queues, which are not played.
  SqsParameters: z.strictObject({}).optional(),
  // Checked, and without effect: see EventBuses.
  RetryPolicy: z
    .strictObject({ MaximumEventAgeInSeconds: z.coerce.number(), MaximumRetryAttempts: z.coerce.number() })
    .partial()
    .optional(),
  ...TargetInput.shape,
});

const ruleProperties = z.looseObject({
  Name: z.string().optional(),
  EventBusName: z.string().default(DEFAULT_BUS),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Targets: z.array(target).max(5).default([]),
});

interface EventPlayersParts {
  readonly buses: EventBuses;
  readonly targets: Targets;
  readonly account: string;
  readonly region: string;
}

const LABEL = "a text for people";

/** Plays event buses and rules. */
export function eventPlayers(parts: EventPlayersParts): readonly ResourcePlayer[] {
  return [busPlayer(parts), rulePlayer(parts)];
}

function busPlayer({ buses, account, region }: EventPlayersParts): ResourcePlayer {
  return {
    type: "AWS::Events::EventBus",
    reads: Object.keys(busProperties.shape),
    ignores: { Description: LABEL, KmsKeyIdentifier: "an event is not kept", Tags: LABEL },
    replacedBy: [],
    create: async ({ properties }) => {
      const { Name } = busProperties.parse(properties);
      buses.declareBus(Name);
      return { ref: Name, attributes: { Arn: `arn:aws:events:${region}:${account}:event-bus/${Name}`, Name } };
    },
  };
}

function rulePlayer({ buses, targets, account, region }: EventPlayersParts): ResourcePlayer {
  return {
    type: "AWS::Events::Rule",
    reads: Object.keys(ruleProperties.shape),
    ignores: { Description: LABEL, Tags: LABEL },
    replacedBy: [],
    create: async ({ properties, generatedName }) => {
      const declared = ruleProperties.parse(properties);
      const bus = declared.EventBusName.replace(/^arn:.*:event-bus\//, "");
      const name = declared.Name ?? generatedName;
      const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`;
      const arn = `arn:aws:events:${region}:${account}:rule/${path}`;
      for (const { Arn } of declared.Targets) targets.checkPlayed(Arn);
      const rule = { ...ruleConditions(declared, bus), name, arn, bus, targets: declared.Targets.map(ruleTarget) };
      if (declared.State === "ENABLED") buses.putRule(rule);
      return { ref: path.replace("/", "|"), attributes: { Arn: arn } };
    },
    start: async () => buses.start(),
  };
}

function ruleConditions(
  { EventPattern, ScheduleExpression }: z.infer<typeof ruleProperties>,
  bus: string,
): Pick<Rule, "matches" | "schedule"> {
  return {
    matches: EventPattern === undefined ? undefined : parsePattern(EventPattern),
    schedule: ScheduleExpression === undefined ? undefined : ruleSchedule(ScheduleExpression, bus),
  };
}

function ruleSchedule(expression: string, bus: string) {
  const schedule = parseSchedule(expression);
  if (schedule.once || bus !== DEFAULT_BUS)
    throw new Error("a rule has a rate or a cron expression, on the default bus");
  return schedule;
}

function ruleTarget({ Id, Arn, RoleArn, DeadLetterConfig, ...given }: z.infer<typeof target>): RuleTarget {
  return { id: Id, arn: Arn, input: TargetInput.parse(given), roleArn: RoleArn, deadLetterArn: DeadLetterConfig?.Arn };
}
