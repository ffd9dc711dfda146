import * as z from "zod/mini";
import { instantSchema } from "../../shared/kernel/time.ts";
import { uploadIn } from "../../shared/ports/documents.ts";

const text = z.string();

/** S3 tells of a new object. */
const created = z.object({
  source: z.literal("aws.s3"),
  time: instantSchema,
  detail: z.object({ bucket: z.object({ name: text }), object: z.object({ key: text, "version-id": text }) }),
});

/** The scanner tells of its verdict; which one is read on the version itself. */
const scanned = z.object({
  source: z.literal("aws.guardduty"),
  time: instantSchema,
  detail: z.object({ s3ObjectDetails: z.object({ bucketName: text, objectKey: text, versionId: text }) }),
});

/** The platform found by itself that something is due. */
const overlooked = z.object({
  source: z.literal("guichet.documents"),
  time: instantSchema,
  detail: z.object({ upload: text, version: text }),
});

/**
 * What may come through the queue of uploads: all that is taken from it is which version to look at, and whether it has only
 * just arrived, so that its verdict has a message of its own.
 */
export const hintSchema = z.pipe(
  z.discriminatedUnion("source", [created, scanned, overlooked]),
  z.transform((message) => {
    const { bucket, key, version, upload } = namedIn(message);
    const found = upload ?? uploadIn(key);
    const name = found === undefined ? undefined : { upload: found, version };
    return { bucket, name, at: message.time, hasArrived: message.source === "aws.s3" };
  }),
);

type Message = z.infer<typeof created> | z.infer<typeof scanned> | z.infer<typeof overlooked>;

function namedIn(message: Message) {
  if (message.source === "guichet.documents") {
    return { bucket: undefined, key: "", ...message.detail };
  }
  if (message.source === "aws.s3") {
    const { bucket, object } = message.detail;
    return { bucket: bucket.name, key: object.key, version: object["version-id"], upload: undefined };
  }
  const { bucketName, objectKey, versionId } = message.detail.s3ObjectDetails;
  return { bucket: bucketName, key: objectKey, version: versionId, upload: undefined };
}
