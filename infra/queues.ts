/** What puts messages into a queue. */
export type Source =
  /** Recorded events, by type or by the procedure of their chain. */
  | { readonly events: { readonly types?: readonly string[]; readonly procedure?: string } }
  /** What becomes of documents, by type. */
  | { readonly documents: readonly string[] }
  /** New objects in quarantine, and the results of their scan. */
  | { readonly uploads: true }
  /** What became of mails. */
  | { readonly mails: true };

export type QueueName =
  | "notifications"
  | "reminders"
  | "dueReminders"
  | "uploads"
  | "promotion"
  | "referencement"
  | "mailFeedback";

interface QueueSpec {
  /** What its messages are for, as an alarm says it. */
  readonly concern: string;
  readonly receives: readonly Source[];
}

/** Events by which an invitation is answered. */
const completions = ["piece-completed", "completed-in-time"];
/** Events after which pieces may have become submitted ones. */
const submissions = ["submitted-with-pieces", ...completions];
/** Events that the Fournisseur is told of. */
const told = [
  ...submissions,
  "services-not-open",
  "solution-not-referenced",
  "convention-missing",
  "piece-or-field-missing",
  "completion-delay-expired",
  "found-not-eligible",
  "found-eligible",
  "found-eligible-under-exception",
  "referencement-granted",
  "referencement-refused",
  "referencement-withdrawn",
  "reopened",
];

/** One queue per concern, each with its dead letters. Messages carry ids alone. */
export const queues: Readonly<Record<QueueName, QueueSpec>> = {
  notifications: { concern: "the mails to parties", receives: [{ events: { types: told } }] },
  reminders: {
    concern: "the schedules of reminders",
    receives: [
      { events: { types: ["piece-or-field-missing", ...completions, "completion-delay-expired", "reopened"] } },
    ],
  },
  // The target of the schedules that functions keep.
  dueReminders: { concern: "the reminders that are due", receives: [] },
  uploads: { concern: "the intake of uploads", receives: [{ uploads: true }, { documents: ["upload-overlooked"] }] },
  promotion: {
    concern: "the promotion of submitted pieces",
    receives: [{ documents: ["piece-settled"] }, { events: { types: submissions } }],
  },
  referencement: {
    concern: "the effects of the ANS register on dossiers",
    receives: [
      { events: { procedure: "referencement" } },
      { events: { types: ["found-eligible", "found-eligible-under-exception"] } },
    ],
  },
  mailFeedback: { concern: "what became of mails", receives: [{ mails: true }] },
};
