import { AwsError } from "../aws-door/aws-error.ts";

/** Where events of mails go: types as the template writes them (`BOUNCE`), to a bus. */
export interface EventDestination {
  readonly types: readonly string[];
  readonly bus: string;
}

/** Who may be a sender here, and the configuration sets; declared again at each boot. */
export class Identities {
  /** By name: the configuration set that holds when a mail names none. */
  readonly #identities = new Map<string, string | undefined>();
  readonly #sets = new Map<string, EventDestination[]>();

  putIdentity(name: string, configurationSet: string | undefined): void {
    this.#identities.set(name.toLowerCase(), configurationSet);
  }

  putSet(name: string): void {
    this.#sets.set(name, []);
  }

  /** Throws an Error for a set that does not exist. */
  putDestination(set: string, destination: EventDestination): void {
    this.destinationsOf(set).push(destination);
  }

  /** Throws an AwsError NotFoundException for a set that does not exist. */
  destinationsOf(set: string): EventDestination[] {
    const found = this.#sets.get(set);
    if (found !== undefined) return found;
    throw new AwsError("NotFoundException", `Configuration set <${set}> does not exist.`, 404);
  }

  /** The identity of an address: itself, its domain or a domain above it. Throws an AwsError MessageRejected without one. */
  identityOf(address: string): { readonly name: string; readonly configurationSet: string | undefined } {
    const [, domain = ""] = address.toLowerCase().split("@");
    const labels = domain.split(".");
    const domains = labels.map((_, index) => labels.slice(index).join("."));
    const name = [address.toLowerCase(), ...domains].find((candidate) => this.#identities.has(candidate));
    if (name !== undefined) return { name, configurationSet: this.#identities.get(name) };
    const message = `Email address is not verified. The following identities failed the check in region EU-WEST-3: ${address}`;
    throw new AwsError("MessageRejected", message);
  }
}
