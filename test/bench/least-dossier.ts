/**
 * The least that a dossier can ask of AWS on its way from the draft to the decision, in requests, under the platform's own
 * promises and no others: an act reads once and writes once; ids alone travel; nothing is opened before it is clean; what was
 * filed is copied from the very version that was filed; a mail leaves once. Reads whose places are known at the same time are one
 * request. Not counted: what Lambda asks on its own, to read queues and streams.
 */
interface Need {
  readonly requests: number;
  readonly for: string;
}

const act = { requests: 2, for: "the act: one batch read, one transaction" };
const told = { requests: 1, for: "its event goes on to the bus" };
const relayed = { requests: 3, for: "outbox: line and token, Step Functions, the line is marked" };
const mailed = {
  requests: 10,
  for: "mail: dossier and event, members, addresses, their key, intended, SES, sent; taken (read), delivered (read, written)",
};

/** Of one file: what each of these asks. */
const file: readonly Need[] = [
  { requests: 2, for: "grant: one batch read, one transaction; the form is signed without a request" },
  { requests: 1, for: "S3: the form" },
  { requests: 4, for: "created: the grant, its dossier, the version, the file is written down" },
  { requests: 4, for: "scanned: the grant, its dossier, the tag, the finding is written down" },
  { requests: 4, for: "inspected: the inspector, its read; what was declared, its key" },
];
const files = 4;

export type Part = "draft" | "files" | "submission" | "instruction" | "decision";

export const leastRequests: Readonly<Record<Part, readonly Need[]>> = {
  draft: [act, { requests: 1, for: "a key for the names" }, told],
  files: file.map((need) => ({ requests: files * need.requests, for: `${files} × ${need.for}` })),
  submission: [
    { requests: 1, for: "the filer reads what was received" },
    act,
    told,
    mailed,
    relayed,
    { requests: 4, for: "judged: dossier, holder of the number, Solution, the transaction" },
    told,
    {
      requests: 3 + 2 * files,
      for: "examined: dossier, the inspector and its read of each file, the key, the transaction that opens the work",
    },
    told,
    { requests: 2, for: "the wait: one batch read, one transaction" },
    { requests: 2 + 2 * files, for: "vault: dossier, each file read and put, the transaction" },
  ],
  instruction: [
    { requests: 2, for: "claim: one batch read, one transaction" },
    { requests: 3, for: "examination: dossier; its texts, register and applicant; their key" },
    { requests: 4, for: "facts: dossier, its texts, their key, the transaction" },
    told,
  ],
  decision: [
    { requests: 4, for: "dossier; its texts, register and applicant; their key; the transaction" },
    told,
    mailed,
    relayed,
    { requests: 2, for: "what ANS told meanwhile: dossier; Solution and link" },
  ],
};

export const leastOf = (part: Part): number => leastRequests[part].reduce((sum, { requests }) => sum + requests, 0);

/** States that an execution must enter where nothing is missing: two functions, a branch after each, one wait, one end. */
export const leastTransitions = {
  "it is judged": 1,
  "is it receivable?": 1,
  "it is examined": 1,
  "what does it wait for?": 1,
  "the instructor": 1,
  "where does the decision lead?": 1,
  "the end": 1,
} as const;
