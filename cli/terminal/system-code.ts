/** The code by which the system names a failure, such as ENOENT. */
export function systemCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "cause inconnue";
}
