import { z } from "zod";

/** An answer of the door. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer | string;
}

/** Set by the door itself: a function has no say in them. */
const RESERVED = ["connection", "content-length", "date", "keep-alive", "server", "transfer-encoding", "upgrade"];

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Result = z.object({
  statusCode: z
    .union([z.number(), z.string().regex(/^\d{3}$/)])
    .transform(Number)
    .pipe(z.number().int().min(100).max(599)),
  headers: z.record(z.string(), Scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** One of API Gateway's own answers: `{"message": …}`. */
export function gatewayAnswer(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    cookies: [],
    body: JSON.stringify({ message }),
  };
}

/** What a client gets when a function failed or returned what no answer can be made of. */
export function integrationFailure(): Answer {
  return gatewayAnswer(500, "Internal Server Error");
}

/**
 * What the client gets for what a function returned (payload format 2.0): a result with `statusCode` is an answer in full;
 * anything else is the body of a 200 in JSON, a string without its quotes.
 */
export function functionAnswer(payload: string): Answer {
  const returned = parseJson(payload);
  if (typeof returned === "string" || !hasStatusCode(returned)) {
    const body = typeof returned === "string" ? returned : payload;
    return { status: 200, headers: { "content-type": "application/json" }, cookies: [], body };
  }
  const result = Result.safeParse(returned);
  return result.success ? fullAnswer(result.data) : integrationFailure();
}

function fullAnswer(result: z.infer<typeof Result>): Answer {
  const given = Object.entries(result.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = Object.fromEntries(given.filter(([name]) => !RESERVED.includes(name)));
  const body = result.body ?? "";
  return {
    status: result.statusCode,
    headers: { "content-type": "text/plain;charset=UTF-8", ...headers },
    cookies: result.cookies ?? [],
    body: result.isBase64Encoded === true ? Buffer.from(body, "base64") : body,
  };
}

function hasStatusCode(value: unknown): boolean {
  return typeof value === "object" && value !== null && "statusCode" in value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
