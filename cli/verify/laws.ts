import { organisationLifecycle } from "../../shared/domain/directory/lifecycle.ts";
import { enrolmentLifecycle } from "../../shared/domain/segur/lifecycle-enrolment.ts";
import { referencementLifecycle } from "../../shared/domain/segur/lifecycle-referencement.ts";
import { rulesDigest } from "../../shared/domain/segur/rules-digest.ts";
import type { RecordedEvent } from "../../shared/kernel/event.ts";
import { type Lifecycle, transition } from "../../shared/kernel/lifecycle.ts";
import { ok, refused } from "../../shared/kernel/result.ts";
import type { ChainLaw } from "../../shared/kernel/verify.ts";

const laws: Readonly<Record<string, ChainLaw>> = {
  enrolment: replaying(enrolmentLifecycle, "dossier.created", [rulesDigest]),
  referencement: replaying(referencementLifecycle, "request-received", [rulesDigest]),
  organisation: replaying(organisationLifecycle, "organisation.registered", []),
};

/** What is known of a procedure's transitions and rules; undefined where this release does not know the procedure. */
export function lawOf(procedure: string): ChainLaw | undefined {
  return Object.hasOwn(laws, procedure) ? laws[procedure] : undefined;
}

/** A case is born of one type of event, in the state that its data name or else in the initial one. */
function replaying<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  birth: string,
  rules: readonly string[],
): ChainLaw {
  const isState = (text: unknown): text is State => typeof text === "string" && Object.hasOwn(lifecycle.states, text);
  const isEvent = (text: string): text is Event => Object.hasOwn(lifecycle.events, text);
  const born = ({ type, data }: RecordedEvent) => {
    if (type !== birth) return refused({ expected: birth, read: type });
    return ok(isState(data.state) ? data.state : lifecycle.initial);
  };
  return {
    knowsRules: (digest) => rules.includes(digest),
    legal: (state, event) => {
      if (!isState(state)) return born(event);
      const expected = lifecycle.rows.filter(({ from }) => from === state).map((row) => row.event);
      const row = isEvent(event.type) ? transition(lifecycle, state, event.type) : undefined;
      return row?.ok ? ok(row.value.to) : refused({ expected: expected.join(", ") || "aucun acte", read: event.type });
    },
  };
}
