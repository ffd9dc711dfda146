import type { PhysicalResource, Store } from "../contracts.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { type Names, NO_VALUE, truthOf } from "./intrinsics.ts";
import { stackArn } from "./physical-names.ts";
import type { Stack } from "./template.ts";

/** Where a run plays: the same for all of its stacks. */
export interface Partition {
  readonly account: string;
  readonly region: string;
  readonly store: Store;
}

/** What grows while stacks are deployed. */
export interface Existing {
  /** Resources of this stack that exist, by logical id. */
  readonly resources: ReadonlyMap<string, PhysicalResource>;
  /** Exports of the stacks deployed before. */
  readonly exports: ReadonlyMap<string, unknown>;
}

/** The names of one stack. Throws a Refusal for a parameter to which nobody gives a value. */
export function namesOf(stack: Stack, partition: Partition, existing: Existing): Names {
  const fixed = new Map([...pseudoParameters(stack, partition), ...parametersOf(stack)]);
  const conditions = new Map<string, boolean>();
  const names: Names = {
    ref: (name) => fixed.get(name) ?? existing.resources.get(name)?.ref,
    attribute: (logicalId, attribute) => existing.resources.get(logicalId)?.attributes[attribute],
    mapped: (map, first, second) => stack.template.Mappings[map]?.[first]?.[second],
    condition: (name) => {
      const declared = stack.template.Conditions[name];
      if (declared === undefined) return undefined;
      const truth = conditions.get(name) ?? truthOf(declared, names, `Conditions.${name}`);
      conditions.set(name, truth);
      return truth;
    },
    imported: (name) => existing.exports.get(name),
  };
  return names;
}

function pseudoParameters(stack: Stack, { account, region, store }: Partition): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["AWS::AccountId", account],
    ["AWS::Region", region],
    ["AWS::Partition", "aws"],
    ["AWS::URLSuffix", "amazonaws.com"],
    ["AWS::StackName", stack.name],
    ["AWS::StackId", stackArn(store, { account, region }, stack.name)],
    ["AWS::NotificationARNs", []],
    ["AWS::NoValue", NO_VALUE],
  ]);
}

function parametersOf(stack: Stack): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, { Type, Default }] of Object.entries(stack.template.Parameters)) {
    const at = `${stack.name} : le paramètre ${name}`;
    if (Default === undefined) throw new Refusal(`${at} n'a pas de valeur par défaut, et rien ici ne peut la donner.`);
    const value = parameterValue(Type, String(Default));
    if (value === undefined) throw new Refusal(`${at} est de type ${Type}, que le nuage local ne sait pas lire.`);
    values.set(name, value);
  }
  return values;
}

function parameterValue(type: string, value: string): unknown {
  if (type === "String" || type === "Number") return value;
  if (type === "CommaDelimitedList") return value.split(",");
  // Only the rule about the bootstrap stack reads it: nothing is uploaded here, so there is no such stack.
  return type.startsWith("AWS::SSM::Parameter::Value<") && value.startsWith("/cdk-bootstrap/") ? value : undefined;
}
