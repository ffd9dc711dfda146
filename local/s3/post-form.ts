import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import { invalidArgument, S3Error } from "./s3-error.ts";

/** A form up to its file: fields that come after the file are ignored, as on AWS. */
export interface PostForm {
  /** By name in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly filename: string;
  /** Fails when the form ends before its last boundary. */
  readonly file: AsyncIterable<Uint8Array>;
}

/** UTF-8 bytes of all fields before the file, as AWS limits them. */
const LARGEST_FIELDS = 20 * 1024;

/**
 * Reads a form of type `multipart/form-data` as far as the beginning of its file.
 * @throws S3Error for what is no such form, has a field twice, too much before its file, or no file
 */
export async function readForm(request: IncomingMessage): Promise<PostForm> {
  const parser = openParser(request);
  const fields = new Map<string, string>();
  const found = Promise.withResolvers<PostForm>();
  const finished = Promise.withResolvers<void>();
  // Awaited at the end of the file only: until then a failure has nobody else to go to.
  finished.promise.catch(() => undefined);
  const fail = () => {
    found.reject(malformed());
    finished.reject(malformed());
  };
  parser.on("field", (name, value, _nameTruncated, truncated) => {
    const failure = addField(fields, String(name).toLowerCase(), value, truncated);
    if (failure !== undefined) found.reject(failure);
  });
  parser.on("file", (_name, file, filename) => {
    // What comes of it is known from the form as a whole.
    file.on("error", () => undefined);
    finished.promise.catch(() => file.destroy(malformed()));
    found.resolve({ fields: new Map(fields), filename: filename ?? "", file: wholeFile(file, finished.promise) });
  });
  parser.on("error", fail);
  parser.on("finish", () => {
    finished.resolve();
    found.reject(invalidArgument("POST requires exactly one file upload per request.", "file", "0"));
  });
  request.once("close", () => {
    if (!request.complete) fail();
  });
  request.pipe(parser);
  return await found.promise;
}

function openParser(request: IncomingMessage) {
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data/i.test(type)) {
    const message = "At least one of the pre-conditions you specified did not hold";
    const Condition = "Bucket POST must be of the enclosure-type multipart/form-data";
    throw new S3Error(412, "PreconditionFailed", message, { Condition });
  }
  try {
    return new Busboy({
      headers: { ...request.headers, "content-type": type },
      limits: { fieldSize: LARGEST_FIELDS, files: 1 },
      isPartAFile: (name) => name?.toLowerCase() === "file",
    });
  } catch {
    throw malformed();
  }
}

/** AWS joins a field that comes twice; here no check may see one value and the object get another. */
function addField(fields: Map<string, string>, name: string, value: string, truncated: boolean): S3Error | undefined {
  if (fields.has(name)) return malformed();
  fields.set(name, value);
  const size = [...fields].reduce((sum, pair) => sum + Buffer.byteLength(pair.join("")), 0);
  if (!truncated && size <= LARGEST_FIELDS) return undefined;
  const message = "Your POST request fields preceeding the upload file was too large.";
  return new S3Error(400, "MaxPostPreDataLengthExceeded", message, { MaxPostPreDataLengthBytes: LARGEST_FIELDS });
}

/** The file is whole once the form is: a body that was cut ends in neither. */
async function* wholeFile(file: Readable, finished: Promise<void>): AsyncGenerator<Uint8Array> {
  yield* file;
  await finished;
}

function malformed(): S3Error {
  const message = "The body of your POST request is not well-formed multipart/form-data.";
  return new S3Error(400, "MalformedPOSTRequest", message);
}
