import { z } from "zod";

/** What became of a mail: taken by the recipients' servers, or not. */
const Outcome = z.enum(["delivered", "bounced", "complained", "suppressed"]);
export type Outcome = z.infer<typeof Outcome>;

/** A mail as the inbox keeps it; `at` is UTC ms. */
export const Mail = z.object({
  id: z.string(),
  at: z.number(),
  from: z.string(),
  /** Everyone it was sent to, in copy or not, address alone. */
  recipients: z.array(z.string()),
  subject: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  text: z.string(),
  html: z.string(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.number() })),
  configurationSet: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  outcome: Outcome,
});
export type Mail = z.infer<typeof Mail>;

/** What is written in a mail, before it is sent. */
export type Written = Pick<Mail, "headers" | "subject" | "text" | "html" | "attachments">;

const SIMULATED: Readonly<Record<string, Outcome>> = {
  bounce: "bounced",
  complaint: "complained",
  suppressionlist: "suppressed",
};

/** AWS's mailbox simulator (`bounce@simulator.amazonses.com`, with or without `+label`) decides; any other address takes all. */
export function outcomeFor(recipients: readonly string[]): Outcome {
  for (const recipient of recipients) {
    const [mailbox = "", domain] = recipient.toLowerCase().split("@");
    const outcome = SIMULATED[mailbox.replace(/\+.*$/, "")];
    if (domain === "simulator.amazonses.com" && outcome !== undefined) return outcome;
  }
  return "delivered";
}
