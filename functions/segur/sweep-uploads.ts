import * as z from "zod/mini";
import { enrolmentAccess } from "../../shared/domain/segur/access.ts";
import { type UploadGrant, uploadGrantSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { authorise, type Proof } from "../../shared/kernel/access.ts";
import { type Instant, instantSchema } from "../../shared/kernel/time.ts";
import { allListed } from "../../shared/lambda/all-listed.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { eachItem } from "../../shared/lambda/each-item.ts";
import { lookAt } from "./late-upload.ts";
import { sweepList } from "./upload-item.ts";

const inputSchema = z.object({ at: instantSchema });

/**
 * Finds what no message told of: uploads that are late by the instant at which the sweep was due. What lies under a grant is
 * followed as if it had just come; a grant under which nothing came is over.
 */
export async function handler(raw: unknown): Promise<void> {
  const { at } = z.parse(inputSchema, raw);
  const question = { roles: ["platform"], action: "dossier.proceed", relation: "platform", state: "draft" } as const;
  const proof = demandAllowed(authorise(enrolmentAccess, question));
  await eachItem(lateBy(at, proof), (grant) => lookAt(grant, at));
}

async function* lateBy(at: Instant, proof: Proof): AsyncGenerator<UploadGrant> {
  for await (const grant of allListed({ records, proof }, sweepList, uploadGrantSchema)) {
    if ((grant.gsk ?? "").slice(0, at.length) > at) return;
    yield grant;
  }
}
