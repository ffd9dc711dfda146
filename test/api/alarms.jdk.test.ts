import { randomUUID } from "node:crypto";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { places } from "../../shared/ports/places.ts";
import { uploadsWatched } from "./suites/uploads-watched.ts";
import { alterEvent, invoke, signing } from "./support/account.ts";
import { crash, purge, standing, told } from "./support/alarms.ts";
import { productNow } from "./support/client.ts";
import { actOn, anew, complete, done, fileDossier, newEditeur, sendPieces } from "./support/dossier.ts";
import { startExecution, stopExecutions } from "./support/executions.ts";
import { pathOf } from "./support/filing.ts";
import { invite } from "./support/invitations.ts";
import { advance, loseReminder, plant, plantEvent, remindersOf } from "./support/messages.ts";
import { officer } from "./support/officers.ts";
import { boot, type Product, startProduct } from "./support/product.ts";
import { enrolment, newSupplier, operator } from "./support/scenario.ts";

jest.setTimeout(600_000);

const port = 14_800;
let product: Product;

beforeAll(async () => {
  product = await startProduct({ port, at: "2022-11-28T09:00:00+01:00" });
}, 240_000);

afterAll(async () => {
  await product.stop();
  product.remove();
});

/** Switches the product off, and on again at a later instant. */
async function awayUntil(at: string): Promise<void> {
  await product.stop();
  product = await boot(product.directory, { port, at });
}

/** A draft of a new supplier, whose head the tests then write as acts would. */
async function draftOf(sub: string, mail?: string): Promise<string> {
  const { client } = await newSupplier(product, sub, mail);
  return done(await client.post("/v1/segur/dossiers", enrolment)).body.id;
}

/** Has each part that is run without a client run at this dossier: streams, machine, queues. */
async function causeEveryHop(dossier: string): Promise<void> {
  await plant(product, places.outbox(dossier, randomUUID()), { v: 1 });
  await plantEvent(product, dossier, { type: "found-eligible" }, { state: "enrolled" });
  await alterEvent(product, dossier, 1, "dossier.created", "dossier.changed");
  await startExecution(product, dossier);
  const queues = (await refsOf("AWS::SQS::Queue")).filter((url) => !deadLetters.test(url));
  const client = new SQSClient(signing(product));
  for (const QueueUrl of queues) await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
}

/** Invokes every function, as an administrator of the account can. */
async function invokeEach(): Promise<void> {
  const client = new LambdaClient(signing(product));
  for (const FunctionName of await refsOf("AWS::Lambda::Alias")) {
    await client.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
  }
}

async function refsOf(type: string): Promise<string[]> {
  const { resources } = await standing(product);
  return resources.filter((resource) => resource.type === type).map(({ ref }) => ref);
}

const deadLetters = /DeadLetters|Failures/;
const inAMinute = { seconds: 60 };

describe("SEC-53 the alarms of the platform", () => {
  test("all is well: every one is judged, and none rings", async () => {
    const { alarms } = await standing(product);
    expect(alarms.length).toBeGreaterThanOrEqual(70);
    expect(await told(product, "silent")).toHaveLength(alarms.length);
    expect(await told(product, "ever")).toEqual([]);
  });

  test("an event of the record is changed: the alarm of incidents rings, alone", async () => {
    const dossier = await draftOf("alarm-incident");
    await alterEvent(product, dossier, 1, "dossier.created", "dossier.changed");
    await advance(product, inAMinute);
    expect(await told(product, "ever")).toEqual([expect.stringMatching(/^Guichet RecordTampering: /)]);
  });

  test("a mail bounces, another has nobody to go to: two alarms that say where to look", async () => {
    const bounced = await draftOf("alarm-bounce", "bounce@simulator.amazonses.com");
    await plantEvent(product, bounced, { type: "found-eligible" }, { state: "enrolled" });
    const nobody = await draftOf("alarm-nobody");
    await plantEvent(product, nobody, { type: "found-eligible" }, { state: "enrolled", owner: randomUUID() });
    await advance(product, inAMinute);
    expect(await told(product, "ever")).toEqual([
      expect.stringMatching(/^Guichet MailNotReceived: .*mail-troubles/),
      expect.stringMatching(/^Guichet MailNotSent: .*mail-troubles/),
      expect.stringMatching(/^Guichet RecordTampering: /),
    ]);
  });

  test("a reminder is lost: the daily proof of coverage puts it right, and its alarm rings", async () => {
    const dossier = await draftOf("alarm-coverage");
    await invite(product, dossier);
    await advance(product, { seconds: 3700 });
    await loseReminder(product, String((await remindersOf(product, dossier))[0]));
    await invoke(product, "ProveCoverageLive", { at: new Date(await productNow(product)).toISOString() });
    await advance(product, inAMinute);
    expect(await told(product, "ringing")).toEqual([expect.stringMatching(/^Guichet CoverageGap: /)]);
    await advance(product, { seconds: 300 });
    expect(await told(product, "ringing")).toEqual([]);
  });

  uploadsWatched(() => product);

  test("an execution is stopped by hand: its alarm rings, and the dossier goes on in the next one", async () => {
    const editeur = await newEditeur(product, "alarm-aborted", "granted");
    const { id } = await fileDossier(product, editeur);
    await stopExecutions(product, id);
    await advance(product, { seconds: 1 });
    const ofMachines = (await told(product, "ringing")).filter((text) => text.startsWith("AWS/States"));
    expect(ofMachines).toEqual([expect.stringMatching(/^AWS\/States ExecutionsAborted: /)]);
  });

  test("every function dies at each invocation: each rings, and so do the front door, the machine and all dead letters", async () => {
    const { functions, queues } = await standing(product);
    const dossier = await draftOf("alarm-all");
    await crash(product, functions);
    expect((await fetch(`${product.api}/v1/openapi.json`)).status).toBe(500);
    await causeEveryHop(dossier);
    await invokeEach();
    await advance(product, "2022-11-29T06:10:00+01:00");
    expect(await told(product, "never")).toEqual([expect.stringMatching(/^AWS\/States ExecutionsTimedOut: /)]);
    const full = (await told(product, "ringing")).filter((text) => text.startsWith("AWS/SQS"));
    expect(full).toHaveLength(queues.filter(({ name }) => deadLetters.test(name)).length);
  });

  test("the functions work again and the dead letters are dealt with: every alarm falls silent", async () => {
    await crash(product, []);
    await advance(product, { seconds: 3600 });
    await purge(product);
    await advance(product, { seconds: 3600 });
    expect(await told(product, "ringing")).toEqual([]);
  });

  test("a dossier that waits for eleven months: its execution is timed out, and the alarm rings", async () => {
    const editeur = await newEditeur(product, "alarm-waiting", "granted");
    const { client: instructor } = await officer(product, "alarm-waiting-officer", "instructor");
    const { id } = await fileDossier(product, editeur);
    done(await instructor.post(`${pathOf(id)}/claim`));
    await awayUntil("2023-01-05T09:00:00+01:00");
    const [filer, again] = await Promise.all([
      anew(product, "alarm-waiting", editeur.id),
      anew(product, "alarm-waiting-officer", (await operator(product)).id),
    ]);
    const point = { piece: "D-ENR-RIB", defect: "illegible", rule: "SEG-3.1-06" };
    await actOn(product, again, id, "invitation", { points: [point] });
    const back = { ...editeur, client: filer };
    await complete(product, back, id, await sendPieces(back, id, ["D-ENR-RIB"]));
    await awayUntil("2023-10-28T09:00:00+02:00");
    await advance(product, inAMinute);
    expect(await told(product, "ringing")).toContainEqual(expect.stringMatching(/^AWS\/States ExecutionsTimedOut: /));
    expect(await told(product, "never")).toEqual([]);
  });
});
