import type { Bucket } from "./buckets.ts";
import type { ObjectLock } from "./object-version.ts";
import { accessDenied, invalidArgument, invalidRequest } from "./s3-error.ts";

const DAY_MILLIS = 86_400_000;
const MODE = "x-amz-object-lock-mode";
const UNTIL = "x-amz-object-lock-retain-until-date";
const HOLD = "x-amz-object-lock-legal-hold";

/** The part of a lock that a request names, to be authorised on its own. */
export interface AskedLock {
  readonly lock: ObjectLock;
  readonly asksRetention: boolean;
  readonly asksHold: boolean;
}

/**
 * The lock of a new object: what its headers ask, or else the retention of its bucket.
 * @throws S3Error when they contradict themselves, lie in the past, or the bucket has no Object Lock
 */
export function askedLock(headers: ReadonlyMap<string, string>, bucket: Bucket, now: number): AskedLock {
  const [mode, until, hold] = [headers.get(MODE), headers.get(UNTIL), headers.get(HOLD)];
  if (mode === undefined && until === undefined && hold === undefined) {
    return { lock: defaultLock(bucket, now), asksRetention: false, asksHold: false };
  }
  checkLockable(bucket);
  if ((mode === undefined) !== (until === undefined)) {
    const message = `${MODE} and ${UNTIL} must both be supplied`;
    throw invalidArgument(message, mode === undefined ? MODE : UNTIL, "null");
  }
  const retention = mode === undefined ? defaultLock(bucket, now) : readRetention(mode, until ?? "", now);
  const legalHold = hold === undefined ? {} : { legalHold: readHold(hold) };
  return { lock: { ...retention, ...legalHold }, asksRetention: mode !== undefined, asksHold: hold !== undefined };
}

function defaultLock({ lock }: Bucket, now: number): ObjectLock {
  const retention = lock?.defaultRetention;
  return retention === undefined ? {} : { mode: retention.mode, retainUntil: now + retention.days * DAY_MILLIS };
}

/** @throws S3Error for a bucket that was created without Object Lock */
export function checkLockable({ lock }: Bucket): void {
  if (lock === undefined) throw invalidRequest("Bucket is missing Object Lock Configuration");
}

/** @throws S3Error for a mode that S3 does not have, or a date that is not to come */
export function readRetention(mode: string, until: string, now: number): ObjectLock {
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") throw invalidArgument("Unknown wormMode directive.", MODE, mode);
  const retainUntil = /^\d{4}-\d\d-\d\dT/.test(until) ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(retainUntil))
    throw invalidArgument("The retain until date must be provided in ISO 8601 format", UNTIL, until);
  if (retainUntil <= now) throw invalidArgument("The retain until date must be in the future!", UNTIL, until);
  return { mode, retainUntil };
}

export function readHold(status: string): boolean {
  if (status !== "ON" && status !== "OFF")
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", HOLD, status);
  return status === "ON";
}

/**
 * @param bypass whether the caller asks to pass over GOVERNANCE and may
 * @throws S3Error for a version that nobody may delete now
 */
export function checkDeletable(lock: ObjectLock, now: number, bypass: boolean): void {
  if (lock.legalHold || retains(lock, now, bypass)) throw protectedByLock();
}

/** @throws S3Error when a retention would be shortened or weakened that must stand */
export function checkRetentionChange(before: ObjectLock, after: ObjectLock, now: number, bypass: boolean): void {
  const isLonger = after.mode === before.mode && (after.retainUntil ?? 0) >= (before.retainUntil ?? 0);
  const isStronger = after.mode === "COMPLIANCE" && (after.retainUntil ?? 0) >= (before.retainUntil ?? 0);
  if (retains(before, now, bypass) && !isLonger && !isStronger) throw protectedByLock();
}

function retains({ mode, retainUntil }: ObjectLock, now: number, bypass: boolean): boolean {
  return retainUntil !== undefined && retainUntil > now && (mode === "COMPLIANCE" || !bypass);
}

function protectedByLock() {
  return accessDenied("Access Denied because object protected by object lock.");
}

/** As an answer says it. */
export function lockHeaders({ mode, retainUntil, legalHold }: ObjectLock): Record<string, string> {
  return {
    ...(mode !== undefined && { [MODE]: mode }),
    ...(retainUntil !== undefined && { [UNTIL]: new Date(retainUntil).toISOString() }),
    ...(legalHold !== undefined && { [HOLD]: legalHold ? "ON" : "OFF" }),
  };
}

/** Condition keys of a policy on what a request locks. */
export function lockContext({ lock, asksRetention, asksHold }: AskedLock, now: number): Record<string, string> {
  const { mode, retainUntil, legalHold } = lock;
  return {
    ...(asksRetention && mode !== undefined && retainUntil !== undefined && retentionContext(mode, retainUntil, now)),
    ...(asksHold && { "s3:object-lock-legal-hold": legalHold ? "ON" : "OFF" }),
  };
}

export function retentionContext(mode: string, retainUntil: number, now: number): Record<string, string> {
  return {
    "s3:object-lock-mode": mode,
    "s3:object-lock-retain-until-date": new Date(retainUntil).toISOString(),
    "s3:object-lock-remaining-retention-days": String(Math.ceil((retainUntil - now) / DAY_MILLIS)),
  };
}
