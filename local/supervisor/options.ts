import { parseArgs } from "node:util";
import { parseAt } from "../clock/virtual-clock.ts";
import { Refusal } from "./refusal.ts";

/** What the command line asks for. `at` is UTC milliseconds; `port` is the first of the series. */
export interface Options {
  readonly at?: number;
  readonly reset: boolean;
  readonly port: number;
  readonly help: boolean;
}

const DEFAULT_PORT = 4600;
/** Ports a run may take after the first: six doors, then ten more for each further HTTP API. */
const SERIES = 100;

export const HELP = `Usage : npm start -- [options]

  --at <instant>  règle l'horloge, avec décalage (exemple : 2026-03-31T13:59:00+02:00) ; elle ne recule jamais
  --port <n>      premier port de la série (4600 si rien n'est dit)
  --reset         efface les données de .guichet/ avant de démarrer
  --help          affiche cette aide`;

/** Reads the command line. Throws a Refusal that names the option it cannot read. */
export function readOptions(args: readonly string[]): Options {
  const values = parsed(args);
  return {
    ...(values.at === undefined ? {} : { at: parseAt(values.at) }),
    reset: values.reset ?? false,
    port: values.port === undefined ? DEFAULT_PORT : parsePort(values.port),
    help: values.help ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        at: { type: "string" },
        port: { type: "string" },
        reset: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new Refusal(`Option inconnue ou incomplète dans « ${args.join(" ")} » : voyez --help.`, { cause: error });
  }
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1024 && port <= 65_535 - SERIES) return port;
  throw new Refusal(
    `« ${text} » n'est pas un port utilisable : donnez à --port un nombre entre 1024 et ${65_535 - SERIES}.`,
  );
}
