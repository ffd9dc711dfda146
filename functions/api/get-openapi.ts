import document from "./openapi.json" with { type: "json" };

const answer = {
  statusCode: 200,
  headers: {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "public, max-age=300",
    "x-content-type-options": "nosniff",
  },
  body: JSON.stringify(document),
};

/** The description of the API: it reads nothing of the request, and every caller gets the same bytes. */
export const handler = async (): Promise<typeof answer> => answer;
