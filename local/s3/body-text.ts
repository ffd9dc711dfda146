import { openBody } from "./body.ts";
import type { ServiceCall } from "./call.ts";
import { S3Error } from "./s3-error.ts";

/** The largest document that an operation takes: a list of a thousand keys, or of ten thousand parts. */
const LARGEST_DOCUMENT = 4 * 1024 * 1024;

/** Reads a small body whole, verified like any other. @throws S3Error when it is not what the request promised */
export async function readBody({ request, caller }: Pick<ServiceCall, "request" | "caller">): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of openBody(request, caller.contentSha256).chunks) {
    size += chunk.length;
    if (size > LARGEST_DOCUMENT) {
      throw new S3Error(400, "MaxMessageLengthExceeded", "Your request was too big.", {
        MaxMessageLengthBytes: LARGEST_DOCUMENT,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
