import { GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach } from "@jest/globals";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openWork } from "../../../local/clock/work.ts";
import type { BusEvent } from "../../../local/events/bus-event.ts";
import { demonstrationScan } from "../../../local/guardduty/demonstration.ts";
import { type Guardduty, openGuardduty } from "../../../local/guardduty/guardduty.ts";
import type { Scanner } from "../../../local/guardduty/scanner.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { ACCOUNT, REGION, temporaryDirectory } from "../iam-cloud.ts";
import { allow, openLocalS3 } from "../s3/open-s3.ts";

/** Of two parts, so that this file is no test file itself. */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");
export const PLAN_ROLE = `arn:aws:iam::${ACCOUNT}:role/scanner`;
export const VERSIONED = { VersioningConfiguration: { Status: "Enabled" } };
export const TAG = "GuardDutyMalwareScanStatus";

const READS = ["s3:GetObject", "s3:GetObjectVersion"];
const TAGS = ["Get", "Put"].flatMap((verb) => [`s3:${verb}ObjectTagging`, `s3:${verb}ObjectVersionTagging`]);
export const SCANNER_RIGHTS = [allow(READS), allow(TAGS)];

const closing: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Options {
  readonly dataDir?: string;
  /** What the role of the plan may do. */
  readonly rights?: object[];
  readonly service?: string;
  readonly buckets?: Parameters<typeof openLocalS3>[0]["buckets"];
  readonly actions?: object;
  readonly prefixes?: string[];
  readonly scanner?: Scanner["scan"];
  /** Called where an event reaches the bus, in the transaction of the result. */
  readonly onResult?: (event: BusEvent) => void;
}

export type Protected = Awaited<ReturnType<typeof openProtected>>;

/** The bucket `uploads` under a plan for `quarantine/`, behind the real S3. Events on the bus are kept in the store. */
export async function openProtected({ dataDir = temporaryDirectory(), ...options }: Options = {}) {
  const store = openStore(dataDir);
  const work = openWork();
  let guardduty: Guardduty | undefined;
  const onObjectEvent = (event: BusEvent) => {
    store.transaction(() => guardduty!.protection.take(event));
    guardduty!.protection.scanAll();
  };
  const local = await openLocalS3({ dataDir, onObjectEvent, buckets: options.buckets ?? { uploads: VERSIONED } });
  const { iam, clock, s3 } = local;
  const putEvent = (event: BusEvent) => {
    store.put("bus", event.id, event);
    options.onResult?.(event);
  };
  const scanner = { name: "d'essai", scan: options.scanner ?? demonstrationScan };
  const due = openDueRunner(store, local.clock);
  guardduty = openGuardduty({ store, due, clock, work, iam, s3, scanner, putEvent, account: ACCOUNT, region: REGION });
  const { protection, player, scans } = guardduty;
  const Service = options.service ?? "malware-protection-plan.guardduty.amazonaws.com";
  const trust = { Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }] };
  const document = { Version: "2012-10-17", Statement: options.rights ?? SCANNER_RIGHTS };
  iam.putRole({ arn: PLAN_ROLE, name: "scanner", trust, policies: [{ name: "inline", document }] });
  const declarePlan = (properties: object = {}) =>
    player.create({
      logicalId: "Plan",
      type: player.type,
      assemblyDir: ".",
      generatedName: "stack-Plan",
      properties: {
        Role: PLAN_ROLE,
        ProtectedResource: {
          S3Bucket: { BucketName: "uploads", ObjectPrefixes: options.prefixes ?? ["quarantine/"] },
        },
        Actions: options.actions ?? { Tagging: { Status: "ENABLED" } },
        ...properties,
      },
    });
  const plan = await declarePlan();
  await player.start?.();
  const administrator = local.client(iam.administratorCredentials());
  const close = async () => {
    await protection.close();
    await local.close();
    store.close();
  };
  let isClosed = false;
  const closeOnce = async () => {
    if (!isClosed) await close();
    isClosed = true;
  };
  closing.push(closeOnce);
  return {
    ...local,
    close: closeOnce,
    plan,
    declarePlan,
    scans,
    protection,
    due,
    administrator,
    /** Resolves once every scan has its result, as the clock waits for it before it moves on. */
    drained: () => work.drained(),
    /** What came onto the bus, in the order of the results. */
    bus: () => store.list("bus").map(({ value }) => value as BusEvent),
    results: () => scans.last(100).map(({ verdict }) => verdict.outcome),
    put: async (Body: string | Uint8Array, Key = "quarantine/k", input: object = {}) => {
      const stored = await administrator.send(new PutObjectCommand({ Bucket: "uploads", Key, Body, ...input }));
      return { Key, VersionId: stored.VersionId, etag: stored.ETag?.replaceAll('"', "") };
    },
    tagsOf: async (Key: string, VersionId?: string) => {
      const { TagSet } = await administrator.send(new GetObjectTaggingCommand({ Bucket: "uploads", Key, VersionId }));
      return Object.fromEntries(TagSet!.map(({ Key: key, Value }) => [key, Value]));
    },
    read: (client: typeof administrator, Key: string, VersionId?: string) =>
      client.send(new GetObjectCommand({ Bucket: "uploads", Key, VersionId })),
    policy: (...Statement: object[]) =>
      local.declare("AWS::S3::BucketPolicy", "Policy", { Bucket: "uploads", PolicyDocument: { Statement } }),
  };
}
