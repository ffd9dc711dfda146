import { randomBytes, randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type MailDeps, tellParties } from "../../../functions/segur/mail-desk.ts";
import type { Member } from "../../../shared/domain/directory/items.ts";
import { enrolmentAccess } from "../../../shared/domain/segur/access.ts";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import type { Letter } from "../../../shared/domain/segur/mail-letter.ts";
import type { MailRecord } from "../../../shared/domain/segur/mail-record.ts";
import { authorise } from "../../../shared/kernel/access.ts";
import { seal } from "../../../shared/kernel/seal.ts";
import { type Instant, instantFromEpochMillis } from "../../../shared/kernel/time.ts";
import type { OutgoingMail } from "../../../shared/ports/notifier.ts";
import { mailTroubleList, places } from "../../../shared/ports/places.ts";
import type { Place } from "../../../shared/ports/records.ts";
import type { Store } from "../adapters/store.ts";
import { dossier, instant } from "./dossiers.ts";

const said = authorise(enrolmentAccess, {
  roles: ["platform"],
  action: "dossier.proceed",
  relation: "platform",
  state: "enrolled",
});
if (said.answer !== "allow") throw new Error("the platform may act on dossiers");
const { proof } = said;

/** What becomes of the next mails that are handed over: SES takes them, refuses them, or is cut off before or after. */
type Fate = "taken" | "refused" | "cut-before" | "cut-after";

/** A Fournisseur with a dossier, a post office that notes what leaves, and a clock. */
export class PostOffice {
  readonly store: Store;
  readonly dossier: Enrolment;
  readonly left: OutgoingMail[] = [];
  fates: Fate[] = [];
  private members = 0;
  now: Instant = instant("2022-11-28T10:00:00Z");

  constructor(store: Store) {
    this.store = store;
    this.dossier = dossier({ id: randomUUID(), owner: randomUUID() });
  }

  later(minutes: number): void {
    this.now = instantFromEpochMillis(Date.parse(this.now) + minutes * 60_000);
  }

  /** A member of the Fournisseur, whose address is sealed unless told that there is none. */
  async addMember(mail: string | undefined, changes: Partial<Member> = {}): Promise<string> {
    const { personKeys, random } = this.store.deps;
    const personId = randomUUID();
    this.members += 1;
    const member: Member = {
      v: 1,
      id: randomBytes(16).toString("hex"),
      personId,
      organisationId: this.dossier.owner,
      roles: ["filer"],
      state: "active",
      from: instant("2022-01-01T00:00:00Z"),
      // Each joined by an event of its own.
      identitySeq: this.members,
      ...changes,
    };
    const { organisationId: chain, identitySeq: seq } = member;
    await this.put(places.member(chain, member.id), member);
    const { key, wrapped } = await personKeys.create(personId);
    await this.put(places.personKey(personId), { wrapped });
    if (mail === undefined) return member.id;
    const { ciphertext } = seal({ key, keyId: personId, chain, seq, field: "mail", text: mail, random });
    await this.put(places.sealed(chain, seq, "mail"), { ciphertext, key: personId });
    return member.id;
  }

  private put(place: Place, item: object): Promise<void> {
    return putItem(this.store, place, item);
  }

  get deps(): MailDeps {
    const send = async (mail: OutgoingMail) => {
      const fate = this.fates.shift() ?? "taken";
      if (fate === "taken" || fate === "cut-after") this.left.push(mail);
      if (fate.startsWith("cut")) throw new Error("the line was cut");
      return fate === "refused" ? "refused" : "taken";
    };
    return { ...this.store.deps, notifier: { send }, now: () => this.now };
  }

  /** Tells the parties of event 5; `false` when the message is to come back. */
  tell(letter: Partial<Letter> = {}): Promise<boolean> {
    const whole = { template: "test", subject: "Objet", lead: ["Texte."], next: [], ...letter };
    return tellParties(this.deps, proof, { dossier: this.dossier, seq: 5, letter: whole }).then(
      () => true,
      () => false,
    );
  }

  /** One attempt with its fate; SES tells within the time that a mail in doubt is waited for. */
  async play(step: "cut-before" | "cut-after" | "taken" | "twice", sesTells: () => Promise<unknown>): Promise<void> {
    this.fates = step === "twice" ? [] : [step];
    await Promise.all([this.tell(), ...(step === "twice" ? [this.tell()] : [])]);
    this.fates = [];
    await sesTells();
    this.later(6);
  }

  /** What is kept of the mails of the dossier. */
  async mails(): Promise<MailRecord[]> {
    const items = (await this.store.items("cases")) as (MailRecord & { readonly pk: string })[];
    return items.filter(({ pk, caseId }) => pk.startsWith("MAIL#") && caseId === this.dossier.id);
  }

  /** What waits for a person about the dossier. */
  async troubles(): Promise<string[]> {
    const listed = await this.store.deps.records.listed(proof, mailTroubleList, { limit: 100, order: "oldest" });
    return listed.filter(({ caseId }) => caseId === this.dossier.id).map(({ state }) => String(state));
  }

  /** The dossier where functions find it. */
  keepDossier(): Promise<void> {
    return this.put(places.dossier(this.dossier.id), this.dossier);
  }
}

/** Puts an item where functions find it. */
export async function putItem(store: Store, { table, pk, sk }: Place, item: object): Promise<void> {
  const Item = marshall({ ...item, pk, ...(sk && { sk }) }, { removeUndefinedValues: true });
  await store.client.send(new PutItemCommand({ TableName: store.tables[table], Item }));
}
