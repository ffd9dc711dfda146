import { describe, expect, test } from "@jest/globals";
import { matchRoute, parseRouteKey } from "../../../local/http-api/routing.ts";

const routes = [
  "$default",
  "ANY /{proxy+}",
  "GET /pets/{proxy+}",
  "GET /pets/dog/{id}",
  "GET /pets/dog/1",
  "ANY /pets/dog/1",
  "GET /pets/{kind}/1",
  "GET /",
].map((text) => ({ key: parseRouteKey(text) }));

describe("the route of a request", () => {
  test.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1", {}],
    ["POST", "/pets/dog/1", "ANY /pets/dog/1", {}],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
    ["GET", "/pets/cat/1", "GET /pets/{kind}/1", { kind: "cat" }],
    ["GET", "/pets/cat/2", "GET /pets/{proxy+}", { proxy: "cat/2" }],
    ["POST", "/pets/5", "ANY /{proxy+}", { proxy: "pets/5" }],
    ["GET", "/", "GET /", {}],
    ["POST", "/", "$default", {}],
    ["GET", "/pets/dog/a%2Fb%20c", "GET /pets/dog/{id}", { id: "a/b c" }],
  ])("%s %s: %s", (method, path, expected, pathParameters) => {
    const match = matchRoute(routes, method, path);
    expect(match?.route.key.text).toBe(expected);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  test("a path that ends with a slash is another path: no route", () => {
    expect(matchRoute([{ key: parseRouteKey("GET /a/{id}") }], "GET", "/a/")).toBeUndefined();
    expect(matchRoute([{ key: parseRouteKey("GET /a") }], "GET", "/a/")).toBeUndefined();
  });

  test("another method without ANY: no route, as HEAD on a GET route", () => {
    expect(matchRoute([{ key: parseRouteKey("GET /a") }], "HEAD", "/a")).toBeUndefined();
  });

  test.each(["get /a", "GET a", "GET", "GET /a b", "GET /{p+}/x"])("route key %j: refused at boot", (text) => {
    expect(() => parseRouteKey(text)).toThrow(text);
  });
});
