import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const ROTATED_BYTES = 1_000_000;
const KEPT_LINES = 40;

/** What a function writes: one file per function, renamed to `.1` when it grows beyond a megabyte. */
export class FunctionLog {
  readonly #file: string;
  readonly #lines: string[] = [];
  #size: number;

  constructor(logsDir: string, functionName: string) {
    mkdirSync(logsDir, { recursive: true, mode: 0o700 });
    this.#file = join(logsDir, `${functionName}.log`);
    this.#size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(text: string): void {
    if (this.#size > ROTATED_BYTES) this.#rotate();
    this.#size += Buffer.byteLength(text);
    appendFileSync(this.#file, text, { mode: 0o600 });
    this.#lines.push(...text.split("\n").filter((line) => line !== ""));
    this.#lines.splice(0, this.#lines.length - KEPT_LINES);
  }

  /** The last lines, oldest first. */
  tail(): readonly string[] {
    return this.#lines;
  }

  #rotate(): void {
    renameSync(this.#file, `${this.#file}.1`);
    this.#size = 0;
  }
}
