import * as z from "zod/mini";
import { acceptInvitationBody, memberView } from "../../shared/domain/directory/api.ts";
import { memberSchema } from "../../shared/domain/directory/items.ts";
import { sealingActDeps } from "../../shared/lambda/composition-sealing.ts";
import { http } from "../../shared/lambda/http.ts";
import { performAct } from "../../shared/lambda/perform-act.ts";
import { acceptInvitation } from "./acceptance-act.ts";

export const handler = http({ body: acceptInvitationBody }, async (request) => {
  const { subject, version } = await performAct(sealingActDeps, acceptInvitation, request);
  return { status: 201, body: memberView(z.parse(memberSchema, subject)), version };
});
