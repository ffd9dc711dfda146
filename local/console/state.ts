import type { Mail } from "../ses/mail.ts";

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
  /** The last mails, without their content. */
  readonly mails: ReadonlyArray<Pick<Mail, "id" | "at" | "subject" | "from" | "recipients" | "outcome">>;
}
