import { concludeConvention } from "../../shared/domain/segur/solution-acts.ts";
import { conventionBody } from "../../shared/domain/segur/solution-api.ts";
import { telling } from "./solution-act.ts";

/** ANS tells that the Editeur has concluded the convention de référencement (SEG-4.1-02). */
export const handler = telling({
  body: conventionBody,
  action: "solution.record-convention",
  change: concludeConvention,
});
