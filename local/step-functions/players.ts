import { z } from "zod";
import type { Clock, DeclaredResource, ResourcePlayer, Store } from "../contracts.ts";
import { Refusal } from "../supervisor/refusal.ts";
import { parseMachine } from "./definition.ts";
import { definitionIdOf, type Machines } from "./machines.ts";
import type { Runner } from "./runner.ts";
import { unplayedParts } from "./unplayed.ts";
import { readDefinition, validateMachine } from "./validation.ts";

interface PlayerParts {
  readonly machines: Machines;
  readonly runner: Runner;
  readonly store: Store;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
  readonly isPlayed: (resource: string) => boolean;
}

const MachineProperties = z.looseObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.literal("STANDARD").default("STANDARD"),
  RoleArn: z.string(),
  DefinitionString: z.string().optional(),
  Definition: z.record(z.string(), z.unknown()).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
});

const VersionProperties = z.looseObject({ StateMachineArn: z.string(), StateMachineRevisionId: z.string().optional() });

const Routing = z.looseObject({ StateMachineVersionArn: z.string(), Weight: z.literal(100) });
const AliasProperties = z.looseObject({
  Name: z.string(),
  StateMachineArn: z.string().optional(),
  RoutingConfiguration: z.tuple([Routing]).optional(),
  DeploymentPreference: z.looseObject({ StateMachineVersionArn: z.string() }).optional(),
});

const LABEL = "a text for people";

/** Plays state machines, their versions and aliases. They are rebuilt at each boot; executions are not theirs to lose. */
export function stepFunctionsPlayers(parts: PlayerParts): readonly ResourcePlayer[] {
  return [machinePlayer(parts), versionPlayer(parts), aliasPlayer(parts)];
}

function machinePlayer(parts: PlayerParts): ResourcePlayer {
  const { machines, runner, clock, account, region } = parts;
  return {
    type: "AWS::StepFunctions::StateMachine",
    reads: Object.keys(MachineProperties.shape),
    ignores: {
      EncryptionConfiguration: "executions lie in the data directory, which only its owner can read",
      LoggingConfiguration: "the history of every execution is kept and shown",
      Tags: LABEL,
      TracingConfiguration: "no traces are collected",
    },
    replacedBy: ["StateMachineName"],
    start: async () => runner.start(),
    create: async (resource) => {
      const declared = MachineProperties.parse(resource.properties);
      const name = declared.StateMachineName ?? resource.generatedName;
      const arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`;
      const definition = definitionOf(declared, resource);
      checkDefinition(parts, definition, resource);
      const definitionId = definitionIdOf(definition);
      runner.executions.putDefinition(definitionId, definition);
      const createdAt = firstSeen(parts, arn, clock.now());
      machines.put({ arn, name, roleArn: declared.RoleArn, definition, definitionId, createdAt });
      return { ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: definitionId } };
    },
  };
}

function definitionOf(declared: z.infer<typeof MachineProperties>, { logicalId }: DeclaredResource): string {
  const { DefinitionString, Definition, DefinitionSubstitutions } = declared;
  const text = DefinitionString ?? (Definition && JSON.stringify(Definition));
  if (text === undefined) throw new Refusal(`la machine à états ${logicalId} n'a pas de définition dans le gabarit.`);
  return text.replace(/\$\{(\w+)\}/g, (whole, key: string) => {
    const value = DefinitionSubstitutions[key];
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
}

/** Throws a Refusal for a definition that AWS refuses, or that asks for what is not played here. */
function checkDefinition({ isPlayed }: PlayerParts, definition: string, { logicalId }: DeclaredResource): void {
  const [unplayed] = unplayedParts(definition, isPlayed);
  if (unplayed !== undefined) {
    throw new Refusal(`le nuage local ne joue pas ${unplayed}, que demande la machine à états ${logicalId}.`);
  }
  const [problem] = validateMachine(definition);
  if (problem !== undefined) throw new Refusal(`AWS refuserait la machine à états ${logicalId} : ${problem}`);
  // What the runner could not read stops the boot, rather than an execution.
  parseMachine(readDefinition(definition));
}

function firstSeen({ store }: PlayerParts, arn: string, now: number): number {
  const known = z.number().safeParse(store.get("state-machine", arn));
  if (known.success) return known.data;
  store.put("state-machine", arn, now);
  return now;
}

function versionPlayer({ machines, store }: PlayerParts): ResourcePlayer {
  return {
    type: "AWS::StepFunctions::StateMachineVersion",
    reads: Object.keys(VersionProperties.shape),
    ignores: { Description: LABEL },
    replacedBy: [],
    create: async ({ properties }) => {
      const { StateMachineArn } = VersionProperties.parse(properties);
      const { definitionId } = machines.get(StateMachineArn);
      const arn = `${StateMachineArn}:${versionNumber(store, StateMachineArn, definitionId)}`;
      machines.putVersion(arn, StateMachineArn);
      return { ref: arn, attributes: { Arn: arn } };
    },
  };
}

const Numbers = z.record(z.string(), z.number());

/** Versions of a machine are numbered as their definitions first appear, and keep their number. */
function versionNumber(store: Store, machine: string, definitionId: string): number {
  const numbers = Numbers.parse(store.get("state-machine-versions", machine) ?? {});
  const number = numbers[definitionId] ?? Object.keys(numbers).length + 1;
  store.put("state-machine-versions", machine, { ...numbers, [definitionId]: number });
  return number;
}

function aliasPlayer({ machines }: PlayerParts): ResourcePlayer {
  return {
    type: "AWS::StepFunctions::StateMachineAlias",
    reads: Object.keys(AliasProperties.shape),
    ignores: { Description: LABEL },
    replacedBy: ["Name"],
    create: async ({ properties, logicalId }) => {
      const { Name, RoutingConfiguration, DeploymentPreference } = AliasProperties.parse(properties);
      const version = (RoutingConfiguration?.[0] ?? DeploymentPreference)?.StateMachineVersionArn;
      if (version === undefined) throw new Refusal(`l'alias ${logicalId} ne désigne aucune version.`);
      const arn = `${machines.get(version).arn}:${Name}`;
      machines.putAlias(arn, version);
      return { ref: arn, attributes: { Arn: arn } };
    },
  };
}
