import type { Slug } from "./config.ts";

export const workflowNames = ["enrolment"] as const;
export type WorkflowName = (typeof workflowNames)[number];

/** The slug of each workflow, whose definition is `workflows/<slug>/<name>.asl.json`. */
export const workflows: Readonly<Record<WorkflowName, Slug>> = { enrolment: "segur" };
