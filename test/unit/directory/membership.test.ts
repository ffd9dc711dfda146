import { describe, expect, test } from "@jest/globals";
import type { Invitation, Member, Organisation } from "../../../shared/domain/directory/items.ts";
import { organisationLifecycle } from "../../../shared/domain/directory/lifecycle.ts";
import {
  confirmMember,
  demandGrantable,
  demandOpen,
  endMembership,
  invitationUntil,
  organisationAfter,
} from "../../../shared/domain/directory/membership.ts";
import { organisationKinds, roleLabels, roles, rolesOf } from "../../../shared/domain/directory/roles.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { type Instant, instantSchema } from "../../../shared/kernel/time.ts";

const instant = (text: string): Instant => instantSchema.parse(text);
const at = instant("2032-03-04T05:06:07.089Z");

const organisation = (changes: Partial<Organisation> = {}): Organisation => ({
  v: 1,
  id: "org-1",
  owner: "org-1",
  name: "Labonova",
  siret: "73282932000074",
  organisationKind: "supplier",
  state: "active",
  seq: 3,
  hash: "0".repeat(64),
  administrators: 1,
  registeredAt: instant("2032-01-01T00:00:00.000Z"),
  ...changes,
});

const member = (changes: Partial<Member> = {}): Member => ({
  v: 1,
  id: "member-1",
  personId: "person-1",
  organisationId: "org-1",
  roles: ["administrator", "filer"],
  state: "proposed",
  from: instant("2032-02-01T00:00:00.000Z"),
  identitySeq: 1,
  ...changes,
});

/** The problem that an act meets. */
function refusal(act: () => unknown): Problem {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}

const byOperator = { byOperator: true, evidence: true, at };
const byAdministrator = { byOperator: false, evidence: false, at };

describe("SEG-3.1-08 confirmation of a member", () => {
  test("the first one by the operator, on evidence: active from that instant, first administrator, with its finding", () => {
    const first = organisation({ state: "proposed", administrators: 0 });
    const confirmed = confirmMember(first, member(), byOperator);
    expect(confirmed.member).toEqual(member({ state: "active", from: at }));
    expect(confirmed.administrators).toBe(1);
    expect(confirmed.findings).toMatchObject([
      { rule: "SEG-3.1-08", outcome: "accept", sentence: expect.stringContaining("sur justificatif") },
    ]);
  });

  test("the first one without evidence: to complete, with what to do next", () => {
    const problem = refusal(() =>
      confirmMember(organisation({ state: "proposed" }), member(), { ...byOperator, evidence: false }),
    );
    expect(problem.code).toBe("invalid-content");
    expect(problem.findings).toMatchObject([
      { rule: "SEG-3.1-08", outcome: "to_complete", next: expect.stringContaining("SHA-256") },
    ]);
  });

  test("a next one by an administrator, without evidence: active; administrators count one more only if it is one", () => {
    expect(confirmMember(organisation(), member(), byAdministrator).administrators).toBe(2);
    const filer = confirmMember(organisation(), member({ roles: ["filer"] }), byAdministrator);
    expect(filer.administrators).toBe(1);
    expect(filer.findings).toMatchObject([{ sentence: expect.stringContaining("par un administrateur") }]);
  });

  test("a next one by the operator, even on evidence: refused, for it is the organisation's own administrator's to do", () => {
    const problem = refusal(() => confirmMember(organisation(), member(), byOperator));
    expect([problem.code, problem.detail]).toEqual([
      "illegal-transition",
      expect.stringContaining("non par l'opérateur"),
    ]);
  });

  test.each(["active", "ended"] as const)("a member already %s: refused", (state) => {
    expect(refusal(() => confirmMember(organisation(), member({ state }), byAdministrator)).code).toBe(
      "illegal-transition",
    );
  });
});

describe("CNV-6-05 end of a membership", () => {
  test("one of two administrators: ended at that instant, one administrator left, roles kept for the record", () => {
    const ended = endMembership(organisation({ administrators: 2 }), member({ state: "active" }), at);
    expect(ended).toEqual({ member: member({ state: "ended", to: at }), administrators: 1 });
  });

  test("the last administrator: refused, with what to do first", () => {
    const problem = refusal(() => endMembership(organisation(), member({ state: "active" }), at));
    expect([problem.code, problem.detail]).toEqual([
      "illegal-transition",
      expect.stringContaining("dernier administrateur"),
    ]);
  });

  test("a member of another role, and a proposed administrator: ended beside the only administrator", () => {
    expect(endMembership(organisation(), member({ state: "active", roles: ["filer"] }), at).administrators).toBe(1);
    expect(endMembership(organisation(), member({ state: "proposed" }), at).administrators).toBe(1);
  });

  test("a membership that has ended: refused", () => {
    expect(refusal(() => endMembership(organisation(), member({ state: "ended" }), at)).code).toBe(
      "illegal-transition",
    );
  });
});

describe("an invitation", () => {
  const until = invitationUntil(at);
  const invitation: Invitation = {
    v: 1,
    id: "invitation-1",
    organisationId: "org-1",
    roles: ["filer"],
    state: "open",
    until,
    identitySeq: 4,
  };

  test("made on 4 March at 05:06:07.089: can be accepted until 18 March at the same millisecond", () => {
    expect(until).toBe("2032-03-18T05:06:07.089Z");
  });

  test("accepted at the last millisecond: open; one later: too late, and says to ask for another", () => {
    expect(() => demandOpen(invitation, until)).not.toThrow();
    const problem = refusal(() => demandOpen(invitation, instant("2032-03-18T05:06:07.090Z")));
    expect([problem.code, problem.detail]).toEqual([
      "illegal-transition",
      expect.stringContaining("14 jours est passé"),
    ]);
  });

  test("accepted already: refused, even in time", () => {
    const problem = refusal(() => demandOpen({ ...invitation, state: "accepted" }, at));
    expect(problem.detail).toContain("déjà été acceptée");
  });
});

describe("roles that can be given", () => {
  test.each(organisationKinds)("by an administrator of a %s: those of its kind, and no other", (organisationKind) => {
    const given = organisation({ organisationKind });
    const grantable = roles.filter((role) => {
      try {
        demandGrantable(given, [role]);
        return true;
      } catch {
        return false;
      }
    });
    expect(grantable.toSorted()).toEqual([...rolesOf[organisationKind]].toSorted());
  });

  test("an instructing officer at a supplier, beside a filer: refused, and named in French", () => {
    const problem = refusal(() => demandGrantable(organisation(), ["filer", "instructor"]));
    expect(problem.detail).toContain("instructeur");
    expect(problem.detail).not.toContain(roleLabels.filer);
    expect(problem.fields).toEqual([{ pointer: "/roles", reason: expect.any(String) }]);
  });

  test("who files and who decides: in no kind of organisation both", () => {
    const both = organisationKinds.filter(
      (kind) => rolesOf[kind].includes("filer") && rolesOf[kind].includes("instructor"),
    );
    expect(both).toEqual([]);
  });
});

describe("the lifecycle of an organisation", () => {
  test.each([
    ["proposed", "member.confirmed", "active"],
    ["active", "member.confirmed", "active"],
    ["active", "member.invited", "active"],
    ["active", "invitation.accepted", "active"],
    ["active", "member.ended", "active"],
  ] as const)("%s, %s: %s", (from, event, to) => {
    expect(organisationAfter(from, event)).toBe(to);
  });

  test.each(["member.invited", "invitation.accepted", "member.ended"] as const)(
    "proposed, %s: refused, with the state in words",
    (event) => {
      const problem = refusal(() => organisationAfter("proposed", event));
      expect([problem.code, problem.detail]).toEqual([
        "illegal-transition",
        expect.stringContaining(organisationLifecycle.states.proposed),
      ]);
    },
  );
});
