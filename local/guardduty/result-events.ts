import { type BusEvent, busEvent } from "../events/bus-event.ts";
import type { Plan } from "./plans.ts";
import type { DoneScan } from "./scans.ts";
import type { Outcome } from "./verdict.ts";

const SCAN_STATUS: Readonly<Record<Outcome, "COMPLETED" | "SKIPPED" | "FAILED">> = {
  NO_THREATS_FOUND: "COMPLETED",
  THREATS_FOUND: "COMPLETED",
  UNSUPPORTED: "SKIPPED",
  ACCESS_DENIED: "SKIPPED",
  FAILED: "FAILED",
};

/** The events that tell of a scan, in their order: that its tag failed, if it did, and its result. */
export function resultEvents(
  scan: DoneScan,
  plan: Plan,
  place: { readonly account: string; readonly region: string },
): readonly BusEvent[] {
  const event = (detailType: string, detail: object) =>
    busEvent(
      {
        source: "aws.guardduty",
        detailType: `GuardDuty Malware Protection ${detailType}`,
        resources: [plan.arn],
        at: scan.at,
        detail: { schemaVersion: "1.0", ...detail },
      },
      place,
    );
  const result = event("Object Scan Result", resultDetail(scan));
  if (scan.tagFailure === undefined) return [result];
  return [event("Post Scan Action Failed", failureDetail(scan, scan.tagFailure)), result];
}

function resultDetail({ object, verdict: { outcome, threats } }: DoneScan): object {
  return {
    scanStatus: SCAN_STATUS[outcome],
    resourceType: "S3_OBJECT",
    s3ObjectDetails: { ...objectDetail(object), s3Throttled: false },
    scanResultDetails: {
      scanResultStatus: outcome,
      threats: threats.length === 0 ? null : threats.map((name) => ({ name })),
    },
  };
}

function failureDetail({ object, at }: DoneScan, failureReason: string): object {
  return {
    eventTime: new Date(at).toISOString(),
    s3ObjectDetails: objectDetail(object),
    postScanActions: [{ actionType: "TAGGING", status: "FAILED", failureReason }],
  };
}

function objectDetail({ bucket, key, versionId, etag }: DoneScan["object"]): object {
  return { bucketName: bucket, objectKey: key, eTag: etag, versionId: versionId ?? null };
}
