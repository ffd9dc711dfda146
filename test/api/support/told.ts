import { expect } from "@jest/globals";
import { faults } from "../../../docs/generate/faults.ts";
import type { Answer } from "./client.ts";

/** What a user was told of a fault: what shows it, and the sentence. */
export interface Told {
  readonly shows: string;
  readonly sentence: string;
}

/** A refusal of the API: its detail, or the reason given on a field. */
export function refusal({ status, body }: Answer, pointer?: string): Told {
  const shown = `${status} ${body.type.replace("urn:guichet:problem:", "")}`;
  if (pointer === undefined) return { shows: shown, sentence: body.detail };
  const field = body.errors.find((one: { pointer: string }) => one.pointer === pointer);
  return { shows: `${shown} at ${pointer}`, sentence: field.reason };
}

interface ReadFile {
  readonly verdict: string;
  readonly verdictLabel: string;
  readonly inspection?: {
    readonly findings: readonly { readonly code: string; readonly effect: string; readonly sentence: string }[];
  };
}

/** What stands in the way of a file: its verdict, or the first thing found in a clean one that bids to replace it. */
export function refusalOfFile({ verdict, verdictLabel, inspection }: ReadFile): Told {
  if (verdict !== "clean") return { shows: verdict, sentence: verdictLabel };
  const found = inspection?.findings.find(({ effect }) => effect === "replace");
  if (found === undefined) throw new Error("nothing bids to replace the file");
  return { shows: found.code, sentence: found.sentence };
}

/** As documented: each « {…} » of a sentence stands for some text. */
export function expectAsDocumented(fault: string, { shows, sentence }: Told): void {
  const documented = faults.find((one) => one.fault === fault);
  const [first = "", ...rest] = (documented?.sentence ?? "").split(/\{\w+\}/).map(RegExp.escape);
  const pattern = new RegExp(`^${[first, ...rest].join(".+")}$`);
  const said = sentence.replaceAll("\u202f", " ");
  expect([fault, shows, said]).toEqual([fault, documented?.shows, expect.stringMatching(pattern)]);
}
