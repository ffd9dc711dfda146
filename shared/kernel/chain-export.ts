import * as z from "zod/mini";
import { digestSchema, identifierSchema } from "./event.ts";

/**
 * A chain as it leaves the platform (the answer of the timeline, or a file): everything that a verification needs. The
 * events stay unread: whoever verifies must see them as they came. `next` is there when more pages follow.
 */
export const chainExportSchema = z.object({
  chain: identifierSchema,
  procedure: identifierSchema,
  head: z.object({ seq: z.int().check(z.minimum(1)), hash: digestSchema }),
  events: z.array(z.unknown()),
  next: z.optional(z.string()),
});

export type ChainExport = Readonly<z.infer<typeof chainExportSchema>>;
