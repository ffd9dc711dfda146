import { randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { listPartitions, memberIdOf, ownerIndex, ownerList, places } from "../../../shared/ports/places.ts";

const at = "2032-03-04T05:06:07.089Z";

describe("the list of what an organisation owns", () => {
  test("ten thousand dossiers opened in one millisecond: spread over all its partitions, none over twice its share", () => {
    const partitions = listPartitions(ownerList("org-1", "enrolment"));
    const counts = new Map(partitions.map((partition) => [partition, 0]));
    for (let n = 0; n < 10_000; n += 1) {
      const { gpk } = ownerIndex("org-1", "enrolment", randomUUID(), at);
      counts.set(gpk, (counts.get(gpk) ?? 0) + 1);
    }
    expect([...counts.keys()]).toEqual(partitions);
    const share = 10_000 / partitions.length;
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan(share / 2);
      expect(count).toBeLessThan(share * 2);
    }
  });

  test("one dossier: always in the same place of the list, ordered by creation", () => {
    expect(ownerIndex("org-1", "enrolment", "id-1", at)).toEqual(ownerIndex("org-1", "enrolment", "id-1", at));
    expect(ownerIndex("org-1", "enrolment", "id-1", at).gsk).toBe(`${at}#id-1`);
  });

  test("two organisations, two kinds: no partition in common", () => {
    const all = [
      ...listPartitions(ownerList("org-1", "enrolment")),
      ...listPartitions(ownerList("org-2", "enrolment")),
      ...listPartitions(ownerList("org-1", "indu")),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("keys", () => {
  test("an idempotency key of another organisation, client, route: another item; none holds the key in clear", () => {
    const of = (...parts: [string, string, string, string]) => places.idempotency(...parts).pk;
    const keys = [
      of("org-1", "portal", "POST /a", "key-1"),
      of("org-2", "portal", "POST /a", "key-1"),
      of("org-1", "cli", "POST /a", "key-1"),
      of("org-1", "portal", "POST /b", "key-1"),
      of("org-1", "portal", "POST /a", "key-2"),
      of("org-1", "portal", "POST /ak", "ey-1"),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.join()).not.toMatch(/key-|org-|portal/);
  });

  test("one login in two organisations: two member ids that tell nothing of each other", () => {
    const [one, two] = [memberIdOf("org-1", "login-1"), memberIdOf("org-2", "login-1")];
    expect(one).not.toBe(two);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
  });
});
