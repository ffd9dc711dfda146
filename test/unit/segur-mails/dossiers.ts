import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import type { CompletionInvitation } from "../../../shared/domain/segur/invitation.ts";
import type { ToldEvent } from "../../../shared/domain/segur/mail-letter.ts";
import type { Finding } from "../../../shared/kernel/finding.ts";
import { civilDateSchema, instantSchema } from "../../../shared/kernel/time.ts";

export const instant = (text: string) => instantSchema.parse(text);
export const day = (text: string) => civilDateSchema.parse(text);

export const dossierId = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const piece = (code: string) => ({ piece: code, sha256: "a".repeat(64), size: 12_000 });

export const whole = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"].map(piece);

/** Two points of one last day, asked on 28 November 2022. */
export const invitation: CompletionInvitation = {
  seq: 5,
  at: instant("2022-11-28T10:00:00.000+01:00"),
  state: "open",
  points: [
    { piece: "D-ENR-RIB", defect: "mismatch", rule: "SEG-3.1-06", dueOn: day("2022-12-28") },
    { piece: "D-ENR-ID", defect: "expired", rule: "SEG-3.1-07", dueOn: day("2022-12-28") },
  ],
};

export const dossier = (changes: Partial<Enrolment> = {}): Enrolment => ({
  v: 1,
  kind: "enrolment",
  id: dossierId,
  owner: "0d9c2a44-91f5-4b50-8a5e-6f0a7f8f7a10",
  siret: "73282932000074",
  programme: "BIO-SGL-Va1",
  state: "under_instruction",
  declared: { role: "editeur", depositorIsLegalRep: true, exception: false, formNumber: "SGL-2022-0042" },
  seq: 9,
  hash: "f".repeat(64),
  createdAt: instant("2022-11-28T09:00:00.000+01:00"),
  gpk: "OWNER#canary",
  gsk: "canary",
  ...changes,
});

/** The dossier while the invitation is open. */
export const invited = (changes: Partial<CompletionInvitation> = {}, head: Partial<Enrolment> = {}): Enrolment =>
  dossier({ state: "to_complete", invitation: { ...invitation, ...changes }, ...head });

export const told = (type: string, changes: Partial<ToldEvent> = {}): ToldEvent => ({
  seq: 5,
  at: instant("2022-11-28T10:00:00.000+01:00"),
  type,
  findings: [],
  data: {},
  ...changes,
});

export const rejection = (changes: Partial<Finding> = {}): Finding => ({
  rule: "SEG-3.2-05",
  article: "AF-BIO-SGL-Va1 V1.5, §3.2",
  outcome: "reject",
  sentence: "Le distributeur n'a pas été déclaré à l'ANS par l'Editeur.",
  ...changes,
});

/** One event of every type that is told, with a dossier in the state that it leads to. */
export const occasions: readonly (readonly [event: ToldEvent, dossier: Enrolment])[] = [
  [
    told("submitted-with-pieces", { data: { receivedAt: told("").at, pieces: whole } }),
    dossier({ state: "submitted" }),
  ],
  [told("submitted-with-pieces", { data: { pieces: whole.slice(0, 2) } }), dossier({ state: "submitted" })],
  [told("services-not-open"), dossier({ state: "inadmissible" })],
  [told("solution-not-referenced"), dossier({ state: "inadmissible" })],
  [told("convention-missing"), dossier({ state: "inadmissible" })],
  [told("piece-or-field-missing"), invited()],
  [told("piece-completed", { seq: 6 }), invited({ points: invitation.points.slice(0, 1) })],
  [told("completed-in-time", { seq: 7 }), dossier({ invitation: { ...invitation, state: "answered" } })],
  [told("completion-delay-expired"), dossier({ state: "rejected", invitation: { ...invitation, state: "expired" } })],
  [told("found-not-eligible", { findings: [rejection()] }), dossier({ state: "rejected" })],
  [told("found-eligible"), dossier({ state: "enrolled" })],
  [told("found-eligible-under-exception"), dossier({ state: "enrolled_pending_referencement" })],
  [told("referencement-granted", { data: { pronouncedOn: day("2022-12-15") } }), dossier({ state: "enrolled" })],
  [told("referencement-refused", { data: { pronouncedOn: day("2022-12-15") } }), dossier({ state: "lapsed" })],
  [told("referencement-withdrawn", { data: { withdrawnOn: day("2023-03-01") } }), dossier({ state: "suspended" })],
  [
    told("reopened", { seq: 8, at: instant("2023-01-10T11:00:00.000+01:00") }),
    dossier({
      decisions: [
        {
          seq: 5,
          at: instant("2023-01-04T15:30:00.000+01:00"),
          event: "found-not-eligible",
          void: { seq: 8, at: instant("2023-01-10T11:00:00.000+01:00") },
        },
      ],
    }),
  ],
];
