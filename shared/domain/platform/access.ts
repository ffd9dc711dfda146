import { type AccessTable, authorise, type Proof } from "../../kernel/access.ts";

const actions = ["outbox.relay", "executions.reap", "coverage.prove"] as const;
type PlatformAction = (typeof actions)[number];

/** What the platform does across cases, for nobody in particular: it carries on what acts have already decided. */
const platformAccess: AccessTable<"platform", PlatformAction, "platform", "none"> = {
  roles: ["platform"],
  actions,
  relations: ["platform"],
  states: ["none"],
  rows: [
    { roles: ["platform"], actions, relations: ["platform"], states: ["none"], answer: "allow", basis: "SEG-3.2-01" },
  ],
};

/** The proof under which the platform reads and marks its own working items. */
export function proofOfPlatform(action: PlatformAction): Proof {
  const said = authorise(platformAccess, { roles: ["platform"], action, relation: "platform", state: "none" });
  if (said.answer !== "allow") throw new Error("the platform may not do its own work");
  return said.proof;
}
