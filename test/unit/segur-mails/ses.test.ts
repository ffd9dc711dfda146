import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sesNotifier } from "../../../shared/adapters/ses/notifier.ts";
import type { Notifier } from "../../../shared/ports/notifier.ts";

let server: Server;
let notifier: Notifier;
let asked: unknown[] = [];
let answer: { readonly status: number; readonly type?: string } = { status: 200 };

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    asked.push(await json(incoming));
    const { status, type } = answer;
    if (status === 0) return void incoming.socket.destroy();
    outgoing.writeHead(status, { "content-type": "application/json", ...(type && { "x-amzn-errortype": type }) });
    outgoing.end(JSON.stringify(status === 200 ? { MessageId: "m" } : { message: "no" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-west-3",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  });
  notifier = sesNotifier({ from: "ne-pas-repondre@guichet.example", configurationSet: "set" });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

const mail = {
  to: "a@a.example",
  subject: "Objet é",
  text: "Texte",
  html: "<p>Texte</p>",
  tags: { mail: "id", case: "c" },
};

describe("SEC-48 a mail handed over to SES", () => {
  test("taken: one recipient, the sender and the set of the platform, and the tags that name it", async () => {
    answer = { status: 200 };
    expect(await notifier.send(mail)).toBe("taken");
    expect(asked).toEqual([
      {
        FromEmailAddress: "ne-pas-repondre@guichet.example",
        Destination: { ToAddresses: ["a@a.example"] },
        Content: {
          Simple: {
            Subject: { Data: "Objet é", Charset: "UTF-8" },
            Body: { Text: { Data: "Texte", Charset: "UTF-8" }, Html: { Data: "<p>Texte</p>", Charset: "UTF-8" } },
          },
        },
        EmailTags: [
          { Name: "mail", Value: "id" },
          { Name: "case", Value: "c" },
        ],
        ConfigurationSetName: "set",
      },
    ]);
  });

  test.each(["BadRequestException", "MessageRejected"])("%s: refused for ever", async (type) => {
    answer = { status: 400, type };
    expect(await notifier.send(mail)).toBe("refused");
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["throttled", { status: 429, type: "TooManyRequestsException" }],
    ["failing", { status: 500, type: "InternalServiceErrorException" }],
    ["cut off before its answer", { status: 0 }],
  ])("SES is %s: thrown after one request alone, for a second could be a second mail", async (_, failing) => {
    answer = failing;
    await expect(notifier.send(mail)).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});
