import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { addDays } from "../../../shared/kernel/civil.ts";
import { coverageGapList, mailTroubleList, places } from "../../../shared/ports/places.ts";
import { invoke } from "../support/account.ts";
import { productNow } from "../support/client.ts";
import { answered, invite, today } from "../support/invitations.ts";
import {
  advance,
  depthOf,
  itemAt,
  listed,
  loseReminder,
  mailsAbout,
  plant,
  plantEvent,
  redrive,
  remindersOf,
  sendTo,
  strayReminder,
} from "../support/messages.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier, type Supplier } from "../support/scenario.ts";

const settled = { seconds: 60 };
/** A draft of a new supplier, whose head the tests then write as acts would. */
async function draftOf(product: Product, sub: string, mail?: string): Promise<Supplier & { readonly dossier: string }> {
  const supplier = await newSupplier(product, sub, mail);
  const created = await supplier.client.post("/v1/segur/dossiers", enrolment);
  return { ...supplier, dossier: created.body.id };
}

/** The event as the bus tells of it. */
const told = (chain: string, seq: number, type: string) => ({ detail: { procedure: "enrolment", type, chain, seq } });
const reminderOf = (caseId: string, seq: number, dueOn: string) => ({
  v: 1,
  reminder: { caseId, seq, dueOn, kind: "half-way" },
});
const subjects = async (product: Product, dossier: string) =>
  (await mailsAbout(product, dossier)).map(({ subject }) => subject.replaceAll("\u202f", " "));

/** Mails, from the event of the record to the inbox and back; reminders; what a person is told. */
export function messages(product: () => Product): void {
  test("an event of the record: one mail to the filer, in text and HTML, which SES then says was delivered", async () => {
    const { dossier } = await draftOf(product(), "mail-decided");
    const seq = await plantEvent(product(), dossier, { type: "found-eligible" }, { state: "enrolled" });
    await advance(product(), settled);
    const [mail, ...more] = await mailsAbout(product(), dossier);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      subject: `Enrôlement prononcé, dossier ${dossier.slice(0, 8)}`,
      recipients: ["mail-decided@fournisseur.example"],
      tags: { mail: expect.stringMatching(/^[0-9a-f]{64}$/), case: dossier },
    });
    expect(mail?.html).toContain("l&#39;enrôlement est de droit (SEG-3.2-02, §3.2).");
    expect(await itemAt(product(), places.mail(String(mail?.tags.mail)))).toMatchObject({ seq, state: "delivered" });
  });

  test("SEC-32 the same event told five times more, the last of them late: no other mail", async () => {
    const { dossier } = await draftOf(product(), "mail-doubled");
    const seq = await plantEvent(product(), dossier, { type: "found-eligible" }, { state: "enrolled" });
    for (let time = 0; time < 4; time += 1)
      await sendTo(product(), "Notifications", told(dossier, seq, "found-eligible"));
    await advance(product(), { seconds: 900 });
    await sendTo(product(), "Notifications", told(dossier, seq, "found-eligible"));
    await advance(product(), settled);
    expect(await mailsAbout(product(), dossier)).toHaveLength(1);
  });

  test("SEC-48 a mail that bounces, a mail that is complained of, nobody left to write to: each for a person", async () => {
    const states: unknown[] = [];
    for (const mailbox of ["bounce", "complaint"]) {
      const { dossier } = await draftOf(product(), `mail-${mailbox}`, `${mailbox}@simulator.amazonses.com`);
      await plantEvent(product(), dossier, { type: "found-eligible" }, { state: "enrolled" });
      await advance(product(), settled);
      states.push(...(await troublesOf(product(), dossier)));
    }
    const { client, id, memberId, dossier } = await draftOf(product(), "mail-nobody");
    await plant(product(), places.dossier(dossier), {
      ...(await itemAt(product(), places.dossier(dossier))),
      owner: randomUUID(),
    });
    await plantEvent(product(), dossier, { type: "found-eligible" }, { state: "enrolled" });
    await advance(product(), settled);
    expect([...states, ...(await troublesOf(product(), dossier))]).toEqual(["bounced", "complained", "no-recipient"]);
    expect((await client.get(`/v1/organisations/${id}/members`)).body.items[0].id).toBe(memberId);
  });

  test("SEG-6.1-29 an invitation: its mail, then a reminder half-way; answered: nothing more, and no reminder is left", async () => {
    const { dossier } = await draftOf(product(), "mail-invited");
    const { dueOn } = await invite(product(), dossier);
    expect(await remindersOf(product(), dossier)).toEqual([
      expect.stringMatching(/-half-way$/),
      expect.stringMatching(/-last-days$/),
    ]);
    await advance(product(), `${addDays(dueOn, -4)}T09:00:01+01:00`);
    expect(await subjects(product(), dossier)).toEqual([
      expect.stringMatching(/^À compléter jusqu'au .* inclus : dossier/),
      expect.stringMatching(/^Rappel : 1 point à compléter jusqu'au .* inclus$/),
    ]);
    const half = (await mailsAbout(product(), dossier))[1];
    expect(new Date(half?.at ?? 0).toISOString()).toBe(`${addDays(dueOn, -4)}T08:00:00.000Z`);
    await answered(dossier, product());
    await advance(product(), settled);
    expect(await remindersOf(product(), dossier)).toEqual([]);
    expect((await subjects(product(), dossier)).at(-1)).toMatch(/^Complément reçu : l'instruction reprend/);
  }, 180_000);

  test("SEC-48 a reminder that comes after the answer, and one of another invitation: nothing leaves", async () => {
    const { dossier } = await draftOf(product(), "mail-late");
    const { seq, dueOn } = await invite(product(), dossier);
    await sendTo(product(), "DueReminders", reminderOf(dossier, seq + 1, dueOn));
    await answered(dossier, product());
    await sendTo(product(), "DueReminders", reminderOf(dossier, seq, dueOn));
    await advance(product(), settled);
    expect((await subjects(product(), dossier)).filter((subject) => subject.startsWith("Rappel"))).toEqual([]);
  });

  test("SEG-6.1-29 the proof of coverage: empty; then gaps planted both ways, each found, told and put right", async () => {
    const { dossier } = await draftOf(product(), "mail-coverage");
    const { seq, dueOn } = await invite(product(), dossier);
    await plant(product(), places.duty(dossier, seq), {
      v: 1,
      caseId: dossier,
      seq,
      gpk: "DUTIES#0",
      gsk: `${dueOn}#x`,
    });
    await advance(product(), { seconds: 3700 });
    const prove = async () =>
      invoke(product(), "ProveCoverageLive", { at: new Date(await productNow(product())).toISOString() });
    expect(await prove()).toEqual({ dutiesWithoutReminder: [], remindersWithoutDuty: [] });

    const [lost, kept] = await remindersOf(product(), dossier);
    const stray = `${randomUUID()}-4-20221228-half-way`;
    await loseReminder(product(), String(lost));
    for (const name of [stray, "not-ours"]) await strayReminder(product(), String(kept), name);
    const found = await prove();
    expect(found).toEqual({
      dutiesWithoutReminder: [lost],
      remindersWithoutDuty: expect.arrayContaining([stray, "not-ours"]),
    });
    expect((await listed(product(), coverageGapList)).filter(({ caseId }) => caseId === dossier)).toMatchObject([
      { dutiesWithoutReminder: [lost] },
    ]);
    expect(await remindersOf(product(), dossier)).toContain(lost);
    expect(await prove()).toEqual({ dutiesWithoutReminder: [], remindersWithoutDuty: [] });
  });

  test("SEC-53 a message that cannot be dealt with waits among the dead letters; sent back once it can, it has one effect", async () => {
    const { dossier } = await draftOf(product(), "mail-poison");
    const unborn = randomUUID();
    const dueOn = addDays(await today(product()), 8);
    await sendTo(product(), "DueReminders", reminderOf(unborn, 2, dueOn));
    await advance(product(), { seconds: 6 * 360 });
    expect(await depthOf(product(), "DueRemindersDeadLetters")).toBe(1);

    const head = await itemAt(product(), places.dossier(dossier));
    const at = new Date(await productNow(product())).toISOString();
    const points = [{ piece: "D-ENR-RIB", defect: "missing", rule: "SEG-3.1-06", dueOn }];
    const invitation = { seq: 2, at, state: "open", points };
    await plant(product(), places.dossier(unborn), { ...head, id: unborn, seq: 2, state: "to_complete", invitation });
    await redrive(product(), "DueRemindersDeadLetters");
    await sendTo(product(), "DueReminders", reminderOf(unborn, 2, dueOn));
    await advance(product(), { seconds: 600 });
    expect(await subjects(product(), unborn)).toEqual([expect.stringMatching(/^Rappel : 1 point/)]);
    expect(await depthOf(product(), "DueRemindersDeadLetters")).toBe(0);
  });

  test("SEC-53 a poison among good messages: the good ones are dealt with, it alone waits for a person", async () => {
    const { dossier } = await draftOf(product(), "mail-among");
    await sendTo(product(), "Notifications", "{ no message");
    await plantEvent(product(), dossier, { type: "found-eligible" }, { state: "enrolled" });
    await advance(product(), { seconds: 6 * 360 });
    expect(await mailsAbout(product(), dossier)).toHaveLength(1);
    expect(await depthOf(product(), "NotificationsDeadLetters")).toBe(1);
  });
}

async function troublesOf(product: Product, dossier: string): Promise<unknown[]> {
  const troubles = await listed(product, mailTroubleList);
  return troubles.filter(({ caseId }) => caseId === dossier).map(({ state }) => state);
}
