import * as z from "zod";
import { CommandFailure } from "./failure.ts";

const problemSchema = z.object({
  title: z.string(),
  detail: z.string(),
  trace: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), reason: z.string() })).default([]),
  findings: z
    .array(z.object({ rule: z.string(), article: z.string(), sentence: z.string(), next: z.string().optional() }))
    .default([]),
});

/** A refusal of the service: for a person what is wrong, where, under which article, and what to do; for a program, as it came. */
export function refusal(status: number, body: string): CommandFailure {
  const facts = json(body);
  const problem = problemSchema.safeParse(facts);
  if (!problem.success) return new CommandFailure(`Le service a répondu ${status}.${hintOf(status)}`, 1);
  return new CommandFailure(problemText(status, problem.data), 1, facts);
}

const hints: Readonly<Record<number, string>> = {
  401: " Votre jeton n'est plus accepté : demandez-en un autre avec guichet sign-in --print.",
  403: " Votre session ne donne pas ce droit : ouvrez-en une qui le donne avec guichet sign-in.",
};

/** What to do about an answer that does not say it itself, after a space; nothing where that is not known. */
export const hintOf = (status: number): string => hints[status] ?? "";

function problemText(status: number, problem: z.infer<typeof problemSchema>): string {
  const { title, detail, trace, errors, findings } = problem;
  return [
    `${title} : ${detail}`,
    ...errors.map(({ pointer, reason }) => `  ${pointer} : ${reason}`),
    ...findings.map(
      ({ rule, article, sentence, next }) => `  ${rule} (${article}) : ${sentence}${next ? ` ${next}` : ""}`,
    ),
    ...(trace && status >= 500 ? [`  Référence à transmettre à l'assistance : ${trace}`] : []),
  ].join("\n");
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
