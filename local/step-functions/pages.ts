import { AwsError } from "../aws-door/aws-error.ts";

/** Where a page begins. Throws `InvalidToken` for a token that was not given out here. */
export function offsetOf(nextToken: string | undefined): number {
  if (nextToken === undefined) return 0;
  const offset = Number(Buffer.from(nextToken, "base64url").toString("utf8") || Number.NaN);
  if (!Number.isInteger(offset) || offset < 0) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  return offset;
}

/** A page of what was found, which holds one item more where there is a further page. */
export function pageOf(
  name: string,
  found: readonly object[],
  { limit, offset }: { limit: number; offset: number },
): object {
  const more = found.length > limit;
  const nextToken = Buffer.from(String(offset + limit)).toString("base64url");
  return { [name]: found.slice(0, limit), ...(more && { nextToken }) };
}
