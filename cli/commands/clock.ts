import { request } from "node:http";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import * as z from "zod/mini";
import { ok, type Result, refused } from "../../shared/kernel/result.ts";
import { typeset } from "../../shared/kernel/typography.ts";
import type { Command } from "../command.ts";
import { print } from "../terminal/output.ts";

const usage = `Usage : guichet clock [--console <adresse>] [--json]
        guichet clock advance <instant> [--console <adresse>] [--json]
L'instant porte son décalage, par exemple 2022-12-28T09:00:00+01:00.
La console est à l'adresse http://127.0.0.1:4603 si --console n'en dit pas une autre.
Code de sortie : 0 fait, 1 refusé, 2 demande mal formée, console qui ne répond pas, résultat qui n'a pu être écrit.`;

const defaultConsole = "http://127.0.0.1:4603";
const stateSchema = z.object({ at: z.number() });
const advancedSchema = z.object({ from: z.string(), to: z.string(), delivered: z.number(), instants: z.number() });
const refusalSchema = z.object({ sentence: z.string() });

interface Wanted {
  readonly console: URL;
  readonly to: string | undefined;
  readonly json: boolean;
}
interface Told {
  readonly sentence: string;
  readonly facts: object;
  readonly exitCode: number;
}

/** `guichet clock`: reads the virtual clock of the local cloud, or advances it. */
export const clock: Command = {
  name: "clock",
  summary: "lit ou avance l'horloge du nuage local",
  usage,
  async run(args) {
    const wanted = parse(args);
    const told = wanted.ok
      ? await (wanted.value.to === undefined ? read(wanted.value) : advance(wanted.value))
      : wanted;
    return tell(told, args.includes("--json"));
  },
};

function parse(args: readonly string[]): Result<Wanted, string> {
  try {
    const options = { console: { type: "string", default: defaultConsole }, json: { type: "boolean" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [verb, to, ...rest] = positionals;
    const isWhole = verb === undefined || (verb === "advance" && to !== undefined && rest.length === 0);
    const address = URL.parse(values.console);
    if (!isWhole) return refused(usage);
    if (address?.protocol !== "http:") {
      return refused(`L'adresse de la console doit commencer par http://, par exemple ${defaultConsole}.`);
    }
    return ok({ console: address, to, json: values.json ?? false });
  } catch {
    return refused(usage);
  }
}

async function read({ console: address }: Wanted): Promise<Result<Told, string>> {
  const answer = await ask(new URL("/state.json", address));
  const state = answer.ok ? stateSchema.safeParse(answer.value.body) : undefined;
  if (!answer.ok) return answer;
  if (!state?.success) return refused(`${address.origin} n'est pas la console d'un nuage local.`);
  const { at } = state.data;
  return ok({ sentence: `Il est : ${inParis(at)}.`, facts: { at: new Date(at).toISOString() }, exitCode: 0 });
}

async function advance({ console: address, to }: Wanted): Promise<Result<Told, string>> {
  const stopTelling = tellProgress(address);
  const answer = await ask(new URL("/clock", address), JSON.stringify({ to }));
  stopTelling();
  if (!answer.ok) return answer;
  const advanced = advancedSchema.safeParse(answer.value.body);
  if (advanced.success) {
    const { to: reached, delivered } = advanced.data;
    const sentence = `L'horloge est avancée : ${inParis(Date.parse(reached))}. ${deliveries(delivered)}`;
    return ok({ sentence, facts: advanced.data, exitCode: 0 });
  }
  if (answer.value.status === 400) return refused(noInstant(to));
  const refusal = refusalSchema.safeParse(answer.value.body);
  if (!refusal.success) return refused(`${address.origin} n'est pas la console d'un nuage local.`);
  return ok({ sentence: refusal.data.sentence, facts: refusal.data, exitCode: answer.value.status === 409 ? 1 : 2 });
}

const noInstant = (given: string | undefined): string =>
  `« ${given} » n'est pas un instant : écrivez le jour, l'heure et le décalage, par exemple
  guichet clock advance 2022-12-28T09:00:00+01:00`;

const progressMillis = 1_000;

/** Shows, on a terminal, where the clock stands while it goes; gives what ends that. */
function tellProgress(address: URL): () => void {
  if (!process.stderr.isTTY) return () => undefined;
  let isOver = false;
  const timer = setInterval(async () => {
    const answer = await ask(new URL("/state.json", address));
    const state = answer.ok ? stateSchema.safeParse(answer.value.body) : undefined;
    if (state?.success && !isOver) process.stderr.write(`\r\x1b[KL'horloge passe le ${inParis(state.data.at)}`);
  }, progressMillis);
  return () => {
    isOver = true;
    clearInterval(timer);
    process.stderr.write("\r\x1b[K");
  };
}

function deliveries(count: number): string {
  if (count === 0) return "Rien n'est arrivé à échéance.";
  return count === 1 ? "Une échéance est passée." : `${count.toLocaleString("fr-FR")} échéances sont passées.`;
}

function tell(told: Result<Told, string>, json: boolean): number {
  const { sentence, facts, exitCode } = told.ok ? told.value : { sentence: told.reason, facts: {}, exitCode: 2 };
  if (json) print(JSON.stringify({ ...facts, sentence: typeset(sentence) }));
  else if (exitCode === 0) print(typeset(sentence));
  else console.error(typeset(sentence));
  return exitCode;
}

function inParis(at: number): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO("Europe/Paris");
  const civil = zoned.toLocaleString("fr-FR", { dateStyle: "full", timeStyle: "medium" });
  return `${civil} (heure de Paris)`;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Without a limit of time: to advance by months takes as long as what comes due on the way. */
async function ask(address: URL, body?: string): Promise<Result<Answer, string>> {
  const { promise, resolve } = Promise.withResolvers<Result<Answer, string>>();
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const sent = request(address, { method: body === undefined ? "GET" : "POST", headers }, (response) => {
    text(response).then(
      (written) => resolve(ok({ status: response.statusCode ?? 0, body: parsed(written) })),
      () => resolve(silent(address)),
    );
  });
  sent.on("error", () => resolve(silent(address)));
  sent.end(body);
  return promise;
}

function silent(address: URL): Result<never, string> {
  return refused(`La console ${address.origin} ne répond pas : le nuage local est-il démarré (npm start) ?`);
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
