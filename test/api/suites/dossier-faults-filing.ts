import { randomUUID } from "node:crypto";
import { describe, expect } from "@jest/globals";
import { type Dossier, type FaultyDossier, receiptOf, versionNow } from "../support/faulty-dossier.ts";
import { faultyFiles, refuseNextScan } from "../support/faulty-files.ts";
import {
  announced,
  askUpload,
  onceKnown,
  onceReceived,
  pathOf,
  pieceOnce,
  required,
  send,
  sendForm,
  sha256Of,
  submit,
} from "../support/filing.ts";
import { advance } from "../support/messages.ts";
import { enrolment } from "../support/scenario.ts";
import { refusal, refusalOfFile } from "../support/told.ts";

const versionIn = ({ headers }: Response): string => headers.get("x-amz-version-id") ?? "";

/** What may go wrong until a dossier is filed. */
export function faultsOfFiling(one: FaultyDossier): void {
  describe("SEC-11 SEC-23 SEC-24 a file that cannot be a piece", () => faultsOfFiles(one));
  describe("SEC-12 what comes under a grant", () => faultsOfGrants(one));
  describe("SEG-2-16 what was not received cannot be filed", () => faultsOfSubmission(one));
}

function faultsOfFiles(one: FaultyDossier): void {
  const announcing =
    (size: number) =>
    async ({ id, client }: Dossier) => {
      const body = { ...announced(Buffer.from("a")), size };
      return refusal(await client.post(`${pathOf(id)}/pieces/D-ENR-RIB/upload`, body), "/size");
    };
  one.meets("empty file", announcing(0));
  one.meets("over size", announcing(10_000_001));

  for (const [fault, make] of faultyFiles) {
    one.meets(fault, async ({ id, client }) => {
      // Scanners differ in what they make of a password.
      if (fault === "encrypted") await refuseNextScan(one.product());
      const sent = await send(client, id, "D-ENR-RIB", make());
      const { files } = await onceKnown(client, id, "D-ENR-RIB", sent);
      const file = files.at(-1);
      expect([file.version, file.inspection?.standing ?? "to-replace"]).toEqual([sent.version, "to-replace"]);
      return refusalOfFile(file);
    });
  }

  one.next("then a good one: nothing stands in its way", async ({ id, client }) => {
    const sent = await one.sendGood("D-ENR-RIB");
    const { files } = await onceKnown(client, id, "D-ENR-RIB", sent);
    expect(files.at(-1)).toMatchObject({ version: sent.version, inspection: { standing: "usable" } });
    one.pieces["D-ENR-RIB"] = sent;
  });
}

function faultsOfGrants(one: FaultyDossier): void {
  one.meets("expired grant", async ({ id, client }) => {
    const [key, bytes] = [randomUUID(), await one.good("D-ENR-FORM")];
    const { body: form } = await askUpload(client, id, "D-ENR-FORM", bytes, { key });
    await advance(one.product(), { seconds: 11 * 60 });
    expect((await sendForm(form, bytes)).status).toBe(403);
    return refusal(await askUpload(client, id, "D-ENR-FORM", bytes, { key }));
  });

  let sendAgain: () => Promise<Response>;
  one.meets("grant used twice", async ({ id, client }) => {
    const [key, bytes] = [randomUUID(), await one.good("D-ENR-RAPPORT")];
    const { body: form } = await askUpload(client, id, "D-ENR-RAPPORT", bytes, { key });
    sendAgain = () => sendForm(form, bytes);
    const sent = { version: versionIn(await sendAgain()), sha256: sha256Of(bytes) };
    await onceKnown(client, id, "D-ENR-RAPPORT", sent);
    one.pieces["D-ENR-RAPPORT"] = sent;
    return refusal(await askUpload(client, id, "D-ENR-RAPPORT", bytes, { key }));
  });

  one.meets("object replaced after the scan", async ({ id, client }) => {
    const replaced = await sendAgain();
    const { version } = one.pieces["D-ENR-RAPPORT"]!;
    expect([replaced.status, versionIn(replaced)]).toEqual([204, expect.not.stringMatching(version)]);
    const { files, ignored } = await pieceOnce(client, id, "D-ENR-RAPPORT", (piece) => piece.ignored !== undefined);
    expect(files).toMatchObject([{ version, verdict: "clean", inspection: { standing: "usable" } }]);
    return { shows: "ignored", sentence: ignored.sentence };
  });
}

function faultsOfSubmission(one: FaultyDossier): void {
  const rib = "/pieces/D-ENR-RIB";
  one.meets("wrong digest", async ({ id, client }) => {
    const altered = { ...one.pieces["D-ENR-RIB"]!, sha256: sha256Of(Buffer.from("other")) };
    return refusal(await submit(client, id, { "D-ENR-RIB": altered }), rib);
  });

  one.meets("piece of another case", async ({ id, client }) => {
    const other = (await client.post("/v1/segur/dossiers", enrolment)).body.id;
    const sent = await send(client, other, "D-ENR-RIB", Buffer.from("%PDF-1.7 of another case"));
    await onceReceived(client, other, "D-ENR-RIB", sent);
    return refusal(await submit(client, id, { "D-ENR-RIB": sent }), rib);
  });

  one.meets("submission while uploading", async ({ id, client }) => {
    const bytes = await one.good("D-ENR-ID");
    const { body: form } = await askUpload(client, id, "D-ENR-ID", bytes);
    const coming = { version: "not-known-yet", sha256: sha256Of(bytes) };
    const early = await submit(client, id, { ...one.pieces, "D-ENR-ID": coming });
    one.pieces["D-ENR-ID"] = { ...coming, version: versionIn(await sendForm(form, bytes)) };
    return refusal(early);
  });

  one.next("then all that was received: filed whole, at the instant of the act", async ({ id, client }) => {
    one.pieces["D-ENR-FORM"] = await one.sendGood("D-ENR-FORM");
    for (const code of required) await onceReceived(client, id, code, one.pieces[code]!);
    const { status, body } = await submit(client, id, one.pieces);
    expect([status, body.receivedAt]).toEqual([200, body.submittedAt]);
  });

  const submitAgain = async (dossier: Dossier) => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await submit(dossier.client, dossier.id, one.pieces, { version: await versionNow(dossier) });
      // Its examination has begun, and writes on the record.
      if (answer.status !== 412 || attempt > 20) return refusal(answer);
    }
  };
  one.meets("submission twice", submitAgain, receiptOf);
}
