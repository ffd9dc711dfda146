import * as z from "zod/mini";
import { type UploadGrant, uploadGrantSchema } from "../../shared/domain/segur/dossier-pieces.ts";
import { grantUploadBody, uploadLimits } from "../../shared/domain/segur/upload-limits.ts";
import { Problem } from "../../shared/kernel/problem.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { actDeps } from "../../shared/lambda/composition.ts";
import { uploadForm } from "../../shared/lambda/composition-upload-forms.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { grantUpload } from "./grant-act.ts";

/** A form is signed for a grant that can still be used: another would lead its holder to send a file for nothing. */
function demandUsable({ state, until }: UploadGrant, at: Instant): void {
  if (state !== "open") {
    throw new Problem(
      "illegal-transition",
      "Le fichier de cette autorisation d'envoi a déjà été reçu : consultez le dossier.",
    );
  }
  if (at < until) return;
  throw new Problem(
    "illegal-transition",
    "Cette autorisation d'envoi a expiré : demandez-en une autre, sous une nouvelle clé d'idempotence.",
  );
}

export const handler = http({ body: grantUploadBody }, async (request) => {
  const { subject } = await performAct(actDeps, grantUpload, request);
  const grant = z.parse(uploadGrantSchema, subject);
  demandUsable(grant, request.at);
  const { id: upload, until, size, mediaType, sha256 } = grant;
  const { url, fields } = await uploadForm({ upload, size, mediaType, sha256, until });
  return { status: 201, body: { upload, url, fields, until, limits: uploadLimits } };
});
