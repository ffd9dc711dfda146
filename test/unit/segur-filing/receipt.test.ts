import { describe, expect, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import { receiptOf } from "../../../shared/domain/segur/receipt.ts";
import { receiptPage } from "../../../shared/domain/segur/receipt-page.ts";
import { hashEvent } from "../../../shared/kernel/chain.ts";
import type { RecordedEvent } from "../../../shared/kernel/event.ts";
import { at, digestOf, filedAt, head } from "./dossier.ts";

const { id, declared } = head();
const filed = { piece: "D-ENR-RIB", upload: "u", version: "v", sha256: digestOf("D-ENR-RIB"), size: 1_234_567 };
const event = (seq: number, type: string, data: RecordedEvent["data"]): RecordedEvent => ({
  v: 1,
  chain: id,
  seq,
  at: seq === 2 ? filedAt : at("2022-12-15T10:00:00+01:00"),
  type,
  actor: "someone",
  findings: [],
  data,
  sealed: [],
  prev: "0".repeat(64),
});
const submitted = event(2, "submitted-with-pieces", { pieces: [filed] });
const events = [
  event(1, "dossier.created", { owner: id }),
  submitted,
  event(3, "piece-or-field-missing", { points: [] }),
  event(4, "completed-in-time", { pieces: [filed], receivedAt: "2022-12-15T09:00:00.000Z" }),
];
const organisation = { id, name: `Labonova <script>alert("1")</script> & fils`, siret: "73282932000074" };
const receipt = receiptOf({ id, programme: "BIO-SGL-Va1", declared }, organisation, events);

describe("a receipt", () => {
  test("it tells the filings alone, each with the digest of its event, as published", () => {
    expect(answers.receipt.safeParse(receipt).error).toBeUndefined();
    expect(receipt.filings.map(({ seq, hash }) => [seq, hash])).toEqual([
      [2, hashEvent(submitted)],
      [4, hashEvent(events[3]!)],
    ]);
  });

  test("SEG-2-16 filed without all its pieces, then completed: no date, then that of the completion", () => {
    expect(receipt.filings.map(({ reception }) => reception)).toEqual([
      expect.stringContaining("sans date de réception"),
      expect.stringMatching(/^Dossier reçu le jeudi 15 décembre 2022/),
    ]);
  });

  test("SEC-25 the page: French spacing, a name of markup as text, nothing to run or to load", () => {
    const page = receiptPage(receipt);
    expect(page).toContain("Labonova &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; fils");
    expect(page).not.toMatch(/<script|<img|src=|href=|url\(/);
    expect(page).toMatch(/1\u202f234\u202f567 octets/);
    expect(page).toContain("2022-11-28T08:00:00.000Z");
  });

  test("SEG-2-16 its title says whether the dossier bears a date of reception", () => {
    expect(receiptPage(receipt)).toContain("<h1>Dépôt reçu</h1>");
    const undated = { ...receipt, filings: receipt.filings.map(({ receivedAt, ...filing }) => filing) };
    expect(receiptPage(undated)).toContain("<h1>Dépôt enregistré, incomplet\u202f: aucune date de réception</h1>");
  });
});
