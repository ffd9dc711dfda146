import { recordCompleteFile } from "../../shared/domain/segur/solution-acts.ts";
import { completeFileBody } from "../../shared/domain/segur/solution-api.ts";
import { telling } from "./solution-act.ts";

/** ANS tells that the evidence of a Solution is complete (SEG-4.4-04). */
export const handler = telling({
  body: completeFileBody,
  action: "solution.complete-file",
  change: recordCompleteFile,
});
