import { request } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { closeDoor, openDoor } from "../../../local/supervisor/door.ts";
import { freePorts } from "./run-local.ts";

const AT = Date.parse("2026-03-31T11:59:00Z");
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(): Promise<number> {
  const port = await freePorts();
  const handle = (_: unknown, response: { end: (text: string) => void }) => response.end("in");
  const server = await openDoor({ port, clock: { now: () => AT }, handle });
  closing.push(() => closeDoor(server));
  return port;
}

const get = (port: number, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; date: string | undefined; body: string }>((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode, date: response.headers.date, body }));
    });
    sent.on("error", reject).end();
  });

describe("a door", () => {
  test.each([
    ["its own address", (port: number) => ({ host: `127.0.0.1:${port}` })],
    ["localhost", (port: number) => ({ host: `localhost:${port}` })],
    ["a page of its own", (port: number) => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` })],
  ])("%s: let in, with the virtual Date", async (_, headers) => {
    const port = await open();
    expect(await get(port, headers(port))).toEqual({ status: 200, date: "Tue, 31 Mar 2026 11:59:00 GMT", body: "in" });
  });

  test.each([
    ["another name for this machine", () => ({ host: "evil.example" })],
    ["its name with another port", (port: number) => ({ host: `localhost:${port + 1}` })],
    ["a page of another site", (port: number) => ({ host: `127.0.0.1:${port}`, origin: "https://evil.example" })],
    [
      "a page of another port",
      (port: number) => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port + 1}` }),
    ],
    ["a page without origin of its own", (port: number) => ({ host: `127.0.0.1:${port}`, origin: "null" })],
  ])("%s: 403, and the request reaches nothing", async (_, headers) => {
    const port = await open();
    const { status, body } = await get(port, headers(port));
    expect(status).toBe(403);
    expect(body).not.toBe("in");
  });
});
