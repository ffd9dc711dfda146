import { DeleteObjectTaggingCommand, PutObjectCommand, PutObjectTaggingCommand } from "@aws-sdk/client-s3";
import { describe, expect, test } from "@jest/globals";

import { allow, refusalOf } from "../s3/open-s3.ts";
import { grantUpload, sendForm } from "../s3/post-form.ts";
import { EICAR, openProtected, PLAN_ROLE, type Protected, SCANNER_RIGHTS, TAG } from "./open-guardduty.ts";

const DENIED = { name: "AccessDenied", status: 403 };
const every = { Principal: "*", Resource: "arn:aws:s3:::uploads/*" };
const butScanner = { ArnNotEquals: { "aws:PrincipalArn": PLAN_ROLE } };
const denyUnless = (tags: Record<string, string>) => ({
  Effect: "Deny",
  ...every,
  Action: ["s3:GetObject", "s3:GetObjectVersion"],
  Condition: { StringNotEquals: tags, ...butScanner },
});
const CLEAN = { [`s3:ExistingObjectTag/${TAG}`]: "NO_THREATS_FOUND" };
const INSPECTED = { "s3:ExistingObjectTag/inspection": "passed" };
const scannerAloneTags = [
  {
    Effect: "Deny",
    ...every,
    Action: [
      "s3:PutObjectTagging",
      "s3:PutObjectVersionTagging",
      "s3:DeleteObjectTagging",
      "s3:DeleteObjectVersionTagging",
    ],
    Condition: butScanner,
  },
  { Effect: "Deny", ...every, Action: "s3:PutObject", Condition: { Null: { "s3:RequestObjectTagKeys": "false" } } },
];
const reader = (cloud: Protected) => cloud.client(cloud.role("reader", allow("s3:*")));

describe("SEC-09: unread until the scanner says clean", () => {
  const contents = [
    ["THREATS_FOUND", EICAR],
    ["UNSUPPORTED", "%PDF-1.7 trailer << /Encrypt 7 0 R >>"],
    ["ACCESS_DENIED", "LOCAL-SCANNER-TEST:ACCESS_DENIED"],
    ["FAILED", "LOCAL-SCANNER-TEST:FAILED"],
  ] as const;

  test.each(contents)(
    "%s: the object and the version by its id are denied to a role with every right",
    async (outcome, bytes) => {
      const cloud = await openProtected();
      await cloud.policy(denyUnless(CLEAN));
      const { Key, VersionId } = await cloud.put(bytes);
      const client = reader(cloud);
      await cloud.drained();
      expect(cloud.results()).toEqual([outcome]);
      expect(await refusalOf(cloud.read(client, Key))).toMatchObject(DENIED);
      expect(await refusalOf(cloud.read(client, Key, VersionId))).toMatchObject(DENIED);
    },
  );

  test("denied before the scan and while it runs, read once it is clean; the next version is denied again", async () => {
    const gate = Promise.withResolvers<void>();
    const cloud = await openProtected({
      scanner: async (bytes) => {
        for await (const _ of bytes);
        await gate.promise;
        return { outcome: "NO_THREATS_FOUND", threats: [] };
      },
    });
    await cloud.policy(denyUnless(CLEAN));
    const { Key, VersionId } = await cloud.put("clean");
    const client = reader(cloud);
    expect(await refusalOf(cloud.read(client, Key))).toMatchObject(DENIED);
    gate.resolve();
    await cloud.drained();
    expect(await (await cloud.read(client, Key)).Body?.transformToString()).toBe("clean");
    expect(await (await cloud.read(client, Key, VersionId)).Body?.transformToString()).toBe("clean");
  });

  test("a policy that forgets the scanner: it is refused its own read, and nothing becomes readable", async () => {
    const cloud = await openProtected();
    await cloud.policy({ ...denyUnless(CLEAN), Condition: { StringNotEquals: CLEAN } });
    const { Key } = await cloud.put("clean");
    await cloud.drained();
    expect(cloud.results()).toEqual(["ACCESS_DENIED"]);
    expect(await refusalOf(cloud.read(reader(cloud), Key))).toMatchObject(DENIED);
  });
});

describe("SEC-10: the verdict cannot be forged", () => {
  test("tags put, replaced, deleted, or brought along by anyone but the scanner: denied; the scanner's stays", async () => {
    const cloud = await openProtected();
    await cloud.policy(denyUnless(CLEAN), ...scannerAloneTags);
    const object = { Bucket: "uploads", Key: "quarantine/k" };
    const { VersionId } = await cloud.put(EICAR);
    await cloud.drained();
    const client = reader(cloud);
    const Tagging = { TagSet: [{ Key: TAG, Value: "NO_THREATS_FOUND" }] };
    for (const forged of [
      new PutObjectTaggingCommand({ ...object, Tagging }),
      new PutObjectTaggingCommand({ ...object, VersionId, Tagging }),
    ]) {
      expect(await refusalOf(client.send(forged))).toMatchObject(DENIED);
    }
    expect(await refusalOf(client.send(new DeleteObjectTaggingCommand({ ...object, VersionId })))).toMatchObject(
      DENIED,
    );
    const withTag = new PutObjectCommand({ ...object, Body: EICAR, Tagging: `${TAG}=NO_THREATS_FOUND` });
    expect(await refusalOf(client.send(withTag))).toMatchObject(DENIED);
    const xml = `<Tagging><TagSet><Tag><Key>${TAG}</Key><Value>NO_THREATS_FOUND</Value></Tag></TagSet></Tagging>`;
    expect(await sendForm(await grantUpload(client, { tagging: xml }))).toMatchObject({ status: 403 });
    await cloud.drained();
    expect(await cloud.tagsOf(object.Key, VersionId)).toEqual({ [TAG]: "THREATS_FOUND" });
  });

  test("two tags in one StringNotEquals: one good tag opens an infected object; a statement for each does not", async () => {
    const cloud = await openProtected({ rights: SCANNER_RIGHTS });
    const { Key } = await cloud.put(EICAR);
    await cloud.drained();
    const TagSet = [
      { Key: TAG, Value: "THREATS_FOUND" },
      { Key: "inspection", Value: "passed" },
    ];
    await cloud.administrator.send(new PutObjectTaggingCommand({ Bucket: "uploads", Key, Tagging: { TagSet } }));
    await cloud.policy(denyUnless({ ...CLEAN, ...INSPECTED }));
    expect(await (await cloud.read(reader(cloud), Key)).Body?.transformToString()).toBe(EICAR);
    await cloud.policy(denyUnless(CLEAN), denyUnless(INSPECTED));
    expect(await refusalOf(cloud.read(reader(cloud), Key))).toMatchObject(DENIED);
  });
});
