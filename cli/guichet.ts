import { typeset } from "../shared/kernel/typography.ts";
import { CommandFailure, sayFailure } from "./api/failure.ts";
import type { Command } from "./command.ts";
import { clock } from "./commands/clock.ts";
import { decide } from "./commands/decide.ts";
import { dossier } from "./commands/dossier.ts";
import { queue } from "./commands/queue.ts";
import { signIn } from "./commands/sign-in.ts";
import { verify } from "./commands/verify.ts";
import { print, runProgram } from "./terminal/output.ts";

const commands: readonly Command[] = [signIn, dossier, queue, decide, verify, clock];

const helpLine = ({ name, summary }: Command) => `  ${name.padEnd(12)} ${summary}`;
const usage = [
  "Usage : guichet <commande> [options]",
  ...commands.map(helpLine),
  "guichet <commande> --help dit ce que chacune demande.",
].join("\n");

const isHelp = (word: string): boolean => word === "--help" || word === "-h";

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return args.some(isHelp) ? help(command.usage) : command.run(args);
  if (name !== undefined && isHelp(name)) return help(usage);
  if (name !== undefined) {
    const unknown = new CommandFailure(`Commande inconnue : ${name}.\n${usage}`, 2);
    return sayFailure(unknown, args.includes("--json"));
  }
  console.error(typeset(usage));
  return 0;
}

function help(text: string): number {
  print(typeset(text));
  return 0;
}

await runProgram(() => main(process.argv.slice(2)));
