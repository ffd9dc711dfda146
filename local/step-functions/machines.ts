import { createHash } from "node:crypto";
import { AwsError } from "../aws-door/aws-error.ts";

/** A machine as the template declares it. */
export interface DeclaredMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** JSON text, substitutions made. */
  readonly definition: string;
  readonly definitionId: string;
  /** UTC ms of the boot that first declared this definition. */
  readonly createdAt: number;
}

/** Id of a definition, by its text. */
export function definitionIdOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The machines of a run, with their versions and aliases. */
export class Machines {
  readonly #machines = new Map<string, DeclaredMachine>();
  readonly #versions = new Map<string, DeclaredMachine>();
  readonly #aliases = new Map<string, string>();

  put(machine: DeclaredMachine): void {
    this.#machines.set(machine.arn, machine);
  }

  putVersion(arn: string, machineArn: string): void {
    this.#versions.set(arn, this.get(machineArn));
  }

  putAlias(arn: string, versionArn: string): void {
    this.#aliases.set(arn, versionArn);
  }

  all(): readonly DeclaredMachine[] {
    return [...this.#machines.values()];
  }

  /** The machine that an ARN names, of itself, of a version or of an alias. Throws `StateMachineDoesNotExist`. */
  get(arn: string): DeclaredMachine {
    const machine = this.#machines.get(arn) ?? this.#versions.get(this.#aliases.get(arn) ?? arn);
    if (machine !== undefined) return machine;
    throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }
}
