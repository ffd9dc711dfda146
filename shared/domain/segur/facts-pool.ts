import * as z from "zod/mini";
import type { Instant } from "../../kernel/time.ts";
import type { Enrolment } from "./enrolment.ts";
import type { FiledFacts } from "./examination.ts";
import { segurFacts } from "./facts.ts";
import { calendarInForce, settings } from "./programmes/bio-sgl-va1.ts";
import { type FactKey, isFact, isReviewable, pieceOf } from "./reviewable-facts.ts";
import type { Solution } from "./solution.ts";
import { registerFacts } from "./solution-facts.ts";
import { filedCodes } from "./stage.ts";

/** Facts of the dictionary by name, as far as they are known. */
export type Facts = Partial<z.output<typeof segurFacts>>;

/** Where a fact comes from. What a machine read on a piece (`read`) stays a proposal until an instructor settles it. */
type Origin = "read" | "record" | "declared" | "register" | "clock" | "calendar" | "setting" | "reviewed";

/** Texts of a dossier once opened, by fact: what the filer declared, what was read on the pieces, what was settled. */
export interface OpenedTexts {
  readonly declared: Readonly<Record<string, string>>;
  readonly read: Readonly<Record<string, string>>;
  readonly reviewed: Readonly<Record<string, string>>;
}

export interface PoolSources {
  readonly dossier: Enrolment;
  /** Name of the organisation that filed. */
  readonly applicant: string;
  /** The Solution of the number on the form, if ANS told of it. */
  readonly solution: Solution | undefined;
  /** When the register is read. */
  readonly at: Instant;
  readonly texts: OpenedTexts;
}

/** Everything that is known of a filed dossier, each fact with its origin; a fact settled by an instructor prevails. */
export interface FactsPool {
  readonly exception: boolean;
  readonly facts: ReadonlyMap<FactKey, { readonly origin: Origin; readonly value: unknown }>;
}

/** Gathers the facts of a dossier. No fact is taken from anybody but its supplier. */
export function factsPool(sources: PoolSources): FactsPool {
  const { dossier, applicant, solution, at } = sources;
  const question = { siret: dossier.siret, formNumber: formNumberOf(dossier, sources.texts), at };
  const read = layersRead(dossier, sources.texts);
  const others: readonly (readonly [Origin, Facts])[] = [
    ["register", { ...registerFacts(solution, question), applicant, applicantSiret: dossier.siret }],
    ["clock", dossier.receivedAt === undefined ? {} : { receivedAt: dossier.receivedAt }],
    ["calendar", calendarFacts(dossier)],
    ["setting", { opServicesOpenOn: settings.opServicesOpenOn.default }],
    // Nobody has said anything of it, until an officer does.
    ["record", { exceptionAdmitted: null }],
    ["reviewed", reviewedFacts(dossier, sources.texts)],
  ];
  return {
    exception: dossier.declared.exception,
    facts: new Map([...read, ...others].flatMap(([origin, facts]) => entriesOf(origin, facts))),
  };
}

/** What was declared or read, whatever was settled since: what an instructor confirms or corrects. */
export function factsRead(dossier: Enrolment, texts: OpenedTexts): Facts {
  return Object.assign({}, ...layersRead(dossier, texts).map(([, facts]) => facts));
}

function layersRead(dossier: Enrolment, texts: OpenedTexts): readonly (readonly [Origin, Facts])[] {
  return [
    ["read", readOnPieces(dossier, texts)],
    ["record", ofRecord(dossier)],
    ["declared", declaredFacts(dossier, texts)],
  ];
}

/** The facts to judge: all that are known, or those alone that a decision may rest on. */
export function factsToJudge({ facts, exception }: FactsPool, { settled }: { readonly settled: boolean }): FiledFacts {
  const kept = [...facts].filter(([, { origin }]) => !settled || origin !== "read");
  return { ...Object.fromEntries(kept.map(([name, { value }]) => [name, value])), exception };
}

function entriesOf(origin: Origin, facts: Facts) {
  return Object.entries(facts).flatMap(([name, value]) =>
    isFact(name) && value !== undefined ? [[name, { origin, value }] as const] : [],
  );
}

/** The number of the Solution on the form, as it was settled or else declared: what leads to the register. */
export function formNumberOf({ declared, reviews }: Enrolment, { reviewed }: OpenedTexts): string | undefined {
  return reviews?.formNumber === undefined ? declared.formNumber : reviewed.formNumber;
}

/** What the examination of the pieces proposes. A value that the dictionary does not admit was not read. */
function readOnPieces({ evidence, filed = {} }: Enrolment, texts: OpenedTexts): Facts {
  if (evidence === undefined) return {};
  const present = filedCodes(filed);
  const ofPieces = Object.entries({ ...evidence.facts, ...texts.read }).filter(([name]) => {
    const piece = pieceOf(name);
    return piece !== undefined && present.includes(piece);
  });
  return admitted(Object.fromEntries(ofPieces));
}

/** What the filing itself shows: the channel, the pieces, and that a piece which is not there says nothing. */
function ofRecord({ filed = {} }: Enrolment): Facts {
  const pieces = [...filedCodes(filed)];
  const has = (code: (typeof pieces)[number]): boolean => pieces.includes(code);
  return {
    channel: "op_site",
    pieces,
    rapport: has("D-ENR-RAPPORT"),
    rib: has("D-ENR-RIB"),
    powersAttestation: has("D-ENR-POUVOIRS"),
    mandat: has("D-ENR-MANDAT"),
    ...(has("D-ENR-RAPPORT") ? {} : { referencementNumber: null }),
    ...(has("D-ENR-RIB") ? {} : { ribIban: null }),
    ...(has("D-ENR-ID") ? {} : { identityType: null, identityName: null }),
    ...(has("D-ENR-MANDAT") ? {} : { mandatOperator: null, mandatSolution: null }),
  };
}

function declaredFacts({ declared }: Enrolment, texts: OpenedTexts): Facts {
  const { role, exception, depositorIsLegalRep, formNumber } = declared;
  return {
    request: "enrolment",
    role,
    exception,
    depositorIsLegalRep,
    ...(depositorIsLegalRep ? { depositor: null } : {}),
    ...(formNumber === undefined ? {} : { formNumber }),
    ...admitted(texts.declared),
  };
}

/** The calendar in force when the request was received judges it (SEG-H-08). */
function calendarFacts({ receivedAt }: Enrolment): Facts {
  const inForce = receivedAt === undefined ? undefined : calendarInForce(receivedAt);
  if (inForce === undefined) return {};
  const { referencementEndsAt, fermetureAt } = inForce.dates;
  return { referencementEndsAt, fermetureAt };
}

function reviewedFacts({ reviews = {} }: Enrolment, texts: OpenedTexts): Facts {
  const values = Object.entries(reviews).map(([name, review]) => {
    const text = texts.reviewed[name];
    return [name, review.none === true ? null : (review.value ?? text)] as const;
  });
  return admitted(Object.fromEntries(values));
}

/** Facts that an instructor may settle, each in the type of the dictionary. */
function admitted(values: Readonly<Record<string, unknown>>): Facts {
  const good = Object.entries(values).filter(
    ([name, value]) => isReviewable(name) && z.safeParse(segurFacts.shape[name], value).success,
  );
  return z.parse(z.partial(segurFacts), Object.fromEntries(good));
}
