import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { consoleState, signing } from "./account.ts";
import type { Client } from "./client.ts";
import { mailsAbout } from "./messages.ts";
import type { Product } from "./product.ts";

const root = resolve(import.meta.dirname, "../../..");

const timelineSchema = z.object({
  events: z.array(
    z.looseObject({ type: z.string(), at: z.string(), findings: z.array(z.looseObject({ rule: z.string() })) }),
  ),
  next: z.never().optional(),
});

/** The events of a case as a party reads them; a case of these tests has less than a page of them. */
export async function eventsOf(client: Client, id: string) {
  return timelineSchema.parse((await client.get(`/v1/cases/${id}/timeline?limit=100`)).body).events;
}

/** Exit code of `guichet verify` on the timeline of a case, offline. */
export async function verified(product: Product, client: Client, id: string): Promise<number> {
  const file = join(product.directory, `${id}.json`);
  writeFileSync(file, (await client.get(`/v1/cases/${id}/timeline?limit=100`)).text);
  return new Promise((done) => {
    const child = execFile(process.execPath, [join(root, "cli/guichet.ts"), "verify", file], () =>
      done(child.exitCode ?? -1),
    );
  });
}

/** Subjects of the mails about a dossier, oldest first, in plain spaces. */
export async function subjectsOf(product: Product, id: string): Promise<string[]> {
  return (await mailsAbout(product, id)).map(({ subject }) => subject.replaceAll(/[\u00a0\u202f]/g, " "));
}

/** What the vault and the bucket of identity papers keep of a dossier: the piece and the digest of each version, by their keys. */
export async function keptOf(product: Product, id: string) {
  const { resources } = await consoleState(product);
  const s3 = new S3Client({ ...signing(product), forcePathStyle: true });
  const kept = async (name: string) => {
    const bucket = resources.find(({ type, logicalId }) => type === "AWS::S3::Bucket" && logicalId.includes(name));
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket?.ref, Prefix: `dossiers/${id}/` }));
    return (listed.Versions ?? []).map(({ Key = "" }) => Key.split("/").slice(2));
  };
  return { vault: await kept("Vault"), identity: await kept("Identity") };
}
