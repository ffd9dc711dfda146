import { typeset } from "../../shared/kernel/typography.ts";
import { systemCode } from "./system-code.ts";

/** Writes a result on the standard output, and the end of its line. */
export function print(text: string): void {
  // Two writes: of one that a full disk cuts short, Node says nothing; the next one fails.
  process.stdout.write(text);
  process.stdout.write("\n");
}

/**
 * Runs a program to its end and sets the exit code of the process: that of `main`, or 2 with a sentence where what was printed
 * could not be written. A reader that has left, as a pager that was closed, is no failure.
 */
export async function runProgram(main: () => number | Promise<number>): Promise<void> {
  process.stdout.on("error", (error) => {
    const code = systemCode(error);
    if (code === "EPIPE") return;
    process.exitCode = 2;
    console.error(typeset(`Le résultat n'a pas pu être écrit (${code}) : ce qui a été demandé a pu être fait.`));
  });
  const code = await main();
  process.exitCode ||= code;
}
