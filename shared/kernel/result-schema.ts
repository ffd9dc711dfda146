import * as z from "zod/mini";
import type { Result } from "./result.ts";

type Parser<T extends string> = (text: string) => Result<T, { readonly sentence: string }>;

/**
 * The zod schema of a text that one of our parsers reads: the output is the parsed, normalised and branded text, the
 * message of the issue is the French sentence of the refusal. In JSON Schema it is a string of that format, if any.
 */
export const parsedText = <T extends string>(parse: Parser<T>, format?: "date" | "date-time") =>
  shownAs(
    { type: "string", ...(format && { format }) },
    z.pipe(
      z.string(),
      z.transform((text: string, context) => {
        const result = parse(text);
        if (result.ok) return result.value;
        context.issues.push({ code: "custom", input: text, message: result.reason.sentence });
        return z.NEVER;
      }),
    ),
  );

/** The same schema, shown so in JSON Schema: what a transformation puts out, zod cannot tell. */
export function shownAs<S extends z.core.$ZodType>(jsonSchema: Readonly<Record<string, string>>, schema: S): S {
  schema._zod.toJSONSchema = () => ({ ...jsonSchema }); // a copy: zod writes in what it is given
  return schema;
}
