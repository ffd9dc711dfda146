import { type FunctionSpec, read } from "../function-spec.ts";
import { lists, reads } from "../grants.ts";

/** What answers for every procedure alike. */
export const apiFunctions: readonly FunctionSpec[] = [
  {
    route: "GET /v1/openapi.json",
    access: { publicBecause: "the description of the interface holds no data and is read before anyone has a token" },
    slug: "api",
    name: "get-openapi",
    grants: [],
  },
  {
    route: "GET /v1/cases/{caseId}/timeline",
    access: read("cases"),
    slug: "cases",
    name: "get-timeline",
    grants: [...reads("directory", "cases"), lists("events")],
  },
];
