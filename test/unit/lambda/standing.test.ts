import { describe, expect, test } from "@jest/globals";
import { snapshotOf } from "../../../shared/adapters/dynamodb/snapshot.ts";
import type { Member } from "../../../shared/domain/directory/items.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { type Instant, instantSchema } from "../../../shared/kernel/time.ts";
import { actorOf, type Caller, standingOf } from "../../../shared/lambda/act.ts";
import { memberIdOf, places } from "../../../shared/ports/places.ts";
import type { Snapshot } from "../../../shared/ports/records.ts";

const organisation = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const caller: Caller = { issuer: "i", subject: "s", login: "login-1", client: "c", organisation };
const instant = (text: string): Instant => instantSchema.parse(text);

const member: Member = {
  v: 1,
  id: memberIdOf(organisation, "login-1"),
  personId: "person-1",
  organisationId: organisation,
  roles: ["filer", "signatory"],
  state: "active",
  from: instant("2032-01-01T10:00:00.000Z"),
  to: instant("2032-02-01T10:00:00.000Z"),
  identitySeq: 1,
};

const tables = { cases: "c", directory: "d", events: "e", "person-keys": "k", sealed: "s", tokens: "t" };

/** A snapshot that holds this membership, or nothing. */
function holding(found?: Member): Snapshot {
  const own = places.member(organisation, member.id);
  const item = { ...found, pk: own.pk, sk: own.sk };
  return snapshotOf(tables, [own], found === undefined ? [] : [{ table: tables.directory, item }]);
}

const rolesAt = (at: string, found: Member = member) => standingOf(caller, holding(found), instant(at)).roles;

describe("standing", () => {
  test.each([
    ["2032-01-01T09:59:59.999Z", ["signed-in"]],
    ["2032-01-01T10:00:00.000Z", ["filer", "signatory", "signed-in"]],
    ["2032-02-01T09:59:59.999Z", ["filer", "signatory", "signed-in"]],
    ["2032-02-01T10:00:00.000Z", ["signed-in"]],
  ])("a membership from 10:00:00.000 to 10:00:00.000 a month later, asked at %s: %j", (at, roles) => {
    expect(rolesAt(at)).toEqual(roles);
  });

  test("a membership without end: for ever", () => {
    const { to: _, ...endless } = member;
    expect(rolesAt("9999-12-31T23:59:59.999Z", endless)).toContain("filer");
  });

  test("a proposed member: an applicant, with none of the roles that it waits for", () => {
    expect(rolesAt("2032-01-15T00:00:00.000Z", { ...member, state: "proposed" })).toEqual(["applicant", "signed-in"]);
  });

  test("an ended member, even before the instant of the end: signed in, no more", () => {
    expect(rolesAt("2032-01-15T00:00:00.000Z", { ...member, state: "ended" })).toEqual(["signed-in"]);
  });

  test("no membership, or no organisation named: signed in, no more", () => {
    expect(standingOf(caller, holding(), member.from)).toEqual({ roles: ["signed-in"] });
    const { organisation: _, ...alone } = caller;
    expect(standingOf(alone, holding(member), member.from)).toEqual({ roles: ["signed-in"] });
  });

  test("who acts: the person of a membership in force; without one, nobody is named", () => {
    expect(actorOf(standingOf(caller, holding(member), member.from))).toBe("person-1");
    expect(() => actorOf({ roles: ["signed-in"] })).toThrow(Problem);
  });
});
