import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { places } from "../../../shared/ports/places.ts";
import { tableNamed } from "../support/account.ts";
import { plant } from "../support/messages.ts";
import type { Product } from "../support/product.ts";
import { type Trace, tracesOf } from "../support/traces.ts";
import { instantsOf } from "../support/years.ts";

const root = resolve(import.meta.dirname, "../../..");

/** What all the journeys have left behind; `heard` is what they were answered. */
export function leftBehind(product: () => Product, heard: () => Promise<readonly Trace[]>): void {
  test("SEC-15 no token of a task is in an answer, a mail, a log, an event, a queue, or a table but its own", async () => {
    const issued = tokensOf(product());
    const traces = [...(await tracesOf(product())), ...(await heard())];
    const bearing = traces.filter(({ text }) =>
      issued.some((token) => text.includes(token) || text.includes(encodeURIComponent(token))),
    );
    const own = await tableNamed(product(), "Tokens");
    expect(bearing.filter(({ where }) => where === `table ${own}`).length).toBeGreaterThan(5);
    const elsewhere = bearing.map(({ where }) => where).filter((where) => where !== `table ${own}`);
    // The book of Step Functions, which has issued them.
    expect(elsewhere.filter((where) => !where.startsWith("cloud.sqlite sfn_"))).toEqual([]);
  });

  test("nothing that the product keeps or says names an instant of the year in which it really runs", async () => {
    // The real clock of this test: the product lives in another year.
    const year = new Date().getFullYear();
    const { api, aws, issuer, console: page } = product();
    for (const door of [api, aws, page, `${issuer}/.well-known/openid-configuration`]) await (await fetch(door)).text();
    const traces = [...(await tracesOf(product())), ...(await heard()), await signedIn(product())];
    expect(instantsOf(year, traces.map(withoutStreamNames))).toEqual([]);
    // The scan reads: of the years in which the product lived it finds plenty.
    const lived = new Set(instantsOf(2022, traces).map(({ where }) => where.split(" ")[0]));
    expect([...lived]).toEqual(expect.arrayContaining(["table", "object", "cloud.sqlite", "mail", "answer", "token"]));

    const item = { note: new Date().toISOString() };
    await plant(product(), places.mail(randomUUID()), item);
    expect(instantsOf(year, (await tracesOf(product())).map(withoutStreamNames))).toMatchObject([
      { where: `table ${await tableNamed(product(), "Cases")}`, instant: item.note.slice(0, 10) },
    ]);
  });
}

/** Every token that Step Functions has issued. */
function tokensOf({ directory }: Product): readonly string[] {
  const database = new DatabaseSync(join(directory, ".guichet/cloud.sqlite"), { readOnly: true });
  try {
    return database
      .prepare("SELECT token FROM sfn_calls")
      .all()
      .map(({ token }) => String(token));
  } finally {
    database.close();
  }
}

/** DynamoDB Local names streams and shards after the time of the machine; nobody reads an instant in these names. */
const withoutStreamNames = ({ where, text }: Trace): Trace => ({
  where,
  text: text.replaceAll(/\/stream\/[\d:.T-]+|shardId-\d+/g, ""),
});

/** The access token that a person gets, whose three parts say when. */
async function signedIn({ directory, issuer }: Product): Promise<Trace> {
  const args = [join(root, "cli/guichet.ts"), "sign-in", "--as", "camille", "--print", "--issuer", issuer];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, XDG_CONFIG_HOME: directory },
  });
  return { where: "token", text: stdout };
}
