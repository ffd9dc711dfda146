import { expect, test } from "@jest/globals";
import { answers } from "../../../docs/openapi/schemas.ts";
import {
  confirmMemberBody,
  foundOperatorBody,
  invitationView,
  inviteMemberBody,
  memberView,
  organisationView,
} from "../../../shared/domain/directory/api.ts";
import { instantSchema } from "../../../shared/kernel/time.ts";
import { memberIdOf } from "../../../shared/ports/places.ts";

const id = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const at = instantSchema.parse("2032-03-04T05:06:07.089Z");

const organisation = {
  v: 1,
  id,
  owner: id,
  name: "Labonova",
  siret: "73282932000074",
  organisationKind: "supplier",
  state: "active",
  seq: 3,
  hash: "canary-hash",
  administrators: 4711,
  registeredAt: at,
} as const;
const member = {
  v: 1,
  id: memberIdOf(id, "login-1"),
  personId: "canary-person",
  organisationId: id,
  roles: ["filer"] as ["filer"],
  state: "active",
  from: at,
  identitySeq: 4711,
} as const;
const invitation = {
  v: 1,
  id,
  organisationId: id,
  roles: ["filer"] as ["filer"],
  state: "open",
  until: at,
  identitySeq: 4711,
} as const;

test("an organisation, a member in force and an ended one, an invitation: answered as the published schemas say", () => {
  const views = [
    answers.organisation.safeParse(organisationView(organisation)),
    answers.member.safeParse(memberView(member)),
    answers.member.safeParse(memberView({ ...member, state: "ended", to: at })),
    answers.invitation.safeParse(invitationView(invitation)),
  ];
  expect(views.map(({ error }) => error)).toEqual(views.map(() => undefined));
});

test("what is internal to an item (person id, chain hash, counts): in no answer", () => {
  const shown = JSON.stringify([organisationView(organisation), memberView(member), invitationView(invitation)]);
  expect(shown).not.toMatch(/canary|4711/);
});

test("a role given twice, none, one that does not exist: refused", () => {
  const read = (roles: unknown) => inviteMemberBody.safeParse({ mail: "a@b.fr", roles }).success;
  expect([read(["filer"]), read(["filer", "filer"]), read([]), read(["superuser"])]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test("evidence whose digest is no SHA-256 in lower case: refused at its place", () => {
  const read = (sha256: string) => confirmMemberBody.safeParse({ evidence: { kind: "mandate", sha256 } });
  expect(read("a".repeat(64)).success).toBe(true);
  expect(read("A".repeat(64)).error?.issues[0]?.path).toEqual(["evidence", "sha256"]);
  expect(read("a".repeat(63)).success).toBe(false);
});

test("a supplier founded, an issuer that is no URL, a SIRET of a wrong key: refused", () => {
  const body = {
    kind: "operator",
    name: "Opérateur",
    siret: "73282932000074",
    issuer: "https://issuer.example",
    subject: "odile",
    person: { displayName: "Odile", mail: "odile@op.example" },
  };
  expect(foundOperatorBody.safeParse(body).success).toBe(true);
  expect(foundOperatorBody.safeParse({ ...body, kind: "ans" }).success).toBe(true);
  expect(foundOperatorBody.safeParse({ ...body, kind: "supplier" }).success).toBe(false);
  expect(foundOperatorBody.safeParse({ ...body, issuer: "issuer" }).success).toBe(false);
  expect(foundOperatorBody.safeParse({ ...body, siret: "73282932000075" }).success).toBe(false);
});
