import { expect, test } from "@jest/globals";
import { memberView } from "../../../shared/domain/directory/api.ts";
import type { Invitation, Member, Organisation } from "../../../shared/domain/directory/items.ts";
import { confirmMember, demandGrantable, demandOpen } from "../../../shared/domain/directory/membership.ts";
import { afterWithdrawal } from "../../../shared/domain/segur/enrolment.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { instantSchema } from "../../../shared/kernel/time.ts";

/** What the reader of a refusal gets, word for word: the law and the next step, and no empty sentence. */
const at = instantSchema.parse("2032-03-04T05:06:07.089Z");
const proposed: Organisation = {
  v: 1,
  id: "org-1",
  owner: "org-1",
  name: "Labonova",
  siret: "73282932000074",
  organisationKind: "supplier",
  state: "proposed",
  seq: 1,
  hash: "0".repeat(64),
  administrators: 0,
  registeredAt: at,
};
const waiting: Member = {
  v: 1,
  id: "member-1",
  personId: "person-1",
  organisationId: "org-1",
  roles: ["administrator"],
  state: "proposed",
  from: at,
  identitySeq: 1,
};

function refusal(act: () => unknown): Pick<Problem, "code" | "detail" | "findings" | "fields"> {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, detail, findings, fields } = error;
    return { code, detail, findings, fields };
  }
  throw new Error("accepted");
}

test("SEG-3.1-08 a first member without evidence: what is missing, under which article, and what to do", () => {
  expect(refusal(() => confirmMember(proposed, waiting, { byOperator: true, evidence: false, at }))).toEqual({
    code: "invalid-content",
    detail: "Le premier membre d'une organisation est confirmé sur justificatif de ses pouvoirs.",
    fields: [],
    findings: [
      {
        rule: "SEG-3.1-08",
        article: "AF-BIO-SGL-Va1 V1.5, §3.1, 4e tiret",
        outcome: "to_complete",
        sentence: "Aucun justificatif des pouvoirs du premier membre n'est indiqué.",
        next: "Indiquez la nature du justificatif vu et son empreinte SHA-256 (champ evidence).",
        provenance: "interpretation",
      },
    ],
  });
});

test("a member who was confirmed before: says so", () => {
  const active: Member = { ...waiting, state: "active" };
  const { code, detail } = refusal(() => confirmMember(proposed, active, { byOperator: true, evidence: true, at }));
  expect([code, detail]).toEqual([
    "illegal-transition",
    "Ce membre n'attend pas de confirmation : il a déjà été confirmé, ou son appartenance a pris fin.",
  ]);
});

test("a finding of confirmation: has no next step", () => {
  const { findings } = confirmMember(proposed, waiting, { byOperator: true, evidence: true, at });
  expect(findings.map((finding) => Object.keys(finding).includes("next"))).toEqual([false]);
});

test("two roles that a supplier cannot give: both named", () => {
  expect(refusal(() => demandGrantable(proposed, ["instructor", "filer", "auditor"]))).toEqual({
    code: "invalid-content",
    detail: "Cette organisation ne peut pas donner le rôle « instructeur », « auditeur ».",
    fields: [{ pointer: "/roles", reason: "Rôle réservé à une autre sorte d'organisation." }],
    findings: [],
  });
});

test("an invitation accepted before: says so", () => {
  const used: Invitation = {
    v: 1,
    id: "invitation-1",
    organisationId: "org-1",
    roles: ["filer"],
    state: "accepted",
    until: at,
    identitySeq: 2,
  };
  const { code, detail } = refusal(() => demandOpen(used, at));
  expect([code, detail]).toEqual(["illegal-transition", "Cette invitation a déjà été acceptée."]);
});

test("SEG-2-16 a filed dossier given up as a draft: the reading of the text, the state expected and the state read", () => {
  expect(refusal(() => afterWithdrawal("submitted")).findings).toEqual([
    {
      rule: "SEG-2-16",
      article: "AF-BIO-SGL-Va1 V1.5, §2",
      outcome: "log",
      sentence: "Une demande existe depuis sa réception\u202f: après, elle ne s'abandonne plus comme un brouillon.",
      expected: "Brouillon non déposé",
      read: "Déposée",
      provenance: "interpretation",
    },
  ]);
});

test("a membership that ended shows its end; one that did not shows none", () => {
  expect(memberView({ ...waiting, state: "ended", to: at })).toMatchObject({ state: "ended", to: at });
  expect(Object.keys(memberView(waiting))).not.toContain("to");
});
