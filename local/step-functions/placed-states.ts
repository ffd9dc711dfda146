import { isObject, type Json, type JsonObject } from "./json.ts";

export type MachineType = "STANDARD" | "EXPRESS";

/** A state wherever it stands in a machine, with its JSON Pointer. */
export interface PlacedState {
  readonly at: string;
  readonly state: JsonObject;
  readonly type: MachineType;
  /** Of the whole machine. */
  readonly language: Json | undefined;
}

/** Every state of a machine, those inside others too; `at` is the place of the machine. */
export function placedStates(machine: JsonObject, at: string): readonly Pick<PlacedState, "at" | "state">[] {
  if (!isObject(machine.States)) return [];
  return Object.entries(machine.States).flatMap(([name, state]) => {
    const place = `${at}/States/${name}`;
    return isObject(state) ? [{ at: place, state }, ...innerStates(state, place)] : [];
  });
}

function innerStates(state: JsonObject, at: string) {
  const branches: readonly Json[] = Array.isArray(state.Branches) ? state.Branches : [];
  const inner: readonly (readonly [string, Json | undefined])[] = [
    ...branches.map((branch, index) => [`Branches/${index}`, branch] as const),
    ["ItemProcessor", state.ItemProcessor],
    ["Iterator", state.Iterator],
  ];
  return inner.flatMap(([name, states]) => (isObject(states) ? placedStates(states, `${at}/${name}`) : []));
}
