import type { Answer } from "../api/support/client.ts";
import { done, settle } from "../api/support/dossier.ts";
import type { Product } from "../api/support/product.ts";
import { countRequests } from "../api/support/requests.ts";

/** The least that an act can ask of AWS, in requests. */
export const batch = 1;
export const transaction = 1;
export const query = 1;
/** Each person or invited address that is new has a key of its own. */
export const newKey = 1;
/** Each name, address or text that is shown is opened with the key of its person. */
export const openedKey = 1;
/** A list is spread over partitions. */
export const shards = 4;

/** One run through acts of the API, each in the state that the one before has left. */
export class Course {
  readonly rows: {
    readonly act: string;
    readonly requests: Readonly<Record<string, number>>;
    readonly least: number;
  }[] = [];
  readonly product: Product;

  constructor(product: Product) {
    this.product = product;
  }

  /** Counts an act, once nothing is left in progress of those before it. */
  async take(act: string, least: number, ask: () => Promise<Answer>): Promise<Answer> {
    await settle(this.product);
    const { answer, requests } = await countRequests(this.product, ask);
    this.rows.push({ act, requests, least });
    return done(answer);
  }
}
