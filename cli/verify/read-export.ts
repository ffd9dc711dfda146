import { type ChainExport, chainExportSchema } from "../../shared/kernel/chain-export.ts";
import { ok, type Result, refused } from "../../shared/kernel/result.ts";

/**
 * Reads an exported chain, or says in French why it is none. A member written twice is refused: of the two values, the
 * reader of the file would see one and the verification the other.
 */
export function readExport(text: string): Result<ChainExport, string> {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const read = chainExportSchema.safeParse(parsed.value);
  if (!read.success) {
    const where = read.error.issues[0]?.path.join("/");
    return refused(`Ces données ne sont pas une chaîne exportée : le champ « /${where} » manque ou est mal formé.`);
  }
  if (membersWritten(text) !== membersOf(parsed.value)) {
    return refused("Ces données contiennent un champ écrit deux fois : elles ne se lisent pas d'une seule façon.");
  }
  return ok(read.data);
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return refused("Ces données ne sont pas du JSON : elles sont tronquées ou d'un autre format.");
  }
}

/** In JSON, a string followed by a colon is the name of a member; without escapes, every other piece is outside strings. */
function membersWritten(text: string): number {
  const pieces = text.replaceAll(/\\./g, "").split('"');
  return pieces.filter((piece, index) => index % 2 === 0 && /^\s*:/.test(piece)).length;
}

/** Counts without recursion: the text may nest deeper than the stack. */
function membersOf(root: unknown): number {
  let count = 0;
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const members = Object.values(value);
    if (!Array.isArray(value)) count += members.length;
    for (const member of members) open.push(member);
  }
  return count;
}
