import { type FunctionSpec, read, write } from "../function-spec.ts";
import { act, checks, lists, reads, writes } from "../grants.ts";

const solutions = "/v1/segur/solutions";
const solution = `${solutions}/{solutionId}` as const;

/** What ANS tells of a Solution: the last part of the route, and the function. */
const telling = {
  "complete-file": "record-complete-file",
  grant: "grant-referencement",
  refusal: "refuse-referencement",
  withdrawal: "withdraw-referencement",
  distributors: "declare-distributors",
  convention: "record-convention",
} as const;

/** Ségur, the register of ANS and its effects on dossiers. */
export const segurRegister: readonly FunctionSpec[] = [
  { route: `POST ${solutions}`, access: write("segur"), slug: "segur", name: "register-solution", grants: act },
  {
    route: `GET ${solutions}`,
    access: read("segur"),
    slug: "segur",
    name: "list-solutions",
    grants: [...reads("directory"), lists("cases", "byList")],
  },
  {
    route: `GET ${solution}`,
    access: read("segur"),
    slug: "segur",
    name: "get-solution",
    grants: reads("directory", "cases"),
  },
  ...Object.entries(telling).map(
    ([part, name]): FunctionSpec => ({
      route: `POST ${solution}/${part}`,
      access: write("segur"),
      slug: "segur",
      name,
      grants: act,
    }),
  ),
  // A Solution may have been filed for by many: each dossier is a transaction of its own.
  {
    trigger: { queue: "referencement" },
    slug: "segur",
    name: "apply-referencement",
    grants: [...reads("cases"), lists("cases"), ...checks("cases"), ...writes("cases", "events")],
    timeoutSeconds: 60,
  },
];
