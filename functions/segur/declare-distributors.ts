import { declareDistributors } from "../../shared/domain/segur/solution-acts.ts";
import { distributorsBody } from "../../shared/domain/segur/solution-api.ts";
import { telling } from "./solution-act.ts";

/** ANS tells which distributors the Editeur has declared (SEG-3.2-05). */
export const handler = telling({
  body: distributorsBody,
  action: "solution.declare-distributors",
  change: declareDistributors,
});
