import type { AlarmState } from "../cloudwatch/evaluation.ts";
import type { Outcome } from "../guardduty/verdict.ts";
import type { Mail } from "../ses/mail.ts";
import type { Run } from "../step-functions/engine/run.ts";

/** What the console page shows; instants are UTC ms of the virtual clock, lists are newest first where they have a time. */
export interface ConsoleState {
  /** Name of the project that runs. */
  readonly name: string;
  readonly at: number;
  readonly addresses: ReadonlyArray<{ readonly label: string; readonly url: string }>;
  readonly resources: ReadonlyArray<{
    readonly logicalId: string;
    readonly type: string;
    /** Physical name or ARN. */
    readonly ref: string;
    /** Why nothing happens behind this resource; absent for one that is played. */
    readonly inert?: string;
  }>;
  readonly functions: readonly string[];
  /** Functions that were asked to crash at each invocation. */
  readonly crashing: readonly string[];
  readonly invocations: ReadonlyArray<{
    readonly at: number;
    readonly functionName: string;
    readonly millis: number;
    readonly error?: string;
  }>;
  /** Requests to the AWS endpoint since the start, by operation (`dynamodb:BatchGetItem`). */
  readonly requests: Readonly<Record<string, number>>;
  /** Permissions that roles have used since the start, each once. */
  readonly exercised: ReadonlyArray<{ readonly role: string; readonly action: string; readonly resource: string }>;
  /** Refusals of IAM; `missing` says in words which statement was needed. */
  readonly denials: ReadonlyArray<{
    readonly at: number;
    readonly principal: string;
    readonly action: string;
    readonly resource: string;
    readonly missing: string;
  }>;
  /** The last lines of each log, oldest line first. */
  readonly logs: ReadonlyArray<{ readonly name: string; readonly lines: readonly string[] }>;
  readonly tables: ReadonlyArray<{ readonly name: string; readonly items: number }>;
  /** What comes due next, in its order; `detail` is JSON. */
  readonly upcoming: ReadonlyArray<{ readonly at: number; readonly kind: string; readonly detail: string }>;
  readonly queues: ReadonlyArray<{
    readonly name: string;
    readonly visible: number;
    readonly delayed: number;
    readonly held: number;
    /** Names of the queues whose dead letters come here. */
    readonly deadLettersOf: readonly string[];
  }>;
  readonly alarms: ReadonlyArray<{
    readonly name: string;
    readonly state: AlarmState;
    /** Instant at which it came to be so; absent before it was first judged. */
    readonly since?: number;
    /** Instant at which it last began to ring. */
    readonly rangAt?: number;
    readonly description?: string;
    /** What it watches, in short: `AWS/SQS ApproximateNumberOfMessagesVisible`; absent for one that is not evaluated here. */
    readonly watches?: string;
  }>;
  readonly scanner: {
    /** What scans, in words. */
    readonly name: string;
    /** Whether the template has anything scanned. */
    readonly isUsed: boolean;
    /** The outcome that the next `objects` get, whatever their bytes. */
    readonly forced?: { readonly outcome: Outcome; readonly objects: number; readonly delaySeconds: number };
    readonly scans: ReadonlyArray<{
      readonly at: number;
      readonly bucket: string;
      readonly key: string;
      readonly versionId?: string;
      readonly outcome: Outcome;
      readonly threats: readonly string[];
      readonly isForced: boolean;
      /** Why the version bears no tag, where it should. */
      readonly tagFailure?: string;
    }>;
  };
  /** The last executions, newest first. */
  readonly executions: ReadonlyArray<{
    readonly arn: string;
    readonly name: string;
    /** Name of its machine. */
    readonly machine: string;
    readonly status: Run["status"];
    /** Where it stands, while it runs. */
    readonly states: readonly string[];
    /** Instant at which it came there, or ended. */
    readonly since: number;
  }>;
  /** Deliveries that were given up and that no queue of dead letters has taken; `detail` is JSON. */
  readonly discarded: ReadonlyArray<{
    readonly kind: string;
    readonly at: number;
    readonly from?: string;
    readonly to: string;
    readonly reason: string;
    readonly detail: string;
  }>;
  /** The last mails, without their content. */
  readonly mails: ReadonlyArray<Pick<Mail, "id" | "at" | "subject" | "from" | "recipients" | "outcome">>;
}
