/**
 * Who may do what, in the words of the design and of the catalogue, written without looking at the tables of the code:
 * for each question (action, the caller's relation, the states), who is let do it and who is told no. Whoever is not
 * named is answered as if the thing did not exist. `everyRole` is every role that a confirmed member can hold.
 */
export interface Line {
  readonly action: string;
  readonly relation: string;
  readonly states: string;
  readonly allow?: string;
  readonly refuse?: string;
  readonly because: string;
}

const everyRole =
  "administrator filer signatory instructor authorising-officer controller collector calendar-keeper programme-admin ans client-lab auditor dpo support";
const all = (...removed: readonly string[]) =>
  everyRole
    .split(" ")
    .filter((role) => !removed.includes(role))
    .join(" ");

const organisationStates = "proposed active";

export const organisationMatrix: readonly Line[] = [
  {
    action: "operator.found",
    relation: "none",
    states: "none",
    allow: "account-administrator",
    because: "nobody confirms the first operator but who holds the account",
  },
  {
    action: "ans.found",
    relation: "none",
    states: "none",
    allow: "account-administrator",
    because: "as for the operator: ANS is one, and no supplier declares itself to be it",
  },
  {
    action: "organisation.register",
    relation: "none",
    states: "none",
    allow: "signed-in",
    because: "a sign-in proposes a membership",
  },
  {
    action: "membership.list",
    relation: "none",
    states: "none",
    allow: "signed-in",
    because: "a person knows where it belongs",
  },
  {
    action: "organisation.read",
    relation: "own",
    states: organisationStates,
    allow: `${everyRole} applicant`,
    because: "the cases of an organisation are its members' (security, cases belong to organisations)",
  },
  {
    action: "organisation.read",
    relation: "self",
    states: organisationStates,
    allow: `${everyRole} applicant`,
    because: "as above, when the path names one's own membership",
  },
  {
    action: "organisation.read",
    relation: "operator",
    states: organisationStates,
    allow: "programme-admin instructor",
    because: "who confirms its first member, and who decides on its enrolment (SEG-3.2-02)",
  },
  {
    action: "member.list",
    relation: "own",
    states: "active",
    allow: "administrator",
    refuse: `${all("administrator")} applicant`,
    because: "names and addresses are for who runs the membership",
  },
  {
    action: "member.invite",
    relation: "own",
    states: "active",
    allow: "administrator",
    refuse: `${all("administrator")} applicant`,
    because: "an administrator of the organisation confirms (SEG-3.1-08)",
  },
  {
    action: "member.confirm",
    relation: "own",
    states: "active",
    allow: "administrator",
    refuse: `${all("administrator")} applicant`,
    because: "an administrator of the organisation confirms (SEG-3.1-08)",
  },
  {
    action: "timeline.read",
    relation: "own",
    states: "active",
    allow: "administrator auditor",
    refuse: `${all("administrator", "auditor")} applicant`,
    because: "owner: own chains; auditor: all (portal, Audit)",
  },
  {
    action: "member.list",
    relation: "own",
    states: "proposed",
    refuse: `${all("administrator")} applicant`,
    because: "no administrator is confirmed yet",
  },
  {
    action: "member.invite",
    relation: "own",
    states: "proposed",
    refuse: `${all("administrator")} applicant`,
    because: "no administrator is confirmed yet",
  },
  {
    action: "member.confirm",
    relation: "own",
    states: "proposed",
    refuse: `${all("administrator")} applicant`,
    because: "nobody confirms oneself",
  },
  {
    action: "timeline.read",
    relation: "own",
    states: "proposed",
    allow: "auditor",
    refuse: `${all("administrator", "auditor")} applicant`,
    because: "no administrator is confirmed yet; auditor: all",
  },
  {
    action: "member.list",
    relation: "operator",
    states: organisationStates,
    allow: "programme-admin",
    because: "the operator confirms the first member, on evidence of powers",
  },
  {
    action: "timeline.read",
    relation: "operator",
    states: organisationStates,
    allow: "programme-admin auditor",
    because: "what the operator did there; auditor: all chains (portal, Audit)",
  },
  {
    action: "member.confirm",
    relation: "operator",
    states: organisationStates,
    allow: "programme-admin",
    because: "first member, on evidence of powers (SEG-3.1-08); the law refuses the next ones",
  },
  {
    action: "invitation.accept",
    relation: "none",
    states: "active",
    allow: "signed-in",
    because: "who is invited is not a member yet",
  },
  {
    action: "member.end",
    relation: "own",
    states: "active",
    allow: "administrator",
    refuse: all("administrator"),
    because: "rights end at once (CNV-6-05)",
  },
  {
    action: "member.end",
    relation: "self",
    states: "active",
    allow: `${everyRole} applicant`,
    because: "anyone may leave (CNV-6-05)",
  },
];

const filed =
  "submitted under_instruction to_complete enrolled enrolled_pending_referencement rejected inadmissible lapsed suspended";
const every = `draft ${filed} withdrawn`;
const filers = "filer signatory";
/** Portal §1: decides, releases, controls, recovers. Who keeps the calendar or the programme decides on no file. */
const deciding = "instructor authorising-officer controller collector";
const instruction = ["dossier.claim", "dossier.release", "dossier.review", "dossier.invite", "dossier.decide"];

export const enrolmentMatrix: readonly Line[] = [
  {
    action: "dossier.create",
    relation: "owner",
    states: "none",
    allow: "filer",
    refuse: `${all("filer")} applicant`,
    because: "the Fournisseur files, on the operator's site (SEG-3.1-10)",
  },
  {
    action: "dossier.create",
    relation: "operator",
    states: "none",
    refuse: `${all("filer")} applicant`,
    because: "the operator receives, it does not file (SEG-3.1-10)",
  },
  {
    action: "dossier.list",
    relation: "owner",
    states: "none",
    allow: filers,
    refuse: `${all("filer", "signatory")} applicant`,
    because: "drafts and files of the organisation, for who files or signs (SEG-3.1-10)",
  },
  {
    action: "dossier.list",
    relation: "operator",
    states: "none",
    refuse: `${all("filer", "signatory")} applicant`,
    because: "the operator owns no dossier; its queue comes with the filing",
  },
  {
    action: "dossier.read",
    relation: "owner",
    states: every,
    allow: filers,
    refuse: all("filer", "signatory"),
    because: "rights outlive the case; the organisation owns (SEG-3.1-10)",
  },
  {
    action: "timeline.read",
    relation: "owner",
    states: every,
    allow: filers,
    refuse: all("filer", "signatory"),
    because: "owner: own chains (portal, Audit)",
  },
  ...["dossier.withdraw", "piece.upload", "dossier.submit", "dossier.complete"].map((action) => ({
    action,
    relation: "owner",
    states: every,
    allow: "filer",
    refuse: all("filer"),
    because: "before its reception a request does not exist: who files sends, files, completes or gives up (SEG-2-16)",
  })),
  ...["receipt.read", "piece.read"].map((action) => ({
    action,
    relation: "owner",
    states: every,
    allow: filers,
    refuse: all("filer", "signatory"),
    because: "what the organisation filed is its own (SEG-3.1-10)",
  })),
  {
    action: "dossier.read",
    relation: "operator",
    states: filed,
    allow: deciding,
    because: "agents never see drafts (portal 3.3, SEG-2-16); those who decide read what was filed (SEG-3.2-02)",
  },
  ...["receipt.read", "piece.read", "examination.read"].map((action) => ({
    action,
    relation: "operator",
    states: filed,
    allow: deciding,
    because: "those who decide read what was filed, and what was read on it (SEG-3.2-02)",
  })),
  {
    action: "timeline.read",
    relation: "operator",
    states: filed,
    allow: `${deciding} auditor`,
    because: "auditor: chain and metadata, no content (portal 3.6)",
  },
  ...["queue.list", "mail-trouble.list"].map((action) => ({
    action,
    relation: "operator",
    states: "none",
    allow: deciding,
    refuse: `${all(...deciding.split(" "))} applicant`,
    because: "the work of the operator is its officers' (SEG-3.2-02)",
  })),
  ...instruction.map((action) => ({
    action,
    relation: "operator",
    states: filed,
    allow: "instructor",
    refuse: all("instructor"),
    because: "the instructor instructs and decides (SEG-3.2-02)",
  })),
  {
    action: "dossier.reopen",
    relation: "operator",
    states: filed,
    allow: "authorising-officer",
    refuse: all("authorising-officer"),
    because: "another office withdraws a decision than the one that took it",
  },
  ...[...instruction, "dossier.reopen"].map((action) => ({
    action,
    relation: "owner",
    states: every,
    refuse: everyRole,
    because: "no Fournisseur judges its own dossier (SEG-3.2-02)",
  })),
  {
    action: "dossier.proceed",
    relation: "platform",
    states: every,
    allow: "platform",
    because: "what the law makes follow from what was filed needs no person (SEG-3.2-01)",
  },
];

const mirrored = "requested complete_file granted refused withdrawn";

export const solutionMatrix: readonly Line[] = [
  ...["solution.register", "solution.list"].map((action) => ({
    action,
    relation: "own",
    states: "none",
    allow: "ans",
    refuse: `${all("ans")} applicant`,
    because: "ANS receives the requests and keeps its register (SEG-3.1-05)",
  })),
  ...["complete-file", "grant", "refuse", "withdraw", "declare-distributors", "record-convention"].map((act) => ({
    action: `solution.${act}`,
    relation: "own",
    states: mirrored,
    allow: "ans",
    refuse: all("ans"),
    because: "ANS alone tells of a référencement; when, the law says (SEG-3.1-05)",
  })),
  {
    action: "solution.read",
    relation: "own",
    states: mirrored,
    allow: "ans",
    refuse: all("ans"),
    because: "who keeps the register reads it",
  },
  {
    action: "timeline.read",
    relation: "own",
    states: mirrored,
    allow: "ans auditor",
    refuse: all("ans", "auditor"),
    because: "owner: own chains; auditor: all (portal, Audit)",
  },
  {
    action: "solution.list",
    relation: "operator",
    states: "none",
    allow: deciding,
    because: "who decides on an enrolment checks the register (SEG-3.2-04)",
  },
  {
    action: "solution.read",
    relation: "operator",
    states: mirrored,
    allow: deciding,
    because: "who decides on an enrolment checks the register (SEG-3.2-04)",
  },
  {
    action: "timeline.read",
    relation: "operator",
    states: mirrored,
    allow: `${deciding} auditor`,
    because: "what ANS told, and when; auditor: all chains",
  },
  {
    action: "solution.apply",
    relation: "platform",
    states: mirrored,
    allow: "platform",
    because: "what follows from the word of ANS needs no person (SEG-2-19)",
  },
];

/** Who holds no right on a kind of case whatever the relation and state, and why: not an omission. */
export const noRight = {
  organisation: { platform: "no execution acts on an organisation" },
  enrolment: {
    "signed-in": "a person without membership is a stranger to every dossier",
    "account-administrator": "whoever runs the account acts in the cloud, not in the procedure",
  },
  solution: {
    "signed-in": "a person without membership is a stranger to the register",
    "account-administrator": "whoever runs the account acts in the cloud, not in the procedure",
  },
} as const;
