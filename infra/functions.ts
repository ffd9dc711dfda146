import type { FunctionSpec, RouteSpec, WorkerSpec } from "./function-spec.ts";
import { apiFunctions } from "./functions/api.ts";
import { directoryFunctions } from "./functions/directory.ts";
import { messageFunctions } from "./functions/messages.ts";
import { segurFiling } from "./functions/segur-filing.ts";
import { segurInstruction } from "./functions/segur-instruction.ts";
import { segurRegister } from "./functions/segur-register.ts";
import { workflowFunctions } from "./functions/workflow.ts";

/** Every function of the platform. */
export const functions: readonly FunctionSpec[] = [
  ...apiFunctions,
  ...directoryFunctions,
  ...segurFiling,
  ...segurInstruction,
  ...segurRegister,
  ...workflowFunctions,
  ...messageFunctions,
];

/** Every route of the front door: what answers it, what its token must carry, what its role may do. */
export const routes: readonly RouteSpec[] = functions.filter((spec) => "route" in spec);

/** Every function that something else than a client has run. */
export const workers: readonly WorkerSpec[] = functions.filter((spec) => "trigger" in spec);
