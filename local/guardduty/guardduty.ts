import type { DueRunner } from "../clock/due-runner.ts";
import type { Work } from "../clock/work.ts";
import type { Clock, ResourcePlayer } from "../contracts.ts";
import type { BusEvent } from "../events/bus-event.ts";
import { principalFor } from "../events/service-role.ts";
import type { LocalIam } from "../iam/iam.ts";
import type { LocalS3 } from "../s3/s3.ts";
import type { SqliteStore } from "../store/sqlite-store.ts";
import { MalwareProtection } from "./malware-protection.ts";
import { type Plan, Plans } from "./plans.ts";
import type { Scanner } from "./scanner.ts";
import { Scans } from "./scans.ts";

interface GuarddutyParts {
  readonly store: SqliteStore;
  readonly due: Pick<DueRunner, "add" | "on">;
  readonly clock: Clock;
  readonly work: Pick<Work, "track">;
  readonly iam: LocalIam;
  readonly s3: Pick<LocalS3, "watch" | "inNameOf">;
  readonly scanner: Scanner;
  /** Puts an event on the default bus, in the transaction it is called in. */
  readonly putEvent: (event: BusEvent) => void;
  readonly account: string;
  readonly region: string;
}

/** GuardDuty Malware Protection for S3. */
export interface Guardduty {
  readonly player: ResourcePlayer;
  readonly plans: Pick<Plans, "list">;
  readonly scans: Pick<Scans, "last" | "force" | "forced">;
  readonly scanner: Pick<Scanner, "name">;
  readonly protection: Pick<MalwareProtection, "take" | "scanAll" | "close">;
}

const SERVICE = "malware-protection-plan.guardduty.amazonaws.com";
/** Policies of buckets may name the session. */
const SESSION = "GuardDutyMalwareProtection";

/** Opens it on the store; what waits is scanned from when the player is started. */
export function openGuardduty({ s3, ...parts }: GuarddutyParts): Guardduty {
  const plans = new Plans({ ...parts, watch: s3.watch });
  const scans = new Scans(parts.store);
  const principalOf = ({ roleArn, arn }: Plan) =>
    principalFor(parts.iam, { roleArn, service: SERVICE, sourceArn: arn, sessionName: SESSION });
  const protection = new MalwareProtection({ ...parts, plans, scans, principalOf, inNameOf: s3.inNameOf });
  return { player: plans.player(() => protection.scanAll()), plans, scans, scanner: parts.scanner, protection };
}
