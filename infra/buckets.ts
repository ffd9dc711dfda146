/**
 * `uploads`: what was sent, as it was sent. `vault`: what was submitted, under lock. `identity`: identity papers, which
 * must be erasable: no lock.
 */
export type BucketName = "uploads" | "vault" | "identity";

/** Where uploads lie until they are settled; only this prefix is scanned. */
export const quarantine = "quarantine/";

/** The tag that the scanner puts on what it has scanned, and its one value that lets anybody read. */
export const verdict = { tag: "GuardDutyMalwareScanStatus", clean: "NO_THREATS_FOUND" } as const;

/** The object that GuardDuty writes once to see that it may. */
export const scannersProbe = "malware-protection-resource-validation-object";

/**
 * The functions that the buckets themselves let do what they refuse to everybody else, whatever other policies allow.
 * By file, `<slug>/<name>`.
 */
export const custodians = {
  /** Sign the forms by which objects come into quarantine. */
  grants: ["segur/grant-upload"],
  /** Read an upload before its verdict, and serve no user. */
  readsUnscanned: ["segur/follow-upload", "documents/inspect-piece"],
  /** Write into the vault and the bucket of identity papers. */
  promotes: ["segur/promote-pieces"],
} as const;
