import * as z from "zod/mini";
import { enrolmentAccess } from "../../shared/domain/segur/access.ts";
import { uploadGrantSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { authorise } from "../../shared/kernel/access.ts";
import { instantSchema } from "../../shared/kernel/time.ts";
import { records } from "../../shared/lambda/composition.ts";
import { demandAllowed } from "../../shared/lambda/demand.ts";
import { lookAt } from "./late-upload.ts";
import { sweepList } from "./upload-item.ts";

const page = 100;
const inputSchema = z.object({ at: instantSchema });

/**
 * Finds what no message told of: uploads that are late by the instant at which the sweep was due. What lies under a grant is
 * followed as if it had just come; a grant under which nothing came is over.
 */
export async function handler(raw: unknown): Promise<void> {
  const { at } = z.parse(inputSchema, raw);
  const question = { roles: ["platform"], action: "dossier.proceed", relation: "platform", state: "draft" } as const;
  const proof = demandAllowed(authorise(enrolmentAccess, question));
  let after: string | undefined;
  do {
    const found = await records.listed(proof, sweepList, { limit: page, order: "oldest", ...(after && { after }) });
    const late = found
      .map((item) => z.parse(uploadGrantSchema, item))
      .filter(({ gsk = "" }) => gsk.slice(0, at.length) <= at);
    for (const grant of late) await lookAt(grant, at);
    after = late.length === page ? late.at(-1)?.gsk : undefined;
  } while (after !== undefined);
}
