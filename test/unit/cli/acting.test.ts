import { describe, expect, test } from "@jest/globals";
import type { Command } from "../../../cli/command.ts";
import { decide } from "../../../cli/commands/decide.ts";
import { dossier } from "../../../cli/commands/dossier.ts";
import { queue } from "../../../cli/commands/queue.ts";
import { keepSession } from "../../../cli/sign-in/session-file.ts";
import { openIdentityServer } from "./sign-in-server.ts";
import { api, err, out, printed, run, useTerminal } from "./terminal.ts";

useTerminal();

const list = "GET /v1/segur/queue";
const empty = [200, { items: [] }] as const;
const claim = "POST /v1/segur/dossiers/d-1/claim";

describe("what a command says is whole before anything is sent", () => {
  const lines: readonly (readonly [Command, readonly string[]])[] = [
    [dossier, []],
    [dossier, ["new"]],
    [dossier, ["open", "d-1"]],
    [dossier, ["add", "d-1"]],
    [dossier, ["add", "d-1", "D-ENR-RIB"]],
    [dossier, ["add", "d-1", "=file.pdf"]],
    [dossier, ["add", "d-1", "D-ENR-RIB=", "D-ENR-ID=id.pdf"]],
    [dossier, ["submit"]],
    [dossier, ["submit", "d-1", "d-2"]],
    [dossier, ["status", "--force"]],
    [queue, ["d-1"]],
    [decide, []],
    [decide, ["toString", "d-1"]],
    [decide, ["claim"]],
    [decide, ["settle", "d-1", "siret=1"]],
    [decide, ["settle", "d-1", "--reason", "r", "siret"]],
    [decide, ["invite", "d-1", "D-ENR-RIB:missing"]],
    [decide, ["invite", "d-1", "D-ENR-RIB:missing:SEG-3.1-06:2022-12-01:more"]],
    [decide, ["as", "d-1"]],
    [decide, ["reopen", "d-1"]],
  ];
  test.each(lines.map(([command, args]) => ({ command, args, line: `${command.name} ${args.join(" ")}` })))(
    "$line: the usage on the error output, or in JSON, 2",
    async ({ command, args }) => {
      expect(await run(command, ...args)).toBe(2);
      expect(err[0]).toMatch(new RegExp(`^Usage : guichet ${command.name} [\\s\\S]*--organisation`));
      expect([out, api.asked]).toEqual([[], []]);
      await run(command, ...args, "--json");
      expect(printed()).toEqual({ failure: expect.stringMatching(`^Usage : guichet ${command.name} `) });
      expect(err).toHaveLength(1);
    },
  );

  test.each(["http://guichet.example", "ftp://127.0.0.1", "guichet"])(
    "SEC-17 the address %s: the token does not leave the machine in clear, 2",
    async (url) => {
      expect(await run(queue, "--url", url)).toBe(2);
      expect(err[0]).toContain("doit commencer par https://");
    },
  );
});

describe("for whom one acts", () => {
  const membership = (id: string) => ({ organisation: { id, name: `Organisation ${id}` } });
  const memberships = "GET /v1/memberships";

  test("the one of --organisation, before that of the environment", async () => {
    api.on(list, empty);
    await run(queue, "--organisation", "org-2");
    await run(queue);
    expect(api.of(list).map(({ headers }) => headers["guichet-organisation"])).toEqual(["org-2", "org-1"]);
  });

  test("none is named and there is but one: that one", async () => {
    process.env.GUICHET_ORGANISATION = "";
    api.on(memberships, [200, { items: [membership("org-7")] }]);
    api.on(list, empty);
    expect(await run(queue)).toBe(0);
    expect(api.of(memberships)[0]?.headers["guichet-organisation"]).toBeUndefined();
    expect(api.of(list)[0]?.headers["guichet-organisation"]).toBe("org-7");
  });

  test("none is named and there are two: both are listed, nothing else is asked, 2", async () => {
    process.env.GUICHET_ORGANISATION = "";
    api.on(memberships, [200, { items: [membership("org-7"), membership("org-8")] }]);
    expect(await run(queue)).toBe(2);
    expect(err[0]).toMatch(/plusieurs organisations[\s\S]*org-7 {2}Organisation org-7\n {2}org-8/);
    expect(api.asked).toHaveLength(1);
  });

  test("one belongs to none: 1", async () => {
    process.env.GUICHET_ORGANISATION = "";
    api.on(memberships, [200, { items: [] }]);
    expect([await run(queue), err[0]]).toEqual([1, "Vous n'appartenez à aucune organisation."]);
  });
});

describe("a refusal of the service", () => {
  const problem = {
    title: "Contenu refusé",
    status: 422,
    detail: "Un champ est refusé.",
    trace: "t-9",
    errors: [{ pointer: "/size", reason: "Le fichier est vide." }],
    findings: [{ rule: "SEG-3.1-06", article: "§3.1", sentence: "Le RIB manque.", next: "Ajoutez-le.", outcome: "x" }],
  };

  test("for a person: what is wrong, where, under which article, and what to do; 1", async () => {
    api.on(list, [422, problem]);
    expect(await run(queue)).toBe(1);
    expect(err).toEqual([
      [
        "Contenu refusé : Un champ est refusé.",
        "  /size : Le fichier est vide.",
        "  SEG-3.1-06 (§3.1) : Le RIB manque. Ajoutez-le.",
      ].join("\n"),
    ]);
    expect(out).toEqual([]);
  });

  test("for a program: the problem as the service gave it, on the standard output", async () => {
    api.on(list, [422, problem]);
    expect(await run(queue, "--json")).toBe(1);
    expect(printed()).toEqual(problem);
    expect(err).toEqual([]);
  });

  test("a fault of the service: its trace is given, for the assistance", async () => {
    api.on(list, [500, { title: "Erreur", detail: "Imprévue.", trace: "t-9" }]);
    expect(await run(queue)).toBe(1);
    expect(err[0]).toContain("Référence à transmettre à l'assistance : t-9");
  });

  test("a right that the token lacks, said by the gateway alone: what to do, 1", async () => {
    api.on(list, [403, { message: "Forbidden" }]);
    expect(await run(queue)).toBe(1);
    expect(err).toEqual([
      "Le service a répondu 403. Votre session ne donne pas ce droit : ouvrez-en une qui le donne avec guichet sign-in.",
    ]);
  });

  test("an answer that is no problem, and a success of no known form: said, 1 and 2", async () => {
    api.on(list, [418, "<html>"]);
    expect([await run(queue), err.at(-1)]).toEqual([1, "Le service a répondu 418."]);
    api.on(list, [200, { lines: [] }]);
    expect([await run(queue), err.at(-1)]).toEqual([2, expect.stringContaining("mettez guichet à jour")]);
    expect(await run(queue, "--json")).toBe(2);
    expect(printed()).toEqual({ failure: expect.stringContaining("forme inconnue") });
  });
});

describe("a request that gets no answer of its own", () => {
  test.each<["503" | "429" | "cut", readonly [number] | "cut"]>([
    ["503", [503]],
    ["429", [429]],
    ["cut", "cut"],
  ])("SEC-32 %s: sent again under the same idempotency key, and done once", async (_, busy) => {
    api.on(claim, busy, [200, { state: "claimed" }]);
    expect(await run(decide, "claim", "d-1")).toBe(0);
    const keys = api.of(claim).map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("503 for ever: the sentence of the service after four attempts, 1; two acts bear two keys", async () => {
    api.on(claim, [503, { title: "Service momentanément occupé", detail: "Réessayez." }]);
    expect(await run(decide, "claim", "d-1")).toBe(1);
    expect(err).toEqual(["Service momentanément occupé : Réessayez."]);
    expect(api.of(claim)).toHaveLength(4);
    api.on(claim, [200, { state: "claimed" }]);
    await run(decide, "claim", "d-1");
    expect(new Set(api.of(claim).map(({ headers }) => headers["idempotency-key"])).size).toBe(2);
  });

  test("nobody there: said with the address, 2", async () => {
    expect(await run(queue, "--url", "http://127.0.0.1:1")).toBe(2);
    expect(err).toEqual(["Le service http://127.0.0.1:1 ne répond pas."]);
  });
});

describe("a token that is refused", () => {
  test("of the session of this machine: renewed once, and the same request goes again", async () => {
    const identity = await openIdentityServer();
    try {
      process.env.GUICHET_TOKEN = "";
      process.env.GUICHET_ISSUER = identity.issuer;
      await keepSession(identity.issuer, "refresh-1");
      for (const n of [1, 2]) {
        identity.tokenAnswers.push([200, { access_token: `access-${n}`, refresh_token: `refresh-${n + 1}` }]);
      }
      api.on(claim, [401], [200, { state: "claimed" }]);
      expect(await run(decide, "claim", "d-1")).toBe(0);
      expect(api.of(claim).map(({ headers }) => headers.authorization)).toEqual(["Bearer access-1", "Bearer access-2"]);
      expect(new Set(api.of(claim).map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
      expect(identity.asked.map((asked) => asked.get("refresh_token"))).toEqual(["refresh-1", "refresh-2"]);

      identity.tokenAnswers.push([200, { access_token: "access-3" }], [200, { access_token: "access-4" }]);
      api.on(claim, [401]);
      expect(await run(decide, "claim", "d-1")).toBe(2);
      expect(err.at(-1)).toContain("ouvrez une session avec guichet sign-in");
      expect(api.of(claim)).toHaveLength(4);
    } finally {
      await identity.close();
    }
  });

  test("of the environment: nothing to renew, 2", async () => {
    api.on(list, [401]);
    expect(await run(queue)).toBe(2);
    expect(err).toEqual(["Votre jeton n'est plus accepté : ouvrez une session avec guichet sign-in."]);
    expect(api.of(list)).toHaveLength(1);
  });

  test.each([
    ["tok\nen", "org-1", "Le jeton d'accès est coupé par un espace, un retour à la ligne"],
    ["token", "Labonova™", "« Labonova™ » n'est pas l'identifiant d'une organisation"],
    ["token", "Labonova SAS", "« Labonova SAS » n'est pas l'identifiant d'une organisation"],
  ])(
    "that no request can carry, or an organisation, %j for %j: said, nothing is sent, 2",
    async (token, id, reason) => {
      process.env.GUICHET_TOKEN = token;
      expect(await run(queue, "--organisation", id)).toBe(2);
      expect(err).toEqual([expect.stringContaining(reason)]);
      expect(api.asked).toEqual([]);
    },
  );

  test("with a line end after it, as a file holds it: sent without", async () => {
    process.env.GUICHET_TOKEN = "token\n";
    api.on(list, empty);
    expect(await run(queue)).toBe(0);
    expect(api.asked[0]?.headers.authorization).toBe("Bearer token");
  });

  test("no token and no session: nothing is sent, 2", async () => {
    process.env.GUICHET_TOKEN = "";
    expect(await run(queue)).toBe(2);
    expect(err).toEqual(["Aucune session n'est ouverte : lancez guichet sign-in."]);
    expect(api.asked).toEqual([]);
  });
});
