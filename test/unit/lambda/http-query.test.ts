import { expect, test } from "@jest/globals";
import { Problem } from "../../../shared/kernel/problem.ts";
import { noBody } from "../../../shared/lambda/http.ts";
import { readRequest } from "../../../shared/lambda/http-event.ts";
import { httpEvent } from "./http-requests.ts";

function read(query: Readonly<Record<string, string>>, names?: readonly string[]) {
  return readRequest(httpEvent({ queryStringParameters: query }), noBody, names).query;
}

test.each([
  ["misspelt", { limt: "2" }, ["limit", "cursor"]],
  ["in capitals", { Limit: "2" }, ["limit", "cursor"]],
  ["of a list, where the route takes none", { limit: "2" }, undefined],
  ["of another list", { limit: "2", state: "mine" }, ["limit", "cursor"]],
])("a parameter %s: 400 that names it, rather than ignored", (_, query, names) => {
  const asked = () => read(query, names);
  expect(asked).toThrow(Problem);
  const name = Object.keys(query).at(-1);
  expect(asked).toThrow(
    expect.objectContaining({ code: "malformed-request", detail: expect.stringContaining(`« ${name} »`) }),
  );
});

test("a name longer than any: cut in the answer", () => {
  expect(() => read({ ["x".repeat(5_000)]: "" })).toThrow(
    expect.objectContaining({ detail: expect.stringContaining(`« ${"x".repeat(60)} »`) }),
  );
});

test("those that the route takes, and none: read", () => {
  const query = { limit: "2", cursor: "AA" };
  expect(read(query, ["limit", "cursor"])).toEqual(query);
  expect(read({})).toEqual({});
});
