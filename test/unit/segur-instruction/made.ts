import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import type { OpenedTexts } from "../../../shared/domain/segur/facts-pool.ts";
import { granted } from "../segur-solutions/samples.ts";
import { dossier, on } from "../segur-workflow/made.ts";

export const texts = (changes: Partial<OpenedTexts> = {}): OpenedTexts => ({
  declared: {},
  read: {},
  reviewed: {},
  ...changes,
});

const codes = ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"] as const;

/** A complete dossier of an Editeur. */
export const complete = (changes: Partial<Enrolment> = {}): Enrolment => dossier([...codes], changes);

/** Its Solution, whose Editeur it is. */
export const solution = granted({ conventionSignedOn: on("2022-02-01") });

/** What an instructor finds by reading the pieces of a complete dossier of an Editeur. */
export const found: Readonly<Record<string, string | boolean>> = {
  formTemplate: true,
  formSigned: true,
  fournisseurName: "Labonova",
  siret: "73282932000074",
  legalRep: "Camille Morel",
  contact: "contact@labonova.example",
  paymentDetails: "FR7630006000011234567890189",
  formIban: "FR7630006000011234567890189",
  referencementNumber: "SGL-2022-0042",
  ribIban: "FR7630006000011234567890189",
  identityType: "passport",
  identityName: "Camille Morel",
  dossierComplete: true,
  competitiveMarket: true,
  marketSituation: "none",
  exclusiveOwnUse: false,
  membersOnly: false,
  publisherIsGrouping: false,
  membersFreeToBuyElsewhere: true,
};

export const reason = "Lu sur les pièces, page 1";

/** Facts settled otherwise than they were found: `undefined` leaves one out, `null` says that there is none. */
export type Settled = Readonly<Record<string, string | boolean | null | undefined>>;

/** The reviews that settle what was found, but for what is changed. */
export const reviewsOf = (changes: Settled = {}) => ({
  reviews: Object.entries({ ...found, ...changes }).flatMap(([fact, value]) =>
    value === undefined ? [] : [{ fact, action: "override", ...(value === null ? { none: true } : { value }), reason }],
  ),
});
