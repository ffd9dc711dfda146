import { join } from "node:path";
import type { StreamingService } from "../aws-door/door.ts";
import type { Work } from "../clock/work.ts";
import type { Clock, Principal, ResourcePlayer } from "../contracts.ts";
import type { LocalIam } from "../iam/iam.ts";
import type { AccessParts } from "./access.ts";
import { Blobs } from "./blobs.ts";
import { Buckets } from "./buckets.ts";
import { openDatabase } from "./database.ts";
import { type ObjectEventSink, ObjectEvents } from "./events.ts";
import { InNameOf } from "./in-name-of.ts";
import { ObjectIndex } from "./object-index.ts";
import { Objects } from "./objects.ts";
import { s3Players } from "./players.ts";
import { s3Service } from "./service.ts";
import { UploadIndex } from "./upload-index.ts";

export interface S3Options {
  readonly iam: LocalIam;
  readonly clock: Clock;
  readonly dataDir: string;
  readonly account: string;
  readonly region: string;
  /** Judges the use of a KMS key in the name of a principal. */
  readonly useKey: AccessParts["useKey"];
  /** Receives the events of buckets that send theirs to the event bus; each comes again until it was taken. */
  readonly onObjectEvent: ObjectEventSink;
  /** Counts events on their way as work in progress; a client that stalls holds up no clock. */
  readonly work: Pick<Work, "track">;
  /** Told of each operation, by name. */
  readonly count: (operation: string) => void;
}

export interface LocalS3 {
  readonly service: StreamingService;
  readonly players: ResourcePlayer[];
  /** Turns on the events of a bucket, declared or not yet. */
  readonly watch: (bucket: string) => void;
  /** Objects as a role of another service reaches them. */
  readonly inNameOf: (principal: Principal) => InNameOf;
  /** Resolves once requests are answered and events have arrived; then nothing more is written. */
  close(): Promise<void>;
}

/** Opens S3 with its objects in `<dataDir>/s3`: bytes in files, all that is known of them in a database. */
export async function openS3(options: S3Options): Promise<LocalS3> {
  const { clock, dataDir, account, region } = options;
  const directory = join(dataDir, "s3");
  const database = openDatabase(directory);
  const blobs = new Blobs(directory);
  const index = new ObjectIndex(database);
  const uploads = new UploadIndex(database);
  const sink: ObjectEventSink = (event) => options.work.track(async () => await options.onObjectEvent(event));
  const events = new ObjectEvents(database, { account, region }, sink);
  const objects = new Objects({ database, index, blobs, events, clock });
  const buckets = new Buckets();
  await blobs.sweep(new Set([...index.blobs(), ...uploads.blobs()]));
  const parts = { ...options, blobs, index, uploads, objects, buckets };
  const service = s3Service(parts);
  const underWay = new Set<Promise<void>>();
  const handle: StreamingService["handle"] = (...request) => {
    const handled = service.handle(...request).finally(() => underWay.delete(handled));
    underWay.add(handled);
    return handled;
  };
  return {
    service: { ...service, handle },
    players: s3Players({ buckets, region, start: () => events.deliver() }),
    watch: (bucket) => buckets.watch(bucket),
    inNameOf: (principal) => new InNameOf(parts, principal),
    close: async () => {
      await Promise.allSettled(underWay);
      await events.settled();
      database.close();
    },
  };
}
