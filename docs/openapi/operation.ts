import type * as z from "zod/mini";
import type { answers } from "./schemas.ts";

/** What the document says of a route beyond its path, method and scope. */
export interface Operation {
  readonly summary: string;
  readonly body?: z.core.$ZodType;
  readonly status: 200 | 201;
  readonly answer: Exclude<keyof typeof answers, "problem"> | "document";
  /** The request names the version of the head that it changes. */
  readonly changes?: boolean;
  /** A person asks, whatever the organisation. */
  readonly asPerson?: boolean;
  readonly paged?: boolean;
  /** Also answered as a page to read. */
  readonly page?: boolean;
  /** Query parameters beside those of pages, and what each takes. */
  readonly query?: Readonly<Record<string, string>>;
}
