import type { PieceCode } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { reviewsOf } from "../api/support/facts.ts";
import { enrolment } from "../api/support/scenario.ts";
import { said, stage } from "./scenario-stage.ts";
import { asks, type Known, restsAt, type Step, scanTakes } from "./step.ts";
import { received, sends } from "./upload.ts";

/** Instant at which every run begins: the last days of the campaign. */
export const BEGINS_AT = "2022-11-28T09:00:00+01:00";

const dossiers = "/v1/segur/dossiers";

const path = ({ dossier }: Known) => `${dossiers}/${dossier}`;
const asFiler = { as: "camille", actingFor: "supplier" } as const;
const asInstructor = { as: "hugo", actingFor: "operator" } as const;

/** Camille reads what was received of these pieces, and names it. */
const files = (act: "submission" | "completion", codes: readonly PieceCode[]): readonly Step[] => [
  asks(`camille reads her dossier before its ${act}`, {
    ...asFiler,
    path,
    status: 200,
    learns: ({ pieces }, version) => ({ version, named: received(pieces, codes) }),
  }),
  asks(`${act} by camille`, {
    ...asFiler,
    path: (known) => `${path(known)}/${act}`,
    post: { body: ({ named = "" }) => ({ pieces: JSON.parse(named) }), version: "version" },
    status: 200,
  }),
];

const sentFirst = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-ID"] as const;

/** A draft, three of its four pieces, its submission; the platform asks for the fourth, gets it, and waits for its scan. */
const filing: readonly Step[] = [
  asks("camille opens a draft", {
    ...asFiler,
    path: () => dossiers,
    post: { body: () => ({ ...enrolment, persons: { legalRep: said.legalRep } }) },
    status: 201,
    learns: ({ id }) => ({ dossier: id }),
  }),
  ...sentFirst.map((piece) => sends(piece, said)),
  restsAt("2022-11-28T11:00:00+01:00"),
  ...files("submission", sentFirst),
  restsAt("2022-11-28T13:00:00+01:00"),
  // Completed before its scan is over: the execution waits for the inspection.
  scanTakes(2 * 60 * 60),
  sends("D-ENR-RIB", said),
  restsAt("2022-11-28T14:00:00+01:00"),
  ...files("completion", ["D-ENR-RIB"]),
  restsAt("2022-11-28T17:00:00+01:00"),
];

/** Hugo takes the dossier in hand, settles its facts and decides. */
const instruction: readonly Step[] = [
  asks("hugo claims the dossier", {
    ...asInstructor,
    path: (known) => `${path(known)}/claim`,
    post: {},
    status: 200,
  }),
  asks("hugo examines the dossier", {
    ...asInstructor,
    path: (known) => `${path(known)}/examination`,
    status: 200,
    learns: ({ facts }, version) => ({
      version,
      reviews: JSON.stringify(reviewsOf(facts, said)),
    }),
  }),
  asks("hugo settles the facts", {
    ...asInstructor,
    path: (known) => `${path(known)}/facts`,
    post: { body: ({ reviews = "" }) => ({ reviews: JSON.parse(reviews) }), version: "version" },
    status: 200,
    learns: (_, version) => ({ version }),
  }),
  asks("hugo decides", {
    ...asInstructor,
    path: (known) => `${path(known)}/decision`,
    post: { body: () => ({ outcome: "enrolled" }), version: "version" },
    status: 200,
  }),
];

/**
 * A dossier from its draft to its decision. Each step is one that the step before made possible; between two stages
 * everything comes to rest, far enough ahead for whatever waits to be tried again.
 */
export const scenario: readonly Step[] = [
  ...stage,
  ...filing,
  ...instruction,
  // Past the morning's proof of coverage, and the reaper.
  restsAt("2022-11-29T08:00:00+01:00"),
];
