import type { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, test } from "@jest/globals";
import { demonstrationScan } from "../../../local/guardduty/demonstration.ts";
import { ACCOUNT, REGION } from "../iam-cloud.ts";
import { allow } from "../s3/open-s3.ts";
import { grantUpload, sendForm } from "../s3/post-form.ts";
import { EICAR, openProtected, SCANNER_RIGHTS, TAG } from "./open-guardduty.ts";

const MEBIBYTE = 1024 * 1024;

describe("a new version of a protected object", () => {
  test("its scan is over before the clock moves on: tag on the version, then the event as AWS documents it", async () => {
    const cloud = await openProtected();
    const { Key, VersionId, etag } = await cloud.put("clean", "quarantine/a b+é.pdf");
    await cloud.drained();
    expect(await cloud.tagsOf(Key, VersionId)).toEqual({ [TAG]: "NO_THREATS_FOUND" });
    expect(cloud.bus()).toEqual([
      {
        version: "0",
        id: expect.any(String),
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        source: "aws.guardduty",
        account: ACCOUNT,
        time: "2031-05-05T10:00:00Z",
        region: REGION,
        resources: [cloud.plan.attributes.Arn],
        detail: {
          schemaVersion: "1.0",
          scanStatus: "COMPLETED",
          resourceType: "S3_OBJECT",
          s3ObjectDetails: {
            bucketName: "uploads",
            objectKey: Key,
            eTag: etag,
            versionId: VersionId,
            s3Throttled: false,
          },
          scanResultDetails: { scanResultStatus: "NO_THREATS_FOUND", threats: null },
        },
      },
    ]);
  });

  test("SEC-12: an infected version, then a clean one of the same key: each has its own verdict", async () => {
    const cloud = await openProtected();
    const infected = await cloud.put(`%PDF-1.7 ${EICAR}`);
    const clean = await cloud.put("%PDF-1.7");
    await cloud.drained();
    expect(await cloud.tagsOf(infected.Key, infected.VersionId)).toEqual({ [TAG]: "THREATS_FOUND" });
    expect(await cloud.tagsOf(clean.Key, clean.VersionId)).toEqual({ [TAG]: "NO_THREATS_FOUND" });
    const detail = { scanStatus: "COMPLETED", s3ObjectDetails: { versionId: infected.VersionId } };
    const scanResultDetails = { scanResultStatus: "THREATS_FOUND", threats: [{ name: "EICAR-Test-File" }] };
    const found = cloud.bus().find(({ detail }) => JSON.stringify(detail).includes("EICAR"));
    expect(found).toMatchObject({ detail: { ...detail, scanResultDetails } });
  });

  test("by form, by parts, by copy: scanned too", async () => {
    const cloud = await openProtected();
    const { administrator } = cloud;
    expect(await sendForm(await grantUpload(administrator))).toMatchObject({ status: 201 });
    const big = { Bucket: "uploads", Key: "quarantine/big" };
    const { UploadId } = await administrator.send(new CreateMultipartUploadCommand(big));
    // The test file lies across the two parts.
    const half = EICAR.length / 2;
    const parts = [Buffer.alloc(5 * MEBIBYTE, " ") + EICAR.slice(0, half), EICAR.slice(half)];
    const Parts = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1;
      const { ETag } = await administrator.send(new UploadPartCommand({ ...big, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    await administrator.send(new CompleteMultipartUploadCommand({ ...big, UploadId, MultipartUpload: { Parts } }));
    const copy = { Bucket: "uploads", Key: "quarantine/copy", CopySource: "uploads/quarantine/big" };
    await administrator.send(new CopyObjectCommand(copy));
    await cloud.drained();
    expect(await cloud.tagsOf("quarantine/random")).toEqual({ [TAG]: "NO_THREATS_FOUND" });
    expect(await cloud.tagsOf(big.Key)).toEqual({ [TAG]: "THREATS_FOUND" });
    expect(await cloud.tagsOf(copy.Key)).toEqual({ [TAG]: "THREATS_FOUND" });
  });

  test("beside the prefixes: not scanned; a plan without prefixes scans the whole bucket", async () => {
    const cloud = await openProtected();
    await cloud.put(EICAR, "elsewhere/k");
    await cloud.drained();
    expect(cloud.bus()).toEqual([]);
    const whole = await openProtected({ prefixes: [] });
    await whole.put(EICAR, "elsewhere/k");
    await whole.drained();
    expect(whole.results()).toEqual(["THREATS_FOUND"]);
  });

  test("a plan that does not tag: the event alone", async () => {
    const cloud = await openProtected({
      actions: { Tagging: { Status: "DISABLED" } },
      rights: [allow("s3:GetObjectVersion")],
    });
    const { Key } = await cloud.put("clean");
    await cloud.drained();
    expect(await cloud.tagsOf(Key)).toEqual({});
    expect(cloud.bus()).toHaveLength(1);
  });

  test("the tags that it had stay beside the verdict", async () => {
    const cloud = await openProtected();
    const { Key } = await cloud.put("clean", "quarantine/k", { Tagging: "case=7" });
    await cloud.drained();
    expect(await cloud.tagsOf(Key)).toEqual({ case: "7", [TAG]: "NO_THREATS_FOUND" });
  });

  test.each([
    ["that may list the bucket: FAILED", [...SCANNER_RIGHTS, allow("s3:ListBucket")], "FAILED"],
    ["that may not, as S3 answers it: ACCESS_DENIED", SCANNER_RIGHTS, "ACCESS_DENIED"],
  ])("deleted before its scan, under a role %s, never clean", async (_, rights, outcome) => {
    const gate = Promise.withResolvers<void>();
    const scanner = async (bytes: Readable) => gate.promise.then(() => demonstrationScan(bytes));
    const cloud = await openProtected({ rights, scanner });
    await cloud.put("first");
    const { Key, VersionId } = await cloud.put("second", "quarantine/gone");
    await cloud.administrator.send(new DeleteObjectCommand({ Bucket: "uploads", Key, VersionId }));
    gate.resolve();
    await cloud.drained();
    expect(cloud.results()).toEqual([outcome, "NO_THREATS_FOUND"]);
  });

  test("without versions, replaced while it was scanned: the verdict is not put on the other bytes", async () => {
    const gate = Promise.withResolvers<void>();
    const waits = async (bytes: Readable) => gate.promise.then(() => demonstrationScan(bytes));
    const cloud = await openProtected({ buckets: { uploads: {} }, scanner: waits });
    await cloud.put("first");
    const { Key } = await cloud.put(EICAR);
    cloud.protection.close();
    gate.resolve();
    await cloud.drained();
    expect(cloud.results()).toEqual(["NO_THREATS_FOUND"]);
    expect(await cloud.tagsOf(Key)).toEqual({});
    expect(cloud.bus()[0]?.detail).toMatchObject({ s3ObjectDetails: { versionId: null } });
  });
});
