import { describe, expect, test } from "@jest/globals";
import { features } from "../../support/pdf/active.ts";
import { zipOf } from "../../support/pdf/archives.ts";
import { bombs } from "../../support/pdf/bombs.ts";
import { pdf, plain } from "../../support/pdf/crafted.ts";
import { onceKnown, send } from "../support/filing.ts";
import type { Product } from "../support/product.ts";
import { enrolment, newSupplier, type Supplier } from "../support/scenario.ts";

const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const scripted = features.find(({ code }) => code === "javascript")!;
const bomb = bombs["30 streams of 10 MB"]![1];

/** Files that are not what a piece should be, and the words by which their filer learns it. */
const faulty: readonly (readonly [title: string, make: () => Uint8Array, words: RegExp])[] = [
  ["XML under the name of a PDF", () => Buffer.from("<?xml version='1.0'?><piece/>"), /document XML et non un PDF/],
  ["text under the type of a PDF", () => Buffer.from("un simple texte"), /n'en a pas l'en-tête/],
  ["a PDF cut off", () => pdf(plain).subarray(0, -80), /tronqué/],
  ["a PDF with a script", () => pdf({ ...plain, ...scripted.objects }), /script JavaScript/],
  ["a PDF that is also an archive", () => Buffer.concat([pdf(plain), zipOf("a", Buffer.from("a"))]), /archive ZIP/],
  ["a bomb", bomb, /se décompresse sans mesure/],
  ["EICAR", () => Buffer.from(`%PDF-1.7 ${eicar}`), /menace a été détectée/],
  ["a PDF under a password", () => pdf(plain, "/Encrypt << /Filter /Standard >>"), /mot de passe/],
];

/** Each fault of a file is told to its filer in words of its own, and loses nothing. */
export function filingFaults(product: () => Product): void {
  let opened: Promise<Supplier & { readonly dossier: string }> | undefined;
  const draft = async () => {
    const supplier = await newSupplier(product(), "faulty-files");
    return { ...supplier, dossier: (await supplier.client.post("/v1/segur/dossiers", enrolment)).body.id as string };
  };
  const sentences: string[] = [];

  describe("SEC-23 SEC-24 a file that cannot be a piece: received, and its filer reads what to do", () => {
    test.each(faulty)("%s", async (_, make, words) => {
      opened ??= draft();
      const { client, dossier } = await opened;
      const sent = await send(client, dossier, "D-ENR-RIB", make());
      const piece = await onceKnown(client, dossier, "D-ENR-RIB", sent);
      const file = piece.files.at(-1);
      const told = file.inspection?.findings.filter(({ effect }: { effect: string }) => effect === "replace") ?? [];
      const sentence = file.verdict === "clean" ? told[0].sentence : file.verdictLabel;
      expect([file.version, sentence]).toEqual([sent.version, expect.stringMatching(words)]);
      expect(file.inspection?.standing ?? "to-replace").toBe("to-replace");
      expect(sentences).not.toContain(sentence);
      sentences.push(sentence);
    });
  });
}
