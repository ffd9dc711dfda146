import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Clock, SessionCredentials } from "../contracts.ts";

export interface StreamClientParts {
  /** Port of the AWS endpoint. */
  readonly port: number;
  readonly region: string;
  readonly clock: Clock;
  /** Credentials of the role that reads the stream, still valid. */
  readonly credentials: () => SessionCredentials;
}

const SIGNATURE_MILLIS = 15 * 60 * 1000;

/** An error that the AWS endpoint answered, by its name there. */
export class StreamCallError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/**
 * Calls one operation of DynamoDB Streams through the AWS endpoint, signed, and gives its answer as JSON: records then have
 * the very form in which Lambda hands them to a function.
 */
export async function callStreams(parts: StreamClientParts, operation: string, input: unknown): Promise<unknown> {
  const signedAt = parts.clock.now();
  try {
    return await callOnce(parts, operation, input);
  } catch (error) {
    // While the request was on its way, the clock was advanced beyond what a signature lives.
    const isOld = error instanceof StreamCallError && error.name === "InvalidSignatureException";
    if (!isOld || parts.clock.now() - signedAt < SIGNATURE_MILLIS) throw error;
    return callOnce(parts, operation, input);
  }
}

async function callOnce(parts: StreamClientParts, operation: string, input: unknown): Promise<unknown> {
  const { port, region, clock } = parts;
  const body = JSON.stringify(input);
  const signer = new SignatureV4({ service: "dynamodb", region, credentials: parts.credentials(), sha256: Sha256 });
  const host = `127.0.0.1:${port}`;
  const signed = await signer.sign(
    {
      method: "POST",
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      path: "/",
      headers: {
        host,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDBStreams_20120810.${operation}`,
      },
      body,
    },
    { signingDate: new Date(clock.now()) },
  );
  const response = await fetch(`http://${host}/`, { method: "POST", headers: signed.headers, body });
  const text = await response.text();
  if (!response.ok) throw failure(response.status, text);
  return JSON.parse(text);
}

function failure(status: number, text: string): StreamCallError {
  const type = /"__type"\s*:\s*"(?:[^"#]*#)?(\w+)"/.exec(text)?.[1];
  return new StreamCallError(type ?? `Status${status}`, text);
}
