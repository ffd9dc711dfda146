import { z } from "zod";
import type { Tags } from "./object-version.ts";
import { invalidArgument, S3Error } from "./s3-error.ts";
import { readXml, type XmlFields } from "./xml.ts";

const MOST_TAGS = 10;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const Tag = z.object({ Key: z.string(), Value: z.string() });
const Tagging = z.object({
  Tagging: z.object({
    TagSet: z.union([z.object({ Tag: z.array(Tag).default([]) }), z.literal("").transform(() => ({ Tag: [] }))]),
  }),
});

/** Tags of a body or of the form field `tagging`. @throws S3Error `MalformedXML` or `InvalidTag` */
export function tagsFromXml(body: Buffer): Tags {
  const { Tagging: read } = readXml(body, Tagging);
  return checkedTags(read.TagSet.Tag.map(({ Key, Value }) => [Key, Value]));
}

/** Tags of the header `x-amz-tagging`, written as a query. @throws S3Error */
export function tagsFromHeader(header: string): Tags {
  return checkedTags([...new URLSearchParams(header)]);
}

export function tagsToXml(tags: Tags): XmlFields {
  return { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } };
}

/** Condition keys of a policy on tags that a request brings. */
export function requestTagsContext(tags: Tags): Record<string, string | string[]> {
  const each = Object.entries(tags).map(([key, value]) => [`s3:RequestObjectTag/${key}`, value]);
  const keys = Object.keys(tags);
  return { ...Object.fromEntries(each), ...(keys.length > 0 && { "s3:RequestObjectTagKeys": keys }) };
}

/** Condition keys of a policy on tags that an object has. */
export function existingTagsContext(tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`s3:ExistingObjectTag/${key}`, value]));
}

/** @throws S3Error `InvalidTag`, or `BadRequest` for more tags than an object can have */
export function checkedTags(pairs: ReadonlyArray<readonly string[]>): Tags {
  if (pairs.length > MOST_TAGS) {
    throw new S3Error(400, "BadRequest", `Object tags cannot be greater than ${MOST_TAGS}`);
  }
  const tags = new Map<string, string>();
  for (const [key = "", value = ""] of pairs) {
    if (tags.has(key)) throw invalidArgument("Cannot provide multiple Tags with the same key", "Tagging", key);
    checkTag(key, value);
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

function checkTag(key: string, value: string): void {
  if (key === "" || key.length > LONGEST_KEY || !ALLOWED.test(key)) {
    throw new S3Error(400, "InvalidTag", "The TagKey you have provided is invalid", { TagKey: key });
  }
  if (value.length > LONGEST_VALUE || !ALLOWED.test(value)) {
    throw new S3Error(400, "InvalidTag", "The TagValue you have provided is invalid", { TagKey: key, TagValue: value });
  }
}
