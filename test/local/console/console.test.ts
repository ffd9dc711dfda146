import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startConsole } from "../../../local/console/start.ts";
import type { ConsoleState } from "../../../local/console/state.ts";
import type { Mail } from "../../../local/ses/mail.ts";
import type { DoorHandler } from "../../../local/supervisor/door.ts";
import { freePort } from "../http-api/harness.ts";

const at = Date.UTC(2031, 2, 30, 0, 59, 59, 999);
const evil = '<script>alert("x")</script>';
const state: ConsoleState = {
  name: "Projet & compagnie",
  at,
  addresses: [{ label: "API", url: "http://127.0.0.1:4600" }],
  resources: [
    { logicalId: "Things", type: "AWS::DynamoDB::GlobalTable", ref: "stack-Things-1" },
    { logicalId: "Topic", type: "AWS::SNS::Topic", ref: "stack-Topic-1", inert: "aucun avis n'est envoyé" },
  ],
  functions: ["stack-Create-1"],
  crashing: ["stack-Create-1"],
  alarms: [
    { name: "stack-Errors-1", state: "ALARM", since: at, rangAt: at, description: evil, watches: "AWS/Lambda Errors" },
    { name: "stack-Errors-2", state: "OK", since: at, watches: "AWS/Lambda Errors" },
    { name: "stack-Latency", state: "INSUFFICIENT_DATA" },
  ],
  invocations: [
    { at, functionName: "stack-Create-1", millis: 12.4 },
    { at, functionName: evil, millis: 1500, error: "Unhandled" },
  ],
  requests: { "dynamodb:GetItem": 3 },
  exercised: [{ role: "arn:role", action: "dynamodb:GetItem", resource: "arn:table" }],
  denials: [
    { at, principal: "arn:role", action: "dynamodb:GetItem", resource: "arn:table", missing: `manque : ${evil}` },
  ],
  logs: [{ name: "/aws/lambda/create", lines: ["first", evil] }],
  tables: [{ name: "stack-Things-1", items: 1204 }],
  upcoming: [{ at: at + 1, kind: "sqs-visibility", detail: '{"queue":"orders"}' }],
  queues: [{ name: "dead", visible: 2, delayed: 0, held: 1, deadLettersOf: ["orders"] }],
  scanner: {
    name: "démonstration",
    isUsed: true,
    forced: { outcome: "FAILED", objects: 3, delaySeconds: 60 },
    scans: [
      {
        at,
        bucket: "inbox",
        key: "a.pdf",
        versionId: "v-1",
        outcome: "THREATS_FOUND",
        threats: ["EICAR-Test-File"],
        isForced: false,
        tagFailure: "ACCESS_DENIED",
      },
    ],
  },
  executions: [],
  discarded: [],
  mails: [
    { id: "m-1", at, subject: "Votre été", from: "a@b.example", recipients: ["z@c.example"], outcome: "bounced" },
  ],
};
const mail: Mail = {
  ...state.mails[0]!,
  headers: [{ name: "Subject", value: evil }],
  text: "Bonjour",
  html: `<p>Bonjour</p>${evil}<img src="http://tracker.example/x">`,
  attachments: [{ name: "a.pdf", type: "application/pdf", bytes: 1234 }],
  tags: {},
};
const executions = { get: () => undefined, history: () => [] };
const inbox = { list: () => [mail], find: (id: string) => (id === mail.id ? mail : undefined) };
let port: number;
let console_: Awaited<ReturnType<typeof startConsole>>;

const clock: DoorHandler = (_, response) => void response.writeHead(204).end();

beforeAll(async () => {
  port = await freePort();
  const posts = { "/clock": clock };
  console_ = await startConsole({ port, clock: { now: () => at }, state: () => state, inbox, executions, posts });
});
afterAll(() => console_.close());

const page = async (path = "/") => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

describe("the console page", () => {
  test("the last millisecond before summer time: Paris and UTC", async () => {
    const text = await page();
    expect(text).toContain("30/03/2031 01:59:59");
    expect(text).toContain("2031-03-30T00:59:59.999Z");
  });

  test("a denial with the statement that is missing, an inert resource with its reason, counts in French digits", async () => {
    const text = await page();
    for (const shown of [
      "dynamodb:GetItem",
      "manque :",
      "aucun avis n&#39;est envoyé",
      "1\u202f204",
      "1\u202f500\u00a0ms",
    ]) {
      expect(text).toContain(shown);
    }
  });

  test("what comes due, a queue of dead letters, a mail that bounced: shown, the mail with a link to its page", async () => {
    const text = await page();
    for (const shown of [
      "sqs-visibility",
      "rebuts de orders",
      '<a href="/courriels/m-1">Votre été</a>',
      "Refusé par",
    ]) {
      expect(text).toContain(shown);
    }
  });

  test("alarms: the one that rings first, with what it says; the others counted, one of them not judged here", async () => {
    const text = await page();
    for (const shown of [
      "Sonne",
      "stack-Errors-1",
      "AWS/Lambda Errors",
      "Autres alarmes\u202f: 2",
      "non évaluée ici",
    ]) {
      expect(text).toContain(shown);
    }
  });

  test("functions that crash because they were asked to: said, with how to ask", async () => {
    const text = await page();
    expect(text).toContain("Fonctions interrompues à chaque appel, sur demande\u202f: stack-Create-1");
    expect(text).toContain("POST /functions");
  });

  test("which scanner runs, what was forced and how, and what the last scans said", async () => {
    const text = await page();
    for (const shown of [
      "Analyse antivirus\u202f: démonstration.",
      "objets restants\u202f: 3",
      "Menace trouvée",
      "EICAR-Test-File",
      "étiquette non posée",
      "POST /scanner",
    ]) {
      expect(text).toContain(shown);
    }
  });

  test("the page of a mail: headers, text and pieces; its HTML as source, which is not rendered", async () => {
    const text = await page("/courriels/m-1");
    expect(text).toContain('<pre tabindex="0">Bonjour</pre>');
    expect(text).toContain("&lt;img src=&quot;http://tracker.example/x&quot;&gt;");
    expect(text).toContain("1\u202f234 octets");
    expect(text).not.toMatch(/<script|<img/);
    expect((await fetch(`http://127.0.0.1:${port}/courriels/m-2`)).status).toBe(404);
    expect(JSON.parse(await page("/mails.json"))).toEqual([mail]);
  });

  test("markup in names, denials and logs: escaped everywhere", async () => {
    const text = await page();
    expect(text).not.toContain("<script");
    expect(text.split("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;")).toHaveLength(5);
    expect(text).toContain("Projet &amp; compagnie");
  });

  test("no script can run, nothing is loaded, no frame; the language is said", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; /);
    expect(policy).not.toContain("unsafe");
    expect(await response.text()).toContain('<html lang="fr">');
    expect(response.headers.get("date")).toBe("Sun, 30 Mar 2031 00:59:59 GMT");
  });

  test("it asks for itself again; the frozen page does not", async () => {
    expect(await page()).toContain('<meta http-equiv="refresh"');
    expect(await page("/figee")).not.toContain('<meta http-equiv="refresh"');
  });

  test("the same state as JSON", async () => {
    expect(JSON.parse(await page("/state.json"))).toEqual(state);
  });

  test("an unknown page: 404; a write: 405, but to the clock", async () => {
    expect((await fetch(`http://127.0.0.1:${port}/clock`, { method: "POST" })).status).toBe(204);
    expect((await fetch(`http://127.0.0.1:${port}/x`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/`, { method: "POST" })).status).toBe(405);
  });

  test.each([{ host: "evil.example" }, { origin: "https://evil.example" }])(
    "SEC-57: %j is refused",
    async (headers) => {
      const status = await new Promise((resolve, reject) => {
        const options = { host: "127.0.0.1", port, path: "/state.json", headers };
        httpRequest(options, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end();
      });
      expect(status).toBe(403);
    },
  );
});
