import { createHash, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { Principal } from "../contracts.ts";
import { Access } from "./access.ts";
import type { S3Parts } from "./call.ts";
import { findNamed } from "./find-version.ts";
import type { ObjectVersion } from "./object-version.ts";
import { noSuchKey } from "./s3-error.ts";
import { checkedTags, requestTagsContext } from "./tags.ts";

/** A version as the event of its creation names it. */
export interface SeenObject {
  readonly bucket: string;
  readonly key: string;
  /** Absent where the bucket keeps no versions. */
  readonly versionId?: string | undefined;
  /** Without quotes. */
  readonly etag: string;
}

const NO_BODY_SHA256 = createHash("sha256").digest("hex");

/**
 * Objects as another service reaches them under a role: every need is asked of IAM and of the bucket's policy as if the
 * request had come through the door. Methods throw an S3Error where S3 would answer one.
 */
export class InNameOf {
  readonly #parts: S3Parts;
  readonly #principal: Principal;

  constructor(parts: S3Parts, principal: Principal) {
    this.#parts = parts;
    this.#principal = principal;
  }

  /** The bytes of exactly this version. */
  read(seen: SeenObject): Readable {
    const access = this.#access(seen);
    const { blob, content } = this.#find(seen, "GetObject", access);
    access.toKey("Decrypt", content.description.encryption, this.#parts.buckets.get(seen.bucket), seen.key);
    return this.#parts.blobs.read(blob);
  }

  /** Adds a tag to those that the version has, or gives it another value; writes nothing when it is there already. */
  async addTag(seen: SeenObject, key: string, value: string): Promise<void> {
    const access = this.#access(seen);
    const { tags: present } = this.#find(seen, "GetObjectTagging", access).content;
    const tags = checkedTags(Object.entries({ ...present, [key]: value }));
    const version = this.#find(seen, "PutObjectTagging", access, requestTagsContext(tags));
    if (present[key] === value) return;
    const bucket = this.#parts.buckets.get(seen.bucket);
    const origin = { bucket, key: seen.key, requestId: randomUUID(), reason: "PutObjectTagging" };
    await this.#parts.objects.update(origin, version, { ...version.content, tags }, "Object Tags Added");
  }

  #access({ versionId }: SeenObject): Access {
    const caller = {
      principal: this.#principal,
      authType: "REST-HEADER",
      signatureAge: 0,
      contentSha256: NO_BODY_SHA256,
    } as const;
    const query = new Map(versionId === undefined ? [] : [["versionId", versionId] as const]);
    return new Access(this.#parts, caller, { query });
  }

  #find(
    seen: SeenObject,
    name: string,
    access: Access,
    context: Record<string, string | string[]> = {},
  ): ObjectVersion {
    const { key, versionId, etag } = seen;
    const bucket = this.#parts.buckets.get(seen.bucket);
    const action = `s3:${versionId === undefined ? name : name.replace("Object", "ObjectVersion")}`;
    const version = findNamed({ parts: this.#parts, access, bucket }, { key, versionId }, action, context);
    // Without versions, other bytes may have taken the place of those that were seen.
    if (version.content.etag !== etag) throw noSuchKey(key);
    return version;
  }
}
