import * as z from "zod/mini";
import { pdfInspectionSchema } from "../inspection/pdf/inspection.ts";
import { pdfTextSchema } from "../inspection/pdf/text-schema.ts";
import { digestSchema } from "../kernel/event.ts";
import type { Instant } from "../kernel/time.ts";

/** Where uploads lie until they are settled: `quarantine/<random id of the grant>`, which says nothing of who sends what. */
export const quarantineKey = (upload: string): string => `quarantine/${upload}`;

/** The grant that a key of quarantine was made for; undefined for any other key. */
export const uploadIn = (key: string): string | undefined => /^quarantine\/([0-9a-f-]{36})$/.exec(key)?.[1];

/** A version that lies in quarantine, by the grant that it came under. */
export interface Upload {
  readonly upload: string;
  readonly version: string;
}

/** A form that lets whoever has it send one file, and no other, until an instant. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a form allows. */
export interface FormTerms {
  readonly upload: string;
  /** Bytes, exactly. */
  readonly size: number;
  readonly mediaType: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly until: Instant;
}

/** What the store says of a version: `size` in bytes, `sha256` in lower-case hexadecimal if it has computed one. */
export interface StoredVersion {
  readonly size: number;
  readonly sha256?: string;
  readonly mediaType: string;
  /** In whole seconds. */
  readonly storedAt: Instant;
}

/** Looks at what lies in quarantine, without reading it. */
export interface Quarantine {
  readonly bucket: string;
  /** Undefined where there is no such version. */
  describe(upload: Upload): Promise<StoredVersion | undefined>;
  /** The verdict that the scanner has put on the version; undefined while it has put none. */
  verdict(upload: Upload): Promise<string | undefined>;
}

/** Ids of the versions that came under a grant, the first one first. */
export type VersionsOf = (upload: string) => Promise<readonly string[]>;

/** A file of a known digest, to be opened by the inspector alone. */
interface InspectedFile extends Upload {
  readonly sha256: string;
  readonly size: number;
}

/** What the inspector is asked: exactly this version, in the one bucket that it may read. */
export const inspectionRequest = z.strictObject({
  key: z.string(),
  versionId: z.string(),
  size: z.int(),
  sha256: digestSchema,
});
export type InspectionRequest = Readonly<z.infer<typeof inspectionRequest>>;

/** What it answers: data from a stranger's file, so that whoever asked reads it through this. */
export const inspectionAnswer = z.strictObject({
  checker: z.string().check(z.maxLength(40)),
  inspection: pdfInspectionSchema,
  text: z.optional(pdfTextSchema),
});

/** Without `inspection` where the inspector could not say. */
export type Inspected = Readonly<
  Partial<z.infer<typeof inspectionAnswer>> & Pick<z.infer<typeof inspectionAnswer>, "checker">
>;

export interface Inspector {
  /** @throws Error where nothing can be concluded about the file: the asker comes back */
  inspect(file: InspectedFile): Promise<Inspected>;
}

/** The buckets where filed pieces stay: under lock, or erasable. */
export type VaultName = "vault" | "identity";

/** A copy to be kept. */
export interface Deposit {
  readonly bucket: VaultName;
  readonly key: string;
  readonly mediaType: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Until when nobody may delete it; absent where it must stay erasable. */
  readonly lockedUntil?: Instant;
}

/** Copies filed versions out of quarantine. */
export interface Vault {
  /** The bytes of a version. */
  read(upload: Upload): Promise<Uint8Array>;
  /** Keeps a copy, or finds the one that is kept. Gives its version. */
  keep(deposit: Deposit, bytes: Uint8Array): Promise<string>;
}

/** Addresses of kept copies, good for a moment. */
export interface Reader {
  /** @param name of the file that a browser saves */
  address(
    kept: { readonly bucket: VaultName; readonly key: string; readonly version: string },
    name: string,
    seconds: number,
  ): Promise<string>;
}
