import { type ParseArgsConfig, parseArgs } from "node:util";
import { typeset } from "../../shared/kernel/typography.ts";
import { SignInFailure } from "../sign-in/failure.ts";
import { print } from "../terminal/output.ts";
import { ApiClient } from "./client.ts";
import { CommandFailure, sayFailure } from "./failure.ts";
import { placeOptions } from "./session.ts";

/** What a command has to tell: sentences for a person, and the same facts for a program. */
export interface Told {
  readonly text: string;
  readonly facts: unknown;
  /** Where not all of what was asked was taken. */
  readonly exitCode?: 1;
}

/** Runs a command to its end: prints what it tells, or why it could not, and returns the exit code. */
async function tell(json: boolean, work: () => Promise<Told>): Promise<number> {
  try {
    const { text, facts, exitCode = 0 } = await work();
    print(json ? JSON.stringify(facts) : typeset(text));
    return exitCode;
  } catch (error) {
    return failed(error, json);
  }
}

function failed(error: unknown, json: boolean): number {
  const failure = error instanceof SignInFailure ? new CommandFailure(error.message, 2) : error;
  if (!(failure instanceof CommandFailure)) throw failure;
  return sayFailure(failure, json);
}

type Options = NonNullable<ParseArgsConfig["options"]> & typeof placeOptions;
type Values<Given extends Options> = ReturnType<typeof parseArgs<{ options: Given }>>["values"];

/** What the words and options ask for; undefined when they do not say it whole. */
export type Verb<Given extends Options> = (
  words: readonly string[],
  values: Values<Given>,
) => ((api: ApiClient) => Promise<Told>) | undefined;

/** A command that acts on the API: its options, and what its words ask for. */
export interface ApiCommand<Given extends Options> {
  readonly usage: string;
  readonly options: Given;
  readonly verb: Verb<Given>;
}

/** The verb that the first word names, given the others. */
export function verbIn<Given extends Options>(verbs: Readonly<Record<string, Verb<Given>>>): Verb<Given> {
  return ([name = "", ...words], values) => (Object.hasOwn(verbs, name) ? verbs[name]?.(words, values) : undefined);
}

/** Runs such a command on what follows its name; the usage where that says nothing it knows. */
export async function runOnApi<Given extends Options>(
  command: ApiCommand<Given>,
  args: readonly string[],
): Promise<number> {
  const json = args.includes("--json");
  const asked = understood(command, args);
  return asked === undefined ? sayFailure(new CommandFailure(command.usage, 2), json) : tell(json, asked);
}

function understood<Given extends Options>({ options, verb }: ApiCommand<Given>, args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const work = verb(positionals, values);
    return work && (async () => work(new ApiClient(placeOf(args))));
  } catch {
    return undefined;
  }
}

/** Where and as whom, as the options say. */
function placeOf(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], strict: false, options: placeOptions });
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  return { url: text(values.url), organisation: text(values.organisation) };
}
