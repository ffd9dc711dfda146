import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as z from "zod";
import {
  add,
  cents,
  centsSchema,
  compareCents,
  eurosInFrench,
  parseEuros,
  shareHalfUp,
  subtract,
} from "../../../shared/kernel/money.ts";

const largest = cents(Number.MAX_SAFE_INTEGER);
const anyAmount = fc.oneof(fc.integer(), fc.maxSafeInteger()).map(cents);
const anyPrice = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(cents);

describe("cents", () => {
  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%p: RangeError", (value) => {
    expect(() => cents(value)).toThrow(RangeError);
  });

  test.each([0.5, 2 ** 53, "8100", null])("%p at the door: refused", (value) => {
    expect(centsSchema.safeParse(value).success).toBe(false);
  });

  test("minus zero, at the door or computed: zero", () => {
    expect(centsSchema.parse(-0)).toBe(0);
    expect(shareHalfUp(cents(-1), { numerator: 0, denominator: 1 })).toBe(0);
    expect(parseEuros("-0.00")).toEqual({ ok: true, value: 0 });
  });

  test.each(["input", "output"] as const)("as JSON Schema, %s: an integer", (io) => {
    expect(z.toJSONSchema(centsSchema, { io })).toMatchObject({ type: "integer" });
  });
});

describe("reading euros", () => {
  test.each([
    ["8100.00", 810_000],
    ["8100", 810_000],
    ["0.1", 10],
    ["-0.05", -5],
    ["1.15", 115],
    ["90071992547409.91", Number.MAX_SAFE_INTEGER],
  ])("%s: %i cents", (text, expected) => {
    expect(parseEuros(text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["90071992547409.92", "size"],
    ["9".repeat(400), "size"],
    ["1.005", "form"],
    ["1e3", "form"],
    ["1,15", "form"],
    [".5", "form"],
    ["5.", "form"],
    [" 5", "form"],
    ["+5", "form"],
    ["", "form"],
  ])("%s: refused (%s)", (text, code) => {
    expect(parseEuros(text)).toMatchObject({ ok: false, reason: { code } });
  });

  test("any amount written in decimals: read to the cent", () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        const digits = String(Math.abs(amount)).padStart(3, "0");
        const text = `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(parseEuros(text)).toEqual({ ok: true, value: amount });
      }),
    );
  });
});

describe("sums", () => {
  test("adding then subtracting: the first amount; the order does not matter", () => {
    fc.assert(
      fc.property(anyPrice, anyPrice, anyPrice, (a, b, c) => {
        expect(subtract(add(a, b), b)).toBe(a);
        expect(add(a, b, c)).toBe(add(c, a, b));
      }),
    );
  });

  test("no amount at all: zero", () => {
    expect(add()).toBe(0);
  });

  test("beyond safe integers: RangeError", () => {
    expect(() => add(largest, cents(1))).toThrow(RangeError);
    expect(subtract(cents(0), largest)).toBe(-largest);
    expect(() => subtract(cents(-1), largest)).toThrow(RangeError);
  });

  test("comparing amounts sorts them", () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, (a, b) => {
        expect(compareCents(a, b)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});

describe("euros in French", () => {
  test.each([
    [1_106_790, "11\u202f067,90\u00a0€"],
    [5, "0,05\u00a0€"],
    [0, "0,00\u00a0€"],
    [-243_000, "-2\u202f430,00\u00a0€"],
    [Number.MAX_SAFE_INTEGER, "90\u202f071\u202f992\u202f547\u202f409,91\u00a0€"],
  ])("%i cents: %s", (amount, expected) => {
    expect(eurosInFrench(cents(amount))).toBe(expected);
  });

  test("any price: as the runtime's French writes it", () => {
    const french = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });
    fc.assert(fc.property(anyPrice, (amount) => expect(eurosInFrench(amount)).toBe(french.format(amount / 100))));
  });
});
