import { describe, expect, test } from "@jest/globals";
import { accountOf, readConfig } from "../../infra/config.ts";

const reading = (context: Readonly<Record<string, unknown>>) => readConfig((key) => context[key]);
const staging = {
  stage: "staging",
  issuer: "https://issuer.example",
  businessAccount: "111111111111",
  mailDomain: "staging.example",
};

describe("the configuration of a stage", () => {
  test("nothing given: the local stage, its issuer on this machine, its account one that no customer can have", () => {
    expect(reading({})).toEqual({
      stage: "local",
      issuer: "http://127.0.0.1:4602",
      businessAccount: "000000000000",
      mailDomain: "guichet.example",
      audience: "urn:guichet-biologie:local",
    });
  });

  test("the local stage with another issuer of this machine: taken", () => {
    expect(reading({ issuer: "http://127.0.0.1:5602" }).issuer).toBe("http://127.0.0.1:5602");
  });

  test("staging with its issuer and account: taken", () => {
    expect(reading(staging)).toEqual({ ...staging, audience: "urn:guichet-biologie:staging" });
  });

  test.each([
    ["a stage that does not exist", { stage: "prod" }, /context value "stage"/],
    ["no issuer", { ...staging, issuer: undefined }, /context value "issuer"/],
    ["an http issuer", { ...staging, issuer: "http://issuer.example" }, /needs an https issuer, not http:/],
    ["the issuer of the local cloud", { ...staging, issuer: "http://127.0.0.1:4602" }, /needs an https issuer/],
    ["no account", { ...staging, businessAccount: undefined }, /context value "businessAccount"/],
    ["an account of eleven digits", { ...staging, businessAccount: "11111111111" }, /context value "businessAccount"/],
    ["the local account", { ...staging, businessAccount: "000000000000" }, /cannot use 000000000000/],
    ["the local account for health", { ...staging, healthAccount: "000000000000" }, /cannot use 000000000000/],
    ["no mail domain", { ...staging, mailDomain: undefined }, /context value "mailDomain"/],
    ["a portal without scheme", { ...staging, portalOrigin: "guichet.example" }, /context value "portalOrigin"/],
  ])("%s: refused with one sentence that says what to give", (_, context, sentence) => {
    expect(() => reading(context)).toThrow(sentence);
  });

  test("two faults at once: both named", () => {
    expect(() => reading({ stage: "staging" })).toThrow(/"issuer"[^\n]*\n[^\n]*"businessAccount"/);
  });

  test("a placement without account, once something is placed there: refused by name", () => {
    expect(accountOf(reading(staging), "business")).toBe("111111111111");
    expect(() => accountOf(reading(staging), "health")).toThrow(/context value "healthAccount"/);
  });
});
