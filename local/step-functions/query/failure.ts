/** An error of a state as Step Functions names it; either part may be absent, as in SendTaskFailure without fields. */
export class StateFailure extends Error {
  readonly error: string | undefined;
  readonly details: string | undefined;

  constructor(error: string | undefined, details: string | undefined) {
    super(details);
    this.error = error;
    this.details = details;
  }
}

/**
 * A failure found while a state is evaluated. Its cause opens with the name of the state and the id of its entry, which only
 * the engine knows. `location` is the field, for JSONata.
 */
export class EvaluationFailure extends Error {
  readonly error: string;
  readonly location: string | undefined;

  constructor(error: string, reason: string, location?: string) {
    super(reason);
    this.error = error;
    this.location = location;
  }
}

/** What Step Functions raises when an expression of JSONata cannot be used. */
export function queryFailure(reason: string, location?: string): EvaluationFailure {
  return new EvaluationFailure("States.QueryEvaluationError", reason, location);
}

/** What Step Functions raises when a path or an input does not fit; nothing catches it. */
export function runtimeFailure(reason: string): EvaluationFailure {
  return new EvaluationFailure("States.Runtime", reason);
}
