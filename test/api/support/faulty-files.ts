import { features } from "../../support/pdf/active.ts";
import { zipOf } from "../../support/pdf/archives.ts";
import { bombs } from "../../support/pdf/bombs.ts";
import { pdf, plain } from "../../support/pdf/crafted.ts";
import type { Product } from "./product.ts";

const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
const scripted = features.find(({ code }) => code === "javascript")!;

/** Files that can be sent and cannot be a piece, by the name of their fault. */
export const faultyFiles: readonly (readonly [fault: string, make: () => Uint8Array])[] = [
  ["wrong type under a right name", () => Buffer.from("un simple texte")],
  ["truncated", () => pdf(plain).subarray(0, -80)],
  ["encrypted", () => pdf(plain, "/Encrypt << /Filter /Standard >>")],
  ["scripted", () => pdf({ ...plain, ...scripted.objects })],
  ["polyglot", () => Buffer.concat([pdf(plain), zipOf("a", Buffer.from("a"))])],
  ["bomb", bombs["30 streams of 10 MB"]![1]],
  ["EICAR", () => Buffer.from(eicar)],
  ["XML named .pdf", () => Buffer.from("<?xml version='1.0'?><piece/>")],
];

/** Makes the scanner say of the next object that it cannot look into it, as GuardDuty says of what has a password. */
export const refuseNextScan = (product: Product): Promise<void> => forceScan(product, { outcome: "UNSUPPORTED" });

/** Makes the scanner say this of the next object, so long after it came. */
export async function forceScan(
  product: Product,
  forced: { readonly outcome: string; readonly delaySeconds?: number },
): Promise<void> {
  const answer = await fetch(`${product.console}/scanner`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...forced, objects: 1 }),
  });
  if (answer.status !== 200) throw new Error(await answer.text());
}
