import type { DueRunner } from "../clock/due-runner.ts";
import type { Work } from "../clock/work.ts";
import type { Metrics } from "../cloudwatch/metric.ts";
import type { AwsService, ResourcePlayer } from "../contracts.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { Machines } from "./machines.ts";
import { beginExecution } from "./operations.ts";
import { stepFunctionsPlayers } from "./players.ts";
import { Runner } from "./runner.ts";
import { stepFunctionsService } from "./service.ts";
import { callServices, isPlayed, type ServiceParts } from "./services.ts";

interface StepFunctionsParts extends ServiceParts {
  readonly store: SqliteStore;
  readonly due: DueRunner;
  readonly work: Work;
  readonly metrics?: Metrics;
  readonly account: string;
  readonly region: string;
}

/** Step Functions: the service behind the AWS door, the players of its resources, and the runner of executions. */
export interface StepFunctions {
  readonly service: AwsService;
  readonly players: readonly ResourcePlayer[];
  readonly runner: Runner;
  /** Starts an execution for another service, which has authorised it. */
  readonly startExecution: (request: { readonly stateMachineArn: string; readonly input: string }) => void;
}

/** Opens Step Functions on the store; executions go on once `runner.start` is called. */
export function openStepFunctions(parts: StepFunctionsParts): StepFunctions {
  const machines = new Machines();
  const runner = new Runner({ ...parts, call: callServices(parts) });
  const queues = parts.sendMessage !== undefined;
  return {
    service: stepFunctionsService({ runner, machines, clock: parts.clock, iam: parts.iam }),
    players: stepFunctionsPlayers({
      ...parts,
      machines,
      runner,
      isPlayed: (resource) => isPlayed(resource, { queues }),
    }),
    runner,
    startExecution: (request) => {
      beginExecution({ runner, machines, clock: parts.clock }, request);
    },
  };
}
