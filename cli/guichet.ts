import { typeset } from "../shared/kernel/typography.ts";
import type { Command } from "./command.ts";
import { clock } from "./commands/clock.ts";
import { decide } from "./commands/decide.ts";
import { dossier } from "./commands/dossier.ts";
import { queue } from "./commands/queue.ts";
import { signIn } from "./commands/sign-in.ts";
import { verify } from "./commands/verify.ts";

const commands: readonly Command[] = [signIn, dossier, queue, decide, verify, clock];

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command.run(args);
  const asked = name === undefined || name === "--help";
  if (!asked) console.error(`Commande inconnue : ${name}.`);
  console.error(typeset(["Usage : guichet <commande> [options]", ...commands.map(helpLine)].join("\n")));
  return asked ? 0 : 2;
}

const helpLine = ({ name, summary }: Command) => `  ${name.padEnd(12)} ${summary}`;

process.exitCode = await main(process.argv.slice(2));
