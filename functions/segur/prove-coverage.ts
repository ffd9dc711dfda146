import * as z from "zod/mini";
import { instantSchema } from "../../shared/kernel/time.ts";
import { log } from "../../shared/lambda/log.ts";
import { type Coverage, coverageAt } from "./coverage.ts";

const dueSchema = z.object({ at: instantSchema });

/**
 * Once a day, proves that every duty has its reminders and every reminder its duty. A difference was put right at once, and
 * told to a person: something did not follow its event.
 */
export async function handler(event: unknown): Promise<Coverage> {
  const coverage = await coverageAt(z.parse(dueSchema, event).at);
  const { dutiesWithoutReminder: without, remindersWithoutDuty: idle } = coverage;
  log({ event: "coverage-proved", code: `${without.length}-${idle.length}` });
  return coverage;
}
