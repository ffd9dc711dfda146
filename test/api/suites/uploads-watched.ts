import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { places } from "../../../shared/ports/places.ts";
import { pieceSaying } from "../../support/pdf/enrolment-pieces.ts";
import { crash, purge, standing, told } from "../support/alarms.ts";
import { productNow } from "../support/client.ts";
import { anew, done, type Editeur, newEditeur, openDraft, sendPieces, settle } from "../support/dossier.ts";
import { forceScan } from "../support/faulty-files.ts";
import { onceKnown, send, submit } from "../support/filing.ts";
import { advance, itemAt, plant, sendTo } from "../support/messages.ts";
import type { Product } from "../support/product.ts";

const rib = "D-ENR-RIB";

/** What goes wrong between the store and the platform: each is told by an alarm of its own, which falls silent again. */
export function uploadsWatched(product: () => Product): void {
  const rings = async (alarm: string) => {
    expect(await told(product(), "ringing")).toEqual([expect.stringMatching(new RegExp(`^Guichet ${alarm}: `))]);
    await advance(product(), { seconds: 300 });
    expect(await told(product(), "ringing")).toEqual([]);
  };
  const inAMinute = () => advance(product(), { seconds: 60 });
  let first: Editeur;
  /** The filer, signed in again: a token lives five minutes, and the clock was advanced. */
  const filer = async () => ({ ...first, client: await anew(product(), "alarm-uploads", first.id) });
  const sent = async ({ client, said }: Editeur, dossier: string) =>
    send(client, dossier, rib, await pieceSaying(rib, said));

  test("a message tells of a file under no grant: dropped, and told", async () => {
    const time = new Date(await productNow(product())).toISOString();
    const detail = { bucket: { name: "elsewhere" }, object: { key: `quarantine/${randomUUID()}`, "version-id": "v" } };
    await sendTo(product(), "Uploads", { source: "aws.s3", time, detail });
    await inAMinute();
    await rings("UploadHintDropped");
  });

  test("the scanner cannot look at a file: told, and the filer reads that it is looked into", async () => {
    first = await newEditeur(product(), "alarm-uploads", "granted");
    const draft = await openDraft(first);
    await forceScan(product(), { outcome: "ACCESS_DENIED" });
    const version = await sent(first, draft);
    const { files } = await onceKnown(first.client, draft, rib, version);
    expect(files).toMatchObject([{ verdict: "access-denied", readable: false }]);
    await inAMinute();
    await rings("ScanWithoutVerdict");
  });

  test("the scanner says nothing for half an hour: told by the next sweep", async () => {
    await forceScan(product(), { outcome: "NO_THREATS_FOUND", delaySeconds: 7200 });
    const editeur = await filer();
    await sent(editeur, await openDraft(editeur));
    await advance(product(), { seconds: 5700 });
    expect(await told(product(), "ever")).toContainEqual(expect.stringMatching(/^Guichet VerdictMissing: /));
    await advance(product(), { seconds: 3600 });
    expect(await told(product(), "ringing")).toEqual([]);
  });

  test("every message of a file is lost: the sweep finds it and tells, and the piece is received", async () => {
    const { functions } = await standing(product());
    await crash(
      product(),
      functions.filter((name) => /FollowUpload/i.test(name)),
    );
    const editeur = await filer();
    const draft = await openDraft(editeur);
    const version = await sent(editeur, draft);
    await advance(product(), { seconds: 1 });
    await purge(product());
    await crash(product(), []);
    await advance(product(), { seconds: 5700 });
    expect(await told(product(), "ever")).toContainEqual(expect.stringMatching(/^Guichet UploadOverlooked: /));
    expect((await onceKnown((await filer()).client, draft, rib, version)).files).toMatchObject([{ verdict: "clean" }]);
    await advance(product(), { seconds: 300 });
    expect(await told(product(), "ringing")).toEqual([]);
  });

  test("the record of a file is changed behind the platform's back: it is not copied into the vault, and that is told", async () => {
    const editeur = await filer();
    const draft = await openDraft(editeur);
    const named = await sendPieces(editeur, draft, ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-ID"]);
    const version = await sent(editeur, draft);
    await onceKnown(editeur.client, draft, rib, version);
    const other = "0".repeat(64);
    const stored = JSON.stringify(await itemAt(product(), places.pieces(draft)));
    await plant(product(), places.pieces(draft), JSON.parse(stored.replaceAll(version.sha256, other)));
    done(await submit(editeur.client, draft, { ...named, [rib]: { ...version, sha256: other } }));
    await settle(product());
    expect(await told(product(), "ever")).toContainEqual(expect.stringMatching(/^Guichet PromotionDigestMismatch: /));
    const { body } = await (await filer()).client.get(`/v1/segur/dossiers/${draft}`);
    const readable = body.pieces.flatMap(({ code, files }: { code: string; files: { readable: boolean }[] }) =>
      files.filter((file) => file.readable).map(() => code),
    );
    expect(readable.sort()).toEqual(["D-ENR-FORM", "D-ENR-ID", "D-ENR-RAPPORT"]);
    await advance(product(), { seconds: 900 });
    // Its examination goes on failing, for hours: the inspector takes no file of another digest either.
    expect((await told(product(), "ringing")).filter((text) => text.startsWith("Guichet"))).toEqual([]);
  });
}
