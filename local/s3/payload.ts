import type { IncomingMessage } from "node:http";
import { invalidArgument, notImplemented, S3Error } from "./s3-error.ts";

/** The bytes of an object as a request carries them, out of their transfer coding. */
export interface Payload {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes announced. */
  readonly length: number;
  /** Filled once `chunks` has ended. */
  readonly trailers: ReadonlyMap<string, string>;
}

const CHUNKED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
/** A chunk's head or a trailer is a short line. */
const LONGEST_LINE = 4096;

/**
 * Opens the body of a request, plain or `aws-chunked` with an unsigned trailer as the SDKs send streams.
 * @param contentSha256 `x-amz-content-sha256`
 * @throws S3Error for a body without length, or whose chunks are signed one by one
 */
export function openPayload(request: IncomingMessage, contentSha256: string): Payload {
  // A refusal ends the reading early: the connection has to stay open for the answer.
  const bytes: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }),
  };
  if (contentSha256 === CHUNKED) {
    const trailers = new Map<string, string>();
    const length = announced(request.headers["x-amz-decoded-content-length"]);
    return { chunks: exactly(length, decoded(bytes, trailers)), length, trailers };
  }
  if (contentSha256.startsWith("STREAMING-")) throw notImplemented(`the payload ${contentSha256}`);
  const length = announced(request.headers["content-length"] ?? (request.method === "PUT" ? undefined : "0"));
  return { chunks: exactly(length, bytes), length, trailers: new Map() };
}

function announced(length: string | string[] | undefined): number {
  if (length === undefined)
    throw new S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (typeof length !== "string" || !/^\d{1,15}$/.test(length)) {
    throw invalidArgument("Content-Length is not a number", "Content-Length", String(length));
  }
  return Number(length);
}

async function* exactly(length: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    yield chunk;
  }
  if (received !== length) throw incomplete();
}

function incomplete(): S3Error {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  return new S3Error(400, "IncompleteBody", message);
}

/** `size CRLF bytes CRLF`, until a size of 0; then `name:value CRLF` for each trailer, and an empty line. */
async function* decoded(source: AsyncIterable<Uint8Array>, trailers: Map<string, string>): AsyncGenerator<Uint8Array> {
  const reader = new LineReader(source);
  for (let size = chunkSize(await reader.line()); size > 0; size = chunkSize(await reader.line())) {
    yield* reader.bytes(size);
    if ((await reader.line()) !== "") throw incomplete();
  }
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const [name = "", value = ""] = line.split(/:(.*)/s);
    trailers.set(name.trim().toLowerCase(), value.trim());
  }
}

function chunkSize(line: string): number {
  if (!/^[0-9a-f]{1,10}$/i.test(line)) throw incomplete();
  return Number.parseInt(line, 16);
}

class LineReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    let end = this.#pending.indexOf("\r\n");
    while (end < 0) {
      if (this.#pending.length > LONGEST_LINE) throw incomplete();
      this.#pending = Buffer.concat([this.#pending, await this.#next()]);
      end = this.#pending.indexOf("\r\n");
    }
    const line = this.#pending.toString("latin1", 0, end);
    this.#pending = this.#pending.subarray(end + 2);
    return line;
  }

  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if (this.#pending.length === 0) this.#pending = await this.#next();
      const piece = this.#pending.subarray(0, left);
      this.#pending = this.#pending.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async #next(): Promise<Buffer> {
    const { value, done } = await this.#source.next();
    if (done) throw incomplete();
    return Buffer.from(value);
  }
}
