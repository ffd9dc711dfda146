import validate from "asl-validator";
import { isObject, type Json, parseJson } from "./json.ts";
import { type MachineType, placedStates } from "./placed-states.ts";
import { isExpression } from "./query/jsonata.ts";
import { STATE_CHECKS } from "./validation-checks.ts";

/**
 * What Step Functions would refuse in a definition when the machine is created, a sentence each; none when it would take it.
 * The checks of `asl-validator`, and those of AWS that it does not make.
 */
export function validateMachine(text: string, type: MachineType = "STANDARD"): readonly string[] {
  const definition = readDefinition(text);
  if (!isObject(definition)) return ["INVALID_JSON_DESCRIPTION: The definition is not a JSON object"];
  if (!isObject(definition.States)) return ["SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /"];
  const language = definition.QueryLanguage;
  const own = placedStates(definition, "").flatMap((placed) =>
    STATE_CHECKS.flatMap((check) => check({ ...placed, type, language }).map((said) => `${said} at ${placed.at}`)),
  );
  return [...own, ...generalProblems(text)];
}

/** A definition as a value; undefined when it is no JSON. */
export function readDefinition(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function generalProblems(text: string): readonly string[] {
  // A copy: the package writes into what it checks.
  const copy = JSON.parse(text, acceptable);
  return validate(copy).errors.map((error) => `${error["Error code"]}: ${error.Message}`);
}

/** JSONata takes any value as an output and a constant as a condition: the package refuses them. */
function acceptable(name: string, value: unknown): unknown {
  if (name === "Condition" && typeof value === "boolean") return `{% ${value} %}`;
  return name === "Output" && !isExpression(value) ? {} : value;
}
