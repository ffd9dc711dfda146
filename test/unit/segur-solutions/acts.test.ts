import { describe, expect, test } from "@jest/globals";
import { mirroredStates, referencementLifecycle } from "../../../shared/domain/segur/lifecycle-referencement.ts";
import {
  concludeConvention,
  declareDistributors,
  grant,
  recordCompleteFile,
  refuse,
  register,
  type SolutionChange,
  withdraw,
} from "../../../shared/domain/segur/solution-acts.ts";
import { registerSolutionBody } from "../../../shared/domain/segur/solution-api.ts";
import { addDays } from "../../../shared/kernel/civil.ts";
import { transition } from "../../../shared/kernel/lifecycle.ts";
import { parseSiret, type Siret } from "../../../shared/kernel/siret.ts";
import { dateInParis } from "../../../shared/kernel/time-paris.ts";
import {
  complete,
  completeFileReceivedAt,
  day,
  distributor,
  editeur,
  granted,
  instant,
  refusal,
  solution,
} from "./samples.ts";

const at = instant("2022-05-10T21:59:59.999Z");
/** One millisecond later: the next day has begun in Paris. */
const nextDay = instant("2022-05-10T22:00:00.000Z");

const siretOf = (text: string): Siret => {
  const parsed = parseSiret(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

const registration = registerSolutionBody.parse({
  requestNumber: "DEM-2022-7",
  name: "Labonova SGL",
  editeurSiret: editeur,
  requestReceivedAt: "2022-03-01T09:00:00+01:00",
});

describe("a request for référencement that ANS received", () => {
  test("SEG-2-04: requested, with what ANS said, in the head as in the event", () => {
    const { changes, event } = register(registration, at);
    const told = {
      state: "requested",
      requestNumber: "DEM-2022-7",
      name: "Labonova SGL",
      editeurSiret: editeur,
      requestReceivedAt: "2022-03-01T08:00:00.000Z",
    };
    expect(changes).toEqual({ ...told, distributors: [] });
    expect(event).toMatchObject({
      type: "request-received",
      data: told,
      findings: [{ rule: "SEG-2-04", outcome: "log" }],
    });
    expect(event.findings[0]!.sentence).toMatch(/mardi 1er mars 2022 à 9\sh/);
  });

  test("received at the instant at which it is told: accepted; one millisecond later: to come, refused at its field", () => {
    expect(register({ ...registration, requestReceivedAt: at }, at).changes.requestReceivedAt).toBe(at);
    const problem = refusal(() => register({ ...registration, requestReceivedAt: nextDay }, at));
    expect(problem.code).toBe("invalid-content");
    expect(problem.fields).toMatchObject([
      { pointer: "/requestReceivedAt", reason: expect.stringContaining("à venir") },
    ]);
  });

  test("a convention of today: kept; of tomorrow: refused at its field", () => {
    expect(register({ ...registration, conventionSignedOn: day("2022-05-10") }, at).event.data.conventionSignedOn).toBe(
      "2022-05-10",
    );
    const problem = refusal(() => register({ ...registration, conventionSignedOn: day("2022-05-11") }, at));
    expect(problem.fields).toMatchObject([{ pointer: "/conventionSignedOn" }]);
  });

  test.each(["", " ", "-1", "N°7", "A;B", "A".repeat(61)])("the number « %s »: refused", (requestNumber) => {
    expect(registerSolutionBody.safeParse({ ...registration, requestNumber }).success).toBe(false);
  });
});

describe("the complete file", () => {
  test("SEG-4.4-04: as old as the request itself, or received now: complete; older, or to come: refused", () => {
    const tell = (completeFileReceivedAt: string) =>
      recordCompleteFile(solution(), { completeFileReceivedAt: instant(completeFileReceivedAt) }, at);
    expect(tell("2022-03-01T08:00:00.000Z").changes).toEqual({
      state: "complete_file",
      completeFileReceivedAt: "2022-03-01T08:00:00.000Z",
    });
    expect(tell(at).event).toMatchObject({ type: "complete-evidence-submitted", findings: [{ rule: "SEG-4.4-04" }] });
    expect(refusal(() => tell("2022-03-01T07:59:59.999Z")).fields).toMatchObject([
      { pointer: "/completeFileReceivedAt", reason: expect.stringContaining("précède") },
    ]);
    expect(refusal(() => tell(nextDay)).fields).toMatchObject([{ reason: expect.stringContaining("à venir") }]);
  });
});

describe("the decision of ANS", () => {
  const acts = {
    grant: (pronouncedOn: string, now = at) =>
      grant(complete(), { number: "SGL-2022-0042", pronouncedOn: day(pronouncedOn) }, now),
    refusal: (pronouncedOn: string, now = at) => refuse(complete(), { pronouncedOn: day(pronouncedOn) }, now),
  };

  test("SEG-3.1-05 the grant: referenced under its number", () => {
    const { changes, event } = acts.grant("2022-05-10");
    expect(changes).toEqual({
      state: "granted",
      number: "SGL-2022-0042",
      decision: { outcome: "grant", pronouncedOn: "2022-05-10", toldAt: at },
    });
    expect(event).toMatchObject({
      type: "referencement-granted",
      data: { number: "SGL-2022-0042", pronouncedOn: "2022-05-10" },
      findings: [{ rule: "SEG-3.1-05", article: "AF-BIO-SGL-Va1 V1.5, §3.1, 2e tiret", outcome: "log" }],
    });
  });

  test("SEG-4.4-06 the refusal: no number", () => {
    const { changes, event } = acts.refusal("2022-05-10");
    expect(changes).toEqual({
      state: "refused",
      decision: { outcome: "refusal", pronouncedOn: "2022-05-10", toldAt: at },
    });
    expect(event).toMatchObject({ type: "referencement-refused", findings: [{ rule: "SEG-4.4-06" }] });
  });

  test.each(["grant", "refusal"] as const)(
    "a %s of tomorrow in Paris: refused; a millisecond later it is today",
    (act) => {
      expect(refusal(() => acts[act]("2022-05-11")).fields).toMatchObject([{ pointer: "/pronouncedOn" }]);
      expect(acts[act]("2022-05-11", nextDay).changes.decision?.pronouncedOn).toBe("2022-05-11");
    },
  );

  test.each(["grant", "refusal"] as const)(
    "a %s on the day in Paris on which the file was complete: accepted; on the day before: refused",
    (act) => {
      // The file came on 12 April at half past midnight in Paris, still the 11th in UTC.
      expect(acts[act]("2022-04-12").changes.decision?.pronouncedOn).toBe("2022-04-12");
      expect(refusal(() => acts[act]("2022-04-11")).fields).toMatchObject([
        { reason: expect.stringContaining("précède") },
      ]);
    },
  );
});

describe("SEG-7-07 the withdrawal", () => {
  const tell = (withdrawnOn: string) => withdraw(granted(), { withdrawnOn: day(withdrawnOn) }, nextDay);

  test("on the day of the grant, or today: withdrawn, the decision kept", () => {
    expect(tell("2022-05-10").changes).toEqual({
      state: "withdrawn",
      withdrawal: { withdrawnOn: "2022-05-10", toldAt: nextDay },
    });
    expect(tell("2022-05-11").event).toMatchObject({
      type: "referencement-withdrawn",
      data: { withdrawnOn: "2022-05-11" },
    });
  });

  test("before the grant, or tomorrow: refused", () => {
    expect(refusal(() => tell("2022-05-09")).fields).toMatchObject([{ pointer: "/withdrawnOn" }]);
    expect(refusal(() => tell("2022-05-12")).fields).toMatchObject([{ pointer: "/withdrawnOn" }]);
  });
});

describe("SEG-3.2-05 the distributors that the Editeur declares", () => {
  const declare = (known: readonly string[], sirets: readonly string[]) => {
    const distributors = known.map((siret) => ({ siret, declaredOn: day("2022-04-01") }));
    return declareDistributors(granted({ distributors }), { sirets: sirets.map(siretOf) }, at);
  };

  test("a new one: declared on the day of the act; one that stays: keeps its day; one that is left out: gone", () => {
    expect(declare([], [distributor]).changes.distributors).toEqual([{ siret: distributor, declaredOn: "2022-05-10" }]);
    expect(declare([distributor], [distributor, editeur]).changes.distributors).toEqual([
      { siret: distributor, declaredOn: "2022-04-01" },
      { siret: editeur, declaredOn: "2022-05-10" },
    ]);
    const { changes, event } = declare([distributor], []);
    expect(changes).toEqual({ state: "granted", distributors: [] });
    expect(event).toMatchObject({ type: "distributors-declared", data: { sirets: [] } });
  });
});

describe("the day of the convention", () => {
  const tell = (known: string | undefined, told: string) =>
    grant(
      complete(known === undefined ? {} : { conventionSignedOn: day(known) }),
      { number: "SGL-1", pronouncedOn: day("2022-05-10"), conventionSignedOn: day(told) },
      at,
    );

  test("told with the grant, or told again: kept", () => {
    expect(tell(undefined, "2022-05-09").changes.conventionSignedOn).toBe("2022-05-09");
    expect(tell("2022-05-09", "2022-05-09").event.data.conventionSignedOn).toBe("2022-05-09");
  });

  test("SEG-4.1-02 concluded after the grant: recorded by an act of its own, and the Solution stays référencée", () => {
    const { changes, event } = concludeConvention(
      granted(),
      { conventionSignedOn: day("2022-06-01") },
      instant("2022-06-02T08:00:00Z"),
    );
    expect(changes).toEqual({ state: "granted", conventionSignedOn: "2022-06-01" });
    expect(event).toMatchObject({
      type: "convention-concluded",
      data: { conventionSignedOn: "2022-06-01" },
      findings: [{ rule: "SEG-4.1-02", provenance: "interpretation" }],
    });
    expect(event.findings[0]?.sentence).toContain("mercredi 1er juin 2022");
  });

  test("a convention of tomorrow: refused; of today: recorded", () => {
    const concluded = (on: string) => concludeConvention(granted(), { conventionSignedOn: day(on) }, at);
    const today = dateInParis(at);
    expect(concluded(today).changes.conventionSignedOn).toBe(today);
    expect(refusal(() => concluded(addDays(today, 1))).fields).toMatchObject([{ pointer: "/conventionSignedOn" }]);
  });

  test("another than the one recorded: refused, and the recorded one is named", () => {
    const problem = refusal(() => tell("2022-05-08", "2022-05-09"));
    expect(problem.detail).toContain("dimanche 8 mai 2022");
    expect(problem.fields).toMatchObject([{ pointer: "/conventionSignedOn" }]);
  });
});

/** Every act, told with dates that are in order. */
const everyAct: readonly (readonly [string, (state: (typeof mirroredStates)[number]) => SolutionChange])[] = [
  ["complete-evidence-submitted", (state) => recordCompleteFile(solution({ state }), { completeFileReceivedAt }, at)],
  [
    "referencement-granted",
    (state) => grant(solution({ state }), { number: "N", pronouncedOn: day("2022-05-10") }, at),
  ],
  ["referencement-refused", (state) => refuse(solution({ state }), { pronouncedOn: day("2022-05-10") }, at)],
  ["referencement-withdrawn", (state) => withdraw(solution({ state }), { withdrawnOn: day("2022-05-10") }, at)],
  [
    "convention-concluded",
    (state) => concludeConvention(solution({ state }), { conventionSignedOn: day("2022-04-01") }, at),
  ],
  ["distributors-declared", (state) => declareDistributors(solution({ state }), { sirets: [] }, at)],
];

describe.each(everyAct)("%s", (event, act) => {
  test.each(mirroredStates)("in the state %s: what the lifecycle says", (state) => {
    const row = transition<string, string>(referencementLifecycle, state, event);
    if (row.ok) expect(act(state).changes.state).toBe(row.value.to);
    else {
      const problem = refusal(() => act(state));
      expect(problem.code).toBe("illegal-transition");
      expect(problem.detail).toContain(`« ${referencementLifecycle.states[state]} »`);
    }
  });
});
