import { withdraw } from "../../shared/domain/segur/solution-acts.ts";
import { withdrawalBody } from "../../shared/domain/segur/solution-api.ts";
import { telling } from "./solution-act.ts";

/** ANS tells that it withdrew the référencement (SEG-7-07). */
export const handler = telling({ body: withdrawalBody, action: "solution.withdraw", change: withdraw });
