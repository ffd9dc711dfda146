import { describe, expect, test } from "@jest/globals";
import * as z from "zod/mini";
import { registerOrganisationBody } from "../../../shared/domain/directory/api.ts";
import { Problem } from "../../../shared/kernel/problem.ts";
import { noBody } from "../../../shared/lambda/http.ts";
import { type HttpEvent, httpEventSchema, readRequest } from "../../../shared/lambda/http-event.ts";
import { loginDigest } from "../../../shared/ports/places.ts";
import { claims, httpEvent, receivedAt } from "./http-requests.ts";

const thing = z.strictObject({ name: z.string(), parts: z.optional(z.array(z.strictObject({ size: z.int() }))) });
const organisation = "6f2b7d9a-2b0a-4c0e-9a51-0f6f1d2c3b4a";

/** The problem with which a request is refused. */
function refusal(event: HttpEvent, schema: z.core.$ZodType = thing): Problem {
  try {
    readRequest(event, schema);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("accepted");
}

const withHeaders = (headers: Readonly<Record<string, string>>) =>
  httpEvent({ json: { name: "a" }, headers: { "content-type": "application/json", ...headers } });

describe("a request", () => {
  test("complete: read with its instant, caller, organisation, key and version", () => {
    const event = httpEvent({
      json: { name: "a" },
      headers: {
        "content-type": "application/json; charset=utf-8",
        "guichet-organisation": organisation,
        "idempotency-key": "0123456789abcdef",
        "if-match": '"3"',
      },
      pathParameters: { thingId: organisation },
      queryStringParameters: { limit: "2" },
    });
    expect(readRequest(event, thing, ["limit"])).toEqual({
      route: "POST /v1/things",
      body: { name: "a" },
      path: { thingId: organisation },
      query: { limit: "2" },
      at: receivedAt,
      caller: {
        issuer: claims.iss,
        subject: claims.sub,
        login: loginDigest(claims.iss, claims.sub),
        client: "portal",
        organisation,
      },
      idempotencyKey: "0123456789abcdef",
      ifMatch: 3,
    });
  });

  test("a token that names its client as azp: that client; without any: none", () => {
    const from = (given: object) => {
      const { requestContext } = httpEvent();
      const context = { ...requestContext, authorizer: { jwt: { claims: { iss: "i", sub: "s", ...given } } } };
      return readRequest(httpEvent({ json: { name: "a" }, requestContext: context }), thing).caller.client;
    };
    expect([from({ azp: "cli" }), from({})]).toEqual(["cli", ""]);
  });

  test("without token, on a public route: a caller who is nobody, whatever organisation it names", () => {
    const { authorizer: _, ...requestContext } = httpEvent().requestContext;
    const event = { ...withHeaders({ "guichet-organisation": organisation }), requestContext };
    expect(readRequest(event, thing).caller).toEqual({ issuer: "", subject: "", login: "", client: "" });
  });

  test("a pseudonym of the same subject of two issuers: two persons", () => {
    expect(loginDigest("https://a", "b")).not.toBe(loginDigest("https://", "ab"));
  });

  test("an event that is not the front door's: refused by its schema", () => {
    expect(z.safeParse(httpEventSchema, { Records: [] }).success).toBe(false);
    expect(z.safeParse(httpEventSchema, httpEvent({ json: {} })).success).toBe(true);
  });
});

describe("a body", () => {
  test.each([
    ["cut short", '{"name":'],
    ["with a trailing comma", '{"name":"a",}'],
    ["that is not JSON", "name=a"],
  ])("%s: 400, the body not repeated", (_, body) => {
    const problem = refusal(httpEvent({ body }));
    expect([problem.code, problem.detail]).toEqual([
      "malformed-request",
      "Le corps de la requête n'est pas du JSON valide.",
    ]);
  });

  test.each([
    ["__proto__", '{"name":"a","__proto__":{"admin":true}}', "/__proto__"],
    ["constructor", '{"name":"a","constructor":{"prototype":{"admin":true}}}', "/constructor"],
    ["a nested __proto__", '{"name":"a","parts":[{"size":1,"__proto__":{"admin":true}}]}', "/parts/0/__proto__"],
    ["an escaped __proto__", '{"name":"a","\\u005f_proto__":{"admin":true}}', "/__proto__"],
  ])("with %s: refused as an unknown field, and no prototype is touched", (_, body, pointer) => {
    expect(refusal(httpEvent({ body })).fields.map((field) => field.pointer)).toEqual([pointer]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("with unknown fields, at the top and nested: each named by its pointer, no value repeated", () => {
    const json = { name: "a", secret: "canary-1", "a/b~c": "canary-2", parts: [{ size: 1, weight: "canary-3" }] };
    const problem = refusal(httpEvent({ json }));
    expect(problem.code).toBe("invalid-content");
    expect(problem.fields.map(({ pointer }) => pointer).toSorted()).toEqual(["/a~1b~0c", "/parts/0/weight", "/secret"]);
    expect(JSON.stringify(problem.fields)).not.toContain("canary");
  });

  test("with several faults: all of them at once, in French", () => {
    expect(refusal(httpEvent({ json: { parts: [{ size: 1.5 }] } })).fields).toEqual([
      { pointer: "/name", reason: "Champ obligatoire." },
      { pointer: "/parts/0/size", reason: "Nombre entier attendu." },
    ]);
  });

  test("of 64 Kio in bytes: read; of one byte more, in characters of two bytes: 413", () => {
    const fitting = JSON.stringify({ name: `${"é".repeat((64 * 1024 - 12) / 2)}a` });
    expect(Buffer.byteLength(fitting)).toBe(64 * 1024);
    expect(readRequest(httpEvent({ body: fitting }), thing).body.name).toMatch(/^é+a$/);
    expect(refusal(httpEvent({ body: `${fitting} ` })).code).toBe("body-too-large");
  });

  test("too large and of another type and no JSON: refused for its size, before anything is parsed", () => {
    const event = httpEvent({ body: "x".repeat(64 * 1024 + 1), headers: { "content-type": "text/plain" } });
    expect(refusal(event).code).toBe("body-too-large");
  });

  test("in base64: decoded; its size is that of its bytes", () => {
    const encoded = (text: string) => Buffer.from(text).toString("base64");
    const event = (text: string) => httpEvent({ body: encoded(text), isBase64Encoded: true });
    expect(readRequest(event('{"name":"é"}'), thing).body).toEqual({ name: "é" });
    const longest = JSON.stringify({ name: "a".repeat(64 * 1024 - '{"name":""}'.length) });
    expect(readRequest(event(longest), thing).body.name.length).toBe(64 * 1024 - 11);
    expect(refusal(event(`${longest} `)).code).toBe("body-too-large");
  });

  test.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["application/jsonp"],
    ["multipart/form-data; boundary=application/json"],
    [""],
  ])("announced as « %s »: 415", (type) => {
    const event = httpEvent({ json: { name: "a" }, headers: { "content-type": type } });
    expect(refusal(event).code).toBe("unsupported-media-type");
  });

  test.each([
    ["application/json"],
    ["Application/JSON"],
    ["application/json;charset=utf-8"],
    ["application/json ; x=y"],
  ])("announced as « %s »: read", (type) => {
    expect(readRequest(httpEvent({ json: { name: "a" }, headers: { "content-type": type } }), thing).body.name).toBe(
      "a",
    );
  });

  test("on a route without body: refused when sent, absent otherwise, whatever the type announced", () => {
    expect(readRequest(httpEvent({ headers: {} }), noBody).body).toBeUndefined();
    expect(refusal(httpEvent({ json: {} }), noBody).code).toBe("invalid-content");
  });

  test("missing on a route that wants one: 422, not a crash", () => {
    expect(refusal(httpEvent()).code).toBe("invalid-content");
  });
});

describe("a name in a body", () => {
  const register = (name: string) => ({
    name,
    siret: "732 829 320 00074",
    person: { displayName: "Inès", mail: "ines@labo.example" },
  });
  const read = (name: string) => readRequest(httpEvent({ json: register(name) }), registerOrganisationBody).body;

  test("written with combining marks and spaces around: one Unicode form, spaces gone; the SIRET without its own", () => {
    expect(read("  E\u0301diteur\u00a0")).toMatchObject({ name: "\u00c9diteur", siret: "73282932000074" });
  });

  test.each([
    ["a line break", "Labo\nnova"],
    ["a null", "Labo\u0000nova"],
    ["a direction override", "Labo\u202enova"],
    ["a zero-width space", "Labo\u200bnova"],
    ["a lone surrogate", "Labo\ud800nova"],
    ["nothing but spaces", "   "],
    ["151 letters", "a".repeat(151)],
  ])("with %s: refused at its place", (_, name) => {
    const problem = refusal(httpEvent({ json: register(name) }), registerOrganisationBody);
    expect(problem.fields.map(({ pointer }) => pointer)).toContain("/name");
  });

  test("of 150 letters that combining marks made 300: accepted, for the form is one first", () => {
    expect(read("e\u0301".repeat(150)).name).toBe("\u00e9".repeat(150));
  });
});

describe("a header", () => {
  test.each([
    ["idempotency-key", "0123456789abcde", "of 15 characters"],
    ["idempotency-key", "a".repeat(65), "of 65 characters"],
    ["idempotency-key", "0123456789 abcdef", "with a space"],
    ["idempotency-key", "0123456789abcdéf", "with a letter beyond ASCII"],
    ["guichet-organisation", "mine", "that is no UUID"],
    ["guichet-organisation", `${organisation}, ${organisation}`, "sent twice"],
    ["guichet-organisation", "", "empty"],
    ["if-match", "3", "without quotes"],
    ["if-match", 'W/"3"', "weak"],
    ["if-match", "*", "that matches anything"],
    ["if-match", '"3", "4"', "of several versions"],
    ["if-match", '"-1"', "negative"],
    ["if-match", '"1234567890"', "beyond any version"],
  ])("%s « %s », %s: 400 that names the header", (name, value) => {
    const problem = refusal(withHeaders({ [name]: value }));
    expect(problem.code).toBe("malformed-request");
    expect(problem.detail.toLowerCase()).toContain(name);
  });

  test("an idempotency key of 16 and of 64 visible characters: read", () => {
    for (const key of ["!~0123456789abcd", "a".repeat(64)]) {
      expect(readRequest(withHeaders({ "idempotency-key": key }), thing).idempotencyKey).toBe(key);
    }
  });
});

describe("an id in the path", () => {
  test("the code of a piece: taken as it is; in lower case, or longer than any: not found", () => {
    const named = (piece: string) => httpEvent({ json: { name: "a" }, pathParameters: { piece } });
    expect(readRequest(named("D-ENR-POUVOIRS"), thing).path).toEqual({ piece: "D-ENR-POUVOIRS" });
    for (const code of ["d-enr-rib", "D-ENR-POUVOIRSDELEGUES", "D-ENR-"]) {
      expect(refusal(named(code)).code).toBe("not-found");
    }
  });

  test("a browser asks for a page; a program that takes anything does not", () => {
    const asking = (accept: string) => readRequest(withHeaders({ accept }), thing).page;
    expect(asking("text/html,application/xhtml+xml;q=0.9")).toBe(true);
    expect([asking("*/*"), asking("application/json, text/html")]).toEqual([undefined, undefined]);
  });

  test.each([["../../etc"], ["ORG#1"], [`${organisation}x`], [organisation.toUpperCase()], [""]])(
    "« %s », which was never issued: not found, as any other",
    (id) => {
      expect(refusal(httpEvent({ json: { name: "a" }, pathParameters: { thingId: id } })).code).toBe("not-found");
    },
  );
});
