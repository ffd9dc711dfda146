import { expect, test } from "@jest/globals";
import type { PieceCode } from "../../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import type { Client } from "./client.ts";
import { pathOf, type Sent, send } from "./filing.ts";
import { referencedDraft, versionOf } from "./instruction.ts";
import type { Product } from "./product.ts";
import { expectAsDocumented, type Told } from "./told.ts";

export interface Dossier {
  readonly id: string;
  readonly client: Client;
}

const longest = 240_000;

/** Its chain and head. */
const recordOf = async ({ id, client }: Dossier): Promise<unknown> =>
  (await client.get(`/v1/cases/${id}/timeline`)).body;

/** What was filed of it. */
export const receiptOf = async ({ id, client }: Dossier): Promise<unknown> =>
  (await client.get(`${pathOf(id)}/receipt`)).body;

/** Its version, as acts on it must name it. */
export const versionNow = async ({ id, client }: Dossier): Promise<number> => versionOf(await client.get(pathOf(id)));

/** One dossier, of a filer whose mails bounce, that goes from fault to fault. */
export class FaultyDossier {
  readonly product: () => Product;
  /** What its user was told of each fault so far. */
  readonly told = new Map<string, Told>();
  /** Good pieces that were received. */
  readonly pieces: Record<string, Sent> = {};
  #opened: ReturnType<typeof referencedDraft> | undefined;

  constructor(product: () => Product) {
    this.product = product;
  }

  async opened(): Promise<Dossier> {
    const { id, supplier } = await this.#draft();
    return { id, client: supplier.client };
  }

  /** The file that a piece should be. */
  async good(code: PieceCode): Promise<Uint8Array> {
    return pieceSaying(code, (await this.#draft()).said);
  }

  async sendGood(code: PieceCode): Promise<Sent> {
    const { id, client } = await this.opened();
    return send(client, id, code, await this.good(code));
  }

  /** A fault is made: its user is told as documented, and what must last is as it was. */
  meets(fault: string, make: (dossier: Dossier) => Promise<Told>, lasting = recordOf): void {
    const title = `${fault}: told in words of its own, and nothing on record changes`;
    const meeting = async () => {
      const dossier = await this.opened();
      const before = await lasting(dossier);
      const told = await make(dossier);
      this.told.set(fault, told);
      expectAsDocumented(fault, told);
      expect(await lasting(dossier)).toEqual(before);
    };
    test(title, meeting, longest);
  }

  /** What comes between two faults. */
  next(title: string, go: (dossier: Dossier) => Promise<void>): void {
    test(title, async () => go(await this.opened()), longest);
  }

  #draft(): ReturnType<typeof referencedDraft> {
    this.#opened ??= referencedDraft(this.product(), "every-fault", "bounce@simulator.amazonses.com");
    return this.#opened;
  }
}
