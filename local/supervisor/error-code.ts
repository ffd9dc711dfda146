/** The code that Node gives to an error of the system (`ENOSPC`, `EADDRINUSE`…), or undefined. */
export function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
