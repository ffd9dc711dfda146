import { http, noBody } from "../../shared/lambda/http.ts";
import { answerWithDossier } from "./dossier-answer.ts";

/** A dossier with its pieces: what is due, what was received, what is known of it, what is asked. */
export const handler = http({ body: noBody }, answerWithDossier);
