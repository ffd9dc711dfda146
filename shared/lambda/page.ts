import * as z from "zod/mini";
import { Problem } from "../kernel/problem.ts";

const limitSchema = z.optional(z.string().check(z.regex(/^[1-9]\d{0,2}$/)));
const cursorSchema = z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/)));

/** Query parameters of a page. */
export const pageParameters = ["limit", "cursor"] as const;

/** A page asked for: how many lines, and after which position. */
export interface PageQuery {
  readonly limit: number;
  readonly position?: string;
}

/**
 * Reads `limit` (1 to `most`) and `cursor`. A cursor holds a position in the caller's own list and nothing else: what
 * is listed comes from the access table, so that a forged one shows no more than another page of the same list.
 *
 * @throws Problem `malformed-request`
 */
export function readPage(query: Readonly<Record<string, string>>, most: number, position: RegExp): PageQuery {
  const limit = z.safeParse(limitSchema, query.limit);
  const cursor = z.safeParse(cursorSchema, query.cursor);
  const wanted = limit.success ? Number(limit.data ?? Math.min(50, most)) : Number.NaN;
  if (!(wanted <= most)) throw new Problem("malformed-request", `Le paramètre limit attend un nombre de 1 à ${most}.`);
  if (!cursor.success) throw badCursor();
  if (cursor.data === undefined) return { limit: wanted };
  const text = Buffer.from(cursor.data, "base64url").toString("utf8");
  if (!position.test(text)) throw badCursor();
  return { limit: wanted, position: text };
}

/** The cursor that leads past a position. */
export const cursorAfter = (position: string): string => Buffer.from(position, "utf8").toString("base64url");

const badCursor = () =>
  new Problem(
    "malformed-request",
    "Le paramètre cursor n'est pas celui d'une page précédente. Reprenez depuis la première page.",
  );
