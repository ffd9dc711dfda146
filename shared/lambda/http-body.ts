import * as z from "zod/mini";
import { type FieldRefusal, Problem } from "../kernel/problem.ts";

/** A body as the front door hands it over. */
interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
}

/** Largest body read, in bytes: the longest request of the API is far below. */
const maxBodyBytes = 64 * 1024;

/**
 * The body of a request, parsed by `schema`.
 *
 * @throws Problem `malformed-request`, `body-too-large`, `unsupported-media-type` or `invalid-content`, with each field refused
 */
export function readBody<Body>(event: Sent, schema: z.core.$ZodType<Body>): Body {
  const sent = readSent(event);
  const hidden = hiddenKeys(sent);
  if (hidden.length > 0) throw refusedFields(hidden.map((pointer) => ({ pointer, reason: unknownField })));
  const parsed = z.safeParse(schema, sent);
  if (parsed.success) return parsed.data;
  throw refusedFields(sent === undefined ? [bodyMissing] : parsed.error.issues.flatMap(fieldRefusals));
}

const unknownField = "Champ inconnu : retirez-le.";
const bodyMissing: FieldRefusal = { pointer: "", reason: "Cette requête attend un corps en JSON." };

const refusedFields = (fields: readonly FieldRefusal[]): Problem =>
  new Problem(
    "invalid-content",
    "Un ou plusieurs champs sont refusés. Corrigez-les puis envoyez de nouveau ; rien n'a été enregistré.",
    { fields },
  );

/** The JSON that was sent, or undefined when there is no body; limits hold before anything is parsed. */
function readSent(event: Sent): unknown {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > maxBodyBytes) {
    throw new Problem(
      "body-too-large",
      `Le corps de la requête dépasse ${maxBodyBytes / 1024} Kio. Réduisez-le ; rien n'a été enregistré.`,
    );
  }
  if (bytes.length === 0) return undefined;
  if (!/^application\/json *(;|$)/i.test(event.headers["content-type"] ?? "")) {
    throw new Problem(
      "unsupported-media-type",
      "Le corps de la requête doit être du JSON, annoncé par Content-Type: application/json.",
    );
  }
  return readJson(bytes.toString("utf8"));
}

function readJson(raw: string): unknown {
  // The front door hands text over, with this character in the place of each byte that is not UTF-8.
  if (raw.includes("\ufffd")) {
    throw new Problem(
      "malformed-request",
      "Le corps de la requête n'est pas en UTF-8 : des caractères, accentués sans doute, seraient perdus. Envoyez-le en UTF-8 ; rien n'a été enregistré.",
    );
  }
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw new Problem("malformed-request", "Le corps de la requête n'est pas du JSON valide.", { cause });
  }
}

/** Where `__proto__` stands as a key: schemas of records leave it out without a word. */
function hiddenKeys(sent: unknown): readonly string[] {
  const found: string[] = [];
  const pending = [{ at: "", value: sent }];
  // Grows while it is walked: a body is nested as deep as its sender likes.
  for (const { at, value } of pending) {
    if (typeof value !== "object" || value === null) continue;
    const inside = Object.entries(value).map(([key, inner]) => ({ key, at: at + pointerTo(key), value: inner }));
    found.push(...inside.filter(({ key }) => key === "__proto__").map(({ at: pointer }) => pointer));
    for (const one of inside) pending.push(one);
  }
  return found;
}

/** One refusal a field. Unknown fields are named, never dropped in silence. */
function fieldRefusals(issue: z.core.$ZodIssue): readonly FieldRefusal[] {
  const at = issue.path.map((part) => pointerTo(String(part))).join("");
  if (issue.code !== "unrecognized_keys") return [{ pointer: at, reason: issue.message }];
  return issue.keys.map((key) => ({ pointer: at + pointerTo(key), reason: unknownField }));
}

/** A step of a JSON Pointer (RFC 6901), cut where it is longer than any name of the API. */
const pointerTo = (key: string): string => `/${key.slice(0, 60).replaceAll("~", "~0").replaceAll("/", "~1")}`;
