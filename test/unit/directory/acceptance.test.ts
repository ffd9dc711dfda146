import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "@jest/globals";
import { acceptInvitation } from "../../../functions/directory/acceptance-act.ts";
import { Problem, problemDetails } from "../../../shared/kernel/problem.ts";
import { instantSchema } from "../../../shared/kernel/time.ts";
import type { ApiRequest } from "../../../shared/lambda/act.ts";
import { performAct } from "../../../shared/lambda/perform-act.ts";
import { places } from "../../../shared/ports/places.ts";
import { MemoryRecords } from "../lambda/memory-records.ts";

const organisationId = randomUUID();
const invitationId = randomUUID();
const at = instantSchema.parse("2032-03-04T05:06:07.089Z");
const body = { person: { displayName: "Inès Durand", mail: "ines@labo.example" } };
let memory: MemoryRecords;

beforeEach(() => {
  memory = new MemoryRecords();
  memory.put(places.organisation(organisationId), {
    v: 1,
    id: organisationId,
    owner: organisationId,
    name: "Labonova",
    siret: "73282932000074",
    organisationKind: "supplier",
    state: "active",
    seq: 7,
    hash: "0".repeat(64),
    administrators: 1,
    registeredAt: at,
  });
  memory.put(places.invitation(organisationId, invitationId), {
    v: 1,
    id: invitationId,
    organisationId,
    roles: ["filer"],
    state: "open",
    until: at,
    identitySeq: 7,
  });
});

const accept = (path: ApiRequest<unknown>["path"], ifMatch?: number) =>
  performAct(memory.deps, acceptInvitation, {
    route: "POST acceptance",
    body,
    path,
    query: {},
    at,
    caller: { issuer: "i", subject: "s", login: "login-1", client: "c" },
    idempotencyKey: "0123456789abcdef",
    ...(ifMatch === undefined ? {} : { ifMatch }),
  });

async function refusal(...asked: Parameters<typeof accept>) {
  const error = await accept(...asked).catch((thrown: unknown) => thrown);
  if (error instanceof Problem) return problemDetails(error, "trace");
  throw new Error("accepted");
}

test.each([[undefined], [7], [999]])(
  "SEC-02 an invitation never issued, with If-Match %s: the organisation that exists and the one that does not answer alike",
  async (ifMatch) => {
    const existing = await refusal({ organisationId, invitationId: randomUUID() }, ifMatch);
    const unknown = await refusal({ organisationId: randomUUID(), invitationId: randomUUID() }, ifMatch);
    expect(existing.status).toBe(404);
    expect(existing).toEqual(unknown);
  },
);

test("who holds the invitation, with a version that is no longer the last: 412 with the last one", async () => {
  const { status, detail } = await refusal({ organisationId, invitationId }, 6);
  expect([status, detail]).toEqual([412, expect.stringContaining("la version actuelle est la 7")]);
});

test("who holds the invitation: proposed as a member; sent again: the same, one event", async () => {
  const path = { organisationId, invitationId };
  const first = await accept(path, 7);
  expect([first.version, first.subject.state, first.subject.roles]).toEqual([8, "proposed", ["filer"]]);
  expect(await accept(path, 7)).toEqual(first);
  expect(memory.events).toHaveLength(1);
});
