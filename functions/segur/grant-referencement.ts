import { grant } from "../../shared/domain/segur/solution-acts.ts";
import { grantBody } from "../../shared/domain/segur/solution-api.ts";
import { telling } from "./solution-act.ts";

/** ANS tells that it granted the référencement, and under which number (SEG-3.1-05). */
export const handler = telling({ body: grantBody, action: "solution.grant", change: grant });
