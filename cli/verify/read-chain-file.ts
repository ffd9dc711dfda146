import { readFile } from "node:fs/promises";
import type { ChainExport } from "../../shared/kernel/chain-export.ts";
import { ok, type Result, refused } from "../../shared/kernel/result.ts";
import { systemCode } from "../terminal/system-code.ts";
import { readExport } from "./read-export.ts";

/** The whole chain that a file holds, or a French sentence that says why there is none. */
export async function readChainFile(path: string): Promise<Result<ChainExport, string>> {
  const text = await readText(path);
  const chain = text.ok ? readExport(text.value) : text;
  if (!chain.ok || chain.value.next === undefined) return chain;
  return refused(`Le fichier ${path} ne contient qu'une page de la chaîne : réunissez-les, ou vérifiez avec --case.`);
}

/** Bytes that are not UTF-8 are refused: replaced, they would hide a change. */
async function readText(path: string): Promise<Result<string, string>> {
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)));
  } catch (error) {
    return refused(`Le fichier ${path} ne peut pas être lu (${systemCode(error)}).`);
  }
}
