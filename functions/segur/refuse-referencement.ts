import { refuse } from "../../shared/domain/segur/solution-acts.ts";
import { refusalBody } from "../../shared/domain/segur/solution-api.ts";
import { telling } from "./solution-act.ts";

/** ANS tells that it refused the référencement (SEG-4.4-06). */
export const handler = telling({ body: refusalBody, action: "solution.refuse", change: refuse });
