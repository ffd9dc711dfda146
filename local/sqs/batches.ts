import type { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import { SqsError } from "./queue.ts";

const MOST_ENTRIES = 10;
/** All bodies of a batch together. */
const MOST_BYTES = 1_048_576;
const PREFIX = "AWS.SimpleQueueService";

interface Entry {
  readonly Id: string;
}

/** Plays the entries of a batch one by one: what is wrong with one fails that one alone. */
export function playBatch<T extends Entry>(
  given: readonly Entry[],
  schema: z.ZodType<T>,
  play: (entry: T) => object,
): object {
  checkBatch(given);
  const outcomes = given.map((entry) => outcomeOf(entry, schema, play));
  const failed = outcomes.filter((outcome) => "Code" in outcome);
  return {
    Successful: outcomes.filter((outcome) => !("Code" in outcome)),
    ...(failed.length > 0 && { Failed: failed }),
  };
}

function outcomeOf<T extends Entry>(given: Entry, schema: z.ZodType<T>, play: (entry: T) => object): object {
  const { Id } = given;
  const entry = schema.safeParse(given);
  if (!entry.success) {
    const Message = entry.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join(", ");
    return { Id, SenderFault: true, Code: "InvalidParameterValue", Message };
  }
  try {
    return { Id, ...play(entry.data) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const Code = error instanceof SqsError ? error.queryCode : error.code;
    return { Id, SenderFault: true, Code, Message: error.message };
  }
}

function checkBatch(given: readonly Entry[]): void {
  if (given.length === 0) throw refusal("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (given.length > MOST_ENTRIES) {
    const message = `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${given.length}.`;
    throw refusal("TooManyEntriesInBatchRequest", message);
  }
  const ids = given.map(({ Id }) => Id);
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) throw refusal("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`);
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    const message =
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
    throw refusal("InvalidBatchEntryId", message);
  }
  const bytes = Buffer.byteLength(
    given.map((entry) => ("MessageBody" in entry ? String(entry.MessageBody) : "")).join(""),
  );
  if (bytes > MOST_BYTES) {
    throw refusal(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${MOST_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
}

function refusal(code: string, message: string): SqsError {
  return new SqsError(code, message, `${PREFIX}.${code}`);
}
