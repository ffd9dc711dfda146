import { beforeEach, describe, expect, test } from "@jest/globals";
import { authoriseOnOrganisation, organisationPlaces } from "../../../functions/directory/organisation-access.ts";
import { headOf, targetHead } from "../../../functions/directory/organisation-act.ts";
import { type Organisation, organisationSchema } from "../../../shared/domain/directory/items.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { instantSchema } from "../../../shared/kernel/time.ts";
import { type Act, type ApiRequest, actorOf } from "../../../shared/lambda/act.ts";
import { performAct } from "../../../shared/lambda/perform-act.ts";
import { openForReading } from "../../../shared/lambda/read.ts";
import { memberIdOf, places } from "../../../shared/ports/places.ts";
import { MemoryRecords } from "./memory-records.ts";

const organisationId = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";
const at = instantSchema.parse("2032-03-04T05:06:07.089Z");
const body = { name: "Labonova" };

const organisation = {
  v: 1,
  id: organisationId,
  owner: organisationId,
  name: "Labo",
  siret: "73282932000074",
  organisationKind: "supplier",
  state: "active",
  seq: 3,
  hash: "0".repeat(64),
  administrators: 2,
  registeredAt: at,
} as const satisfies Organisation;

/** Renames the organisation: an act as simple as one may be. */
const rename: Act<{ readonly name: string }> = {
  acting: "organisation",
  places: organisationPlaces,
  authorise: (request, snapshot, standing) => authoriseOnOrganisation("member.invite", request, snapshot, standing),
  head: targetHead,
  decide: (request, open, standing) => {
    const read = open(targetHead(request), organisationSchema);
    if (read === undefined) throw new Error("hidden");
    return {
      ...headOf(read, { name: request.body.name }),
      actor: actorOf(standing),
      event: { type: "renamed", data: {}, findings: [] },
      subject: targetHead(request),
    };
  },
};

let memory: MemoryRecords;

/** An administrator of the organisation, or a member with another role. */
function join(login: string, changes: { readonly personId?: string; readonly roles?: readonly string[] } = {}): void {
  const id = memberIdOf(organisationId, login);
  memory.put(places.member(organisationId, id), {
    v: 1,
    id,
    personId: `person-of-${login}`,
    organisationId,
    roles: ["administrator"],
    state: "active",
    from: at,
    identitySeq: 1,
    ...changes,
  });
}

const asking = (login: string, changes: Partial<ApiRequest<typeof body>> = {}): ApiRequest<typeof body> => ({
  route: "POST renaming",
  body,
  path: { organisationId },
  query: {},
  at,
  caller: { issuer: "i", subject: login, login, client: "portal", organisation: organisationId },
  idempotencyKey: "0123456789abcdef",
  ...changes,
});

const perform = (request: ApiRequest<typeof body>) => performAct(memory.deps, rename, request);
async function refusal(request: ApiRequest<typeof body>): Promise<Problem> {
  const error = await perform(request).catch((thrown: unknown) => thrown);
  if (error instanceof Problem) return error;
  throw new Error(`not refused: ${JSON.stringify(error)}`);
}

beforeEach(() => {
  memory = new MemoryRecords();
  memory.put(places.organisation(organisationId), organisation);
  for (const login of ["hugo", "noemie"]) join(login);
});

describe("SEC-33 the key and the body of another member", () => {
  test("409 key-reused that says so, and no second event: a success is for whoever acted", async () => {
    await perform(asking("hugo"));
    const refused = await refusal(asking("noemie"));
    expect([refused.code, refused.detail]).toEqual([
      "key-reused",
      expect.stringContaining("à une autre personne. Utilisez une nouvelle clé"),
    ]);
    expect(memory.events).toMatchObject([{ actor: "person-of-hugo" }]);
  });

  test("sent again by the same person, or under another login of that person: one event, answered", async () => {
    join("hugo-at-work", { personId: "person-of-hugo" });
    const first = await perform(asking("hugo"));
    expect(await perform(asking("hugo"))).toEqual(first);
    expect(await perform(asking("hugo-at-work"))).toEqual(first);
    expect(memory.events).toHaveLength(1);
  });

  test("under a key of one's own: an act of one's own", async () => {
    await perform(asking("hugo"));
    await perform(asking("noemie", { idempotencyKey: "fedcba9876543210" }));
    expect(memory.events).toMatchObject([{ actor: "person-of-hugo" }, { actor: "person-of-noemie" }]);
  });
});

test("a repeated key once the case moved on: no further effect, and the answer shows it as it now stands", async () => {
  await perform(asking("hugo"));
  await perform(asking("noemie", { body: { name: "Bionova" }, idempotencyKey: "fedcba9876543210" }));
  const again = await perform(asking("hugo"));
  expect([again.version, again.subject.name, memory.events.length]).toEqual([5, "Bionova", 2]);
});

test("the race lost each time: 503 that names no dossier, and says to send again under the same key", async () => {
  memory.conflict = true;
  const refused = await refusal(asking("hugo"));
  expect(refused.code).toBe("try-again");
  expect(refused.detail).toMatch(/même élément.*avec la même clé d'idempotence/);
  expect(refused.detail).not.toContain("dossier");
});

test("an administrator who is refused, in an act as in a read: not sent to an administrator", async () => {
  const refusing = { ...rename, authorise: () => ({ answer: "refuse", basis: "SEG-3.2-02" }) as const };
  const read = openForReading(memory.deps.records, asking("hugo"), [], refusing.authorise);
  for (const asked of [performAct(memory.deps, refusing, asking("hugo")), read]) {
    await expect(asked).rejects.toMatchObject({ detail: expect.stringContaining("elle revient à une personne") });
  }
});

test("another member without the role: 403 before the version is compared", async () => {
  join("paul", { roles: ["signatory"] });
  const refused = await refusal(asking("paul", { ifMatch: 999 }));
  expect([refused.code, refused.detail]).toEqual(["not-allowed", expect.not.stringContaining("version")]);
});
