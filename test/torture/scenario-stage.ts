import { enrolment, evidence, someone } from "../api/support/scenario.ts";
import type { Said } from "../support/pdf/enrolment-pieces.ts";
import { asks, type Step } from "./step.ts";

const organisations = "/v1/organisations";
const solutions = "/v1/segur/solutions";

/** What the pieces say, all in agreement with what is declared. */
export const said: Said = {
  fournisseur: "Labonova",
  siret: "44306184100047",
  legalRep: "Camille Durand",
  formNumber: enrolment.declared.formNumber,
  iban: "FR76 3000 6000 0112 3456 7890 189",
};

/** Camille's organisation is registered, and confirmed by the operator. */
const supplierJoins: readonly Step[] = [
  asks("camille proposes her organisation", {
    as: "camille",
    path: () => organisations,
    post: { body: () => ({ name: said.fournisseur, siret: said.siret, person: someone("camille") }) },
    status: 201,
    learns: ({ id }) => ({ supplier: id }),
  }),
  asks("odile finds the operator", {
    as: "odile",
    path: () => "/v1/memberships",
    status: 200,
    learns: ({ items }) => ({ operator: items[0].organisation.id }),
  }),
  asks("odile finds camille", {
    as: "odile",
    actingFor: "operator",
    path: ({ supplier }) => `${organisations}/${supplier}/members`,
    status: 200,
    learns: ({ items }) => ({ member: items[0].id }),
  }),
  asks("odile confirms camille", {
    as: "odile",
    actingFor: "operator",
    path: ({ supplier, member }) => `${organisations}/${supplier}/members/${member}/confirmation`,
    post: { body: () => evidence, version: 1 },
    status: 200,
  }),
];

/** Hugo joins the operator as an instructor. */
const instructorJoins: readonly Step[] = [
  asks("odile invites hugo", {
    as: "odile",
    actingFor: "operator",
    path: ({ operator }) => `${organisations}/${operator}/invitations`,
    post: { body: () => ({ mail: "hugo@operateur.example", roles: ["instructor"] }) },
    status: 201,
    learns: ({ id }) => ({ invitation: id }),
  }),
  asks("hugo accepts", {
    as: "hugo",
    path: ({ operator, invitation }) => `${organisations}/${operator}/invitations/${invitation}/acceptance`,
    post: { body: () => ({ person: someone("hugo") }) },
    status: 201,
    learns: ({ id }) => ({ hugo: id }),
  }),
  asks("odile reads the operator again", {
    as: "odile",
    actingFor: "operator",
    path: ({ operator }) => `${organisations}/${operator}`,
    status: 200,
    learns: (_, version) => ({ operatorVersion: version }),
  }),
  asks("odile confirms hugo", {
    as: "odile",
    actingFor: "operator",
    path: ({ operator, hugo }) => `${organisations}/${operator}/members/${hugo}/confirmation`,
    post: { body: () => ({}), version: "operatorVersion" },
    status: 200,
  }),
];

/** An act of ANS on the Solution. */
const tells = (what: string, body: object, version: number) =>
  asks(`noemie tells of the ${what}`, {
    as: "noemie",
    actingFor: "agency",
    path: ({ solution }) => `${solutions}/${solution}/${what}`,
    post: { body: () => body, version },
    status: 200,
  });

/** The Solution is référencée. */
const solutionIsGranted: readonly Step[] = [
  asks("noemie finds ANS", {
    as: "noemie",
    path: () => "/v1/memberships",
    status: 200,
    learns: ({ items }) => ({ agency: items[0].organisation.id }),
  }),
  asks("noemie registers the Solution", {
    as: "noemie",
    actingFor: "agency",
    path: () => solutions,
    post: {
      body: () => ({
        requestNumber: "DEM-2022-0042",
        name: "Labonova SGL",
        editeurSiret: said.siret,
        requestReceivedAt: "2022-03-01T09:00:00+01:00",
        conventionSignedOn: "2022-02-01",
      }),
    },
    status: 201,
    learns: ({ id }) => ({ solution: id }),
  }),
  tells("complete-file", { completeFileReceivedAt: "2022-05-02T09:00:00+02:00" }, 1),
  tells("grant", { number: said.formNumber, pronouncedOn: "2022-06-20" }, 2),
];

/** What has to be there before a dossier can be filed. */
export const stage: readonly Step[] = [...supplierJoins, ...instructorJoins, ...solutionIsGranted];
