import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { CommandFailure } from "../api/failure.ts";

/** A form to be sent: where, and the fields that go before the file. */
export interface SignedForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

const answerMillis = 120_000;

/**
 * Sends a file as the last field of a signed form, and tells how many of its bytes have left. `size` is that of the file.
 *
 * @throws CommandFailure when the store refuses the file, or cannot be reached
 */
export async function sendFile(
  form: SignedForm,
  file: { readonly path: string; readonly size: number },
  progress: (sent: number) => void,
): Promise<void> {
  const boundary = `guichet${randomBytes(24).toString("hex")}`;
  const head = Buffer.from(headOf(form.fields, boundary));
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const send = form.url.startsWith("https:") ? secureRequest : plainRequest;
  const request = send(form.url, {
    method: "POST",
    timeout: answerMillis,
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": head.length + file.size + tail.length,
    },
  });
  const answered = new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    request.on("error", reject);
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("response", (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject);
    });
  });
  const sending = pipeline(bodyOf(file.path, head, tail, progress), request);
  const outcome = await Promise.race([answered, sending.then(() => answered)]).catch(() => undefined);
  // An answer that comes before the last byte is a refusal: the rest need not leave.
  sending.catch(() => undefined);
  request.destroy();
  if (outcome === undefined) throw new CommandFailure("L'envoi a été coupé : relancez la même commande.", 2);
  if (outcome.status >= 300) throw new CommandFailure(refusalOf(outcome), 1);
}

async function* bodyOf(path: string, head: Buffer, tail: Buffer, progress: (sent: number) => void) {
  yield head;
  let sent = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _, next) => {
      sent += chunk.length;
      progress(sent);
      next(null, chunk);
    },
  });
  yield* createReadStream(path).pipe(counted);
  yield tail;
}

function headOf(fields: Readonly<Record<string, string>>, boundary: string): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const type = fields["Content-Type"] ?? "application/octet-stream";
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="piece"\r\nContent-Type: ${type}\r\n\r\n`;
  return parts.join("") + file;
}

/** What the store answers, by its own codes. */
const refusals: Readonly<Record<string, string>> = {
  EntityTooLarge: "Le fichier est plus grand que celui qui a été annoncé.",
  EntityTooSmall: "Le fichier est plus petit que celui qui a été annoncé.",
  BadDigest: "Le fichier a changé pendant l'envoi : son empreinte n'est pas celle qui a été annoncée.",
  AccessDenied: "L'autorisation d'envoi n'est plus valable.",
};

function refusalOf({ status, body }: { readonly status: number; readonly body: string }): string {
  const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? String(status);
  return `${refusals[code] ?? `Le dépôt de fichiers a refusé l'envoi (${code}).`} Relancez la même commande.`;
}
