import { Problem } from "../../kernel/problem.ts";

/**
 * Refuses a day, or an instant, that ANS cannot know yet, or that comes before the step that it follows. Both bounds are
 * included; all three are written alike, so that their order as texts is that of time.
 *
 * @throws Problem `invalid-content` that names the field
 */
export function demandOrder<Moment extends string>(
  field: string,
  told: Moment,
  { earliest, latest }: { readonly earliest?: Moment | undefined; readonly latest: Moment },
): void {
  if (told > latest) throw refusal(field, "Cette date est à venir : l'ANS n'enregistre ici que ce qui a eu lieu.");
  if (earliest === undefined || told >= earliest) return;
  throw refusal(field, "Cette date précède celle de l'étape dont elle est la suite.");
}

function refusal(field: string, reason: string): Problem {
  const detail = "Une date ne peut pas être enregistrée ; rien n'a été modifié.";
  return new Problem("invalid-content", detail, { fields: [{ pointer: `/${field}`, reason }] });
}
