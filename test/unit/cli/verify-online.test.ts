import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { type Ended, guichet } from "./run-guichet.ts";

const sound = JSON.parse(await readFile("docs/vectors/chain.json", "utf8"));

describe("guichet verify, on the API", () => {
  const env = { GUICHET_TOKEN: "secret-token", GUICHET_ORGANISATION: "org-7f3a91" };

  async function served(answer: RequestListener, id = "org-7f3a91"): Promise<Ended> {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    try {
      return await guichet(["verify", "--case", id, "--url", `http://127.0.0.1:${port}/`], env);
    } finally {
      server.close();
    }
  }

  test("the timeline of a case: asked with token and organisation, and verified", async () => {
    const asked: unknown[] = [];
    const { code, out } = await served(({ url, headers }, response) => {
      asked.push(url, headers.authorization, headers["guichet-organisation"]);
      response.end(JSON.stringify(sound));
    });
    expect(asked).toEqual(["/v1/cases/org-7f3a91/timeline?limit=100", "Bearer secret-token", "org-7f3a91"]);
    expect(out).toContain("est intacte : 3 événements");
    expect(code).toBe(0);
  });

  test("a timeline of several pages: each asked for with the cursor of the one before, verified as one chain", async () => {
    const asked: unknown[] = [];
    const { out } = await served(({ url }, response) => {
      asked.push(url);
      const last = asked.length === 3;
      const page = {
        ...sound,
        events: [sound.events[asked.length - 1]],
        ...(last ? {} : { next: `p${asked.length}` }),
      };
      response.end(JSON.stringify(page));
    });
    const first = "/v1/cases/org-7f3a91/timeline?limit=100";
    expect(asked).toEqual([first, `${first}&cursor=p1`, `${first}&cursor=p2`]);
    expect(out).toContain("est intacte : 3 événements");
  });

  test("pages without end or events: given up, exit 2", async () => {
    const page = JSON.stringify({ ...sound, events: [], next: "again" });
    const { code, err } = await served((_, response) => void response.end(page));
    expect(err).toContain("après une page vide");
    expect(code).toBe(2);
  });

  test("a refusal: the status and the sentence of the service, exit 2", async () => {
    const { code, err } = await served((_, response) => {
      response.writeHead(404).end(JSON.stringify({ title: "Introuvable", detail: "Aucun élément." }));
    });
    expect(err).toBe("Le service a répondu 404. Introuvable : Aucun élément.\n");
    expect(code).toBe(2);
  });

  test.each([
    [
      401,
      "Le service a répondu 401. Votre jeton n'est plus accepté : demandez-en un autre avec guichet sign-in --print.",
    ],
    [
      403,
      "Le service a répondu 403. Votre session ne donne pas ce droit : ouvrez-en une qui le donne avec guichet sign-in.",
    ],
  ])("%i, said by the gateway alone: what to do, exit 2", async (status, sentence) => {
    const { code, err } = await served((_, response) => void response.writeHead(status).end('{"message":"No"}'));
    expect([code, err]).toEqual([2, `${sentence}\n`]);
  });

  test("another sound chain than the one asked for: not taken for it, exit 2", async () => {
    const { code, err } = await served((_, response) => void response.end(JSON.stringify(sound)), "org-0");
    expect(err).toContain("une autre chaîne que celle demandée : org-7f3a91");
    expect(code).toBe(2);
  });

  test("a redirection: not followed, the token stays", async () => {
    const { code, err } = await served((_, response) => void response.writeHead(302, { location: "/elsewhere" }).end());
    expect(err).toContain("ne répond pas");
    expect(code).toBe(2);
  });

  test.each([
    ["an address in clear elsewhere", "http://guichet.example", env, "doit commencer par https://"],
    ["no address", "", env, "doit commencer par https://"],
    ["no token", "https://guichet.example", {}, "GUICHET_TOKEN"],
    [
      "a token in two lines",
      "https://guichet.example",
      { ...env, GUICHET_TOKEN: "a\nb" },
      "Le jeton d'accès est coupé",
    ],
    ["a name", "https://guichet.example", { ...env, GUICHET_ORGANISATION: "Labonova™" }, "n'est pas l'identifiant"],
  ])("%s: nothing is sent, exit 2", async (_, url, given, sentence) => {
    const { code, err } = await guichet(["verify", "--case", "c-1", "--url", url], given);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  test.each([
    ["the case without the address", ["--case", "c-1"], "Donnez aussi l'adresse de l'API avec --url"],
    ["the address without the case", ["--case", "", "--url", "https://guichet.example"], "l'identifiant de l'affaire"],
  ])("%s: asked for, exit 2", async (_, args, sentence) => {
    const { code, err } = await guichet(["verify", ...args], env);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});
