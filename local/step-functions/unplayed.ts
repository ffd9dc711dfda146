import { isObject, type Json } from "./json.ts";
import { type PlacedState, placedStates } from "./placed-states.ts";
import { readDefinition } from "./validation.ts";

/** Fields of states that this runner does not honour. */
const FIELDS: readonly string[] = ["ItemReader", "ResultWriter", "ItemBatcher", "Credentials"];

/**
 * What a definition asks for that the local cloud does not play, each with its place. An execution never meets it.
 * @param isPlayed says whether the Resource of a Task is played
 */
export function unplayedParts(definition: string, isPlayed: (resource: string) => boolean): readonly string[] {
  const machine = readDefinition(definition);
  if (!isObject(machine)) return [];
  return placedStates(machine, "").flatMap((placed) => unplayedOf(placed, isPlayed));
}

function unplayedOf(
  { at, state }: Pick<PlacedState, "at" | "state">,
  isPlayed: (resource: string) => boolean,
): string[] {
  const fields = FIELDS.filter((field) => field in state).map((field) => `${at}/${field}`);
  if (modeOf(state.ItemProcessor) === "DISTRIBUTED")
    fields.push(`${at}/ItemProcessor/ProcessorConfig/Mode DISTRIBUTED`);
  const { Resource } = state;
  if (typeof Resource === "string" && !isPlayed(Resource)) fields.push(`${Resource} (${at}/Resource)`);
  return fields;
}

function modeOf(processor: Json | undefined): Json | undefined {
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  return isObject(config) ? config.Mode : undefined;
}
