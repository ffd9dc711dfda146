import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { add, allocate, type Cents, cents, shareHalfUp, subtract } from "../../../shared/kernel/money.ts";

const largest = cents(Number.MAX_SAFE_INTEGER);
const anyAmount = fc.oneof(fc.integer(), fc.maxSafeInteger()).map(cents);
const anyPrice = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(cents);
const weights = fc
  .array(fc.oneof(fc.nat({ max: 20 }), fc.maxSafeNat()), { minLength: 1, maxLength: 12 })
  .filter((list) => list.some((weight) => weight > 0));

/** The oracle of a share: twice the distance to the exact value is at most a cent, and a tie lies away from zero. */
function expectNearest(share: Cents, amount: Cents, numerator: number, denominator: number) {
  const [magnitude, n, d] = [BigInt(Math.abs(amount)), BigInt(numerator), BigInt(denominator)];
  const twiceOff = 2n * (BigInt(Math.abs(share)) * d - magnitude * n);
  expect(-d < twiceOff && twiceOff <= d).toBe(true);
  expect(share === 0 || Math.sign(share) === Math.sign(amount)).toBe(true);
}

describe("a share, half-up", () => {
  test.each([
    ["30 % of 8 100,00 €", 810_000, 30, 100, 243_000],
    ["30 % of 0,05 €: a cent and a half", 5, 30, 100, 2],
    ["half of 0,01 €: half a cent goes up", 1, 1, 2, 1],
    ["half of -0,01 €: away from zero", -1, 1, 2, -1],
    ["a third of 0,01 €", 1, 1, 3, 0],
    ["115 % of 1,00 €, which floats get wrong", 100, 115, 100, 115],
    ["the whole of the largest amount", Number.MAX_SAFE_INTEGER, 999_983, 999_983, Number.MAX_SAFE_INTEGER],
  ])("%s", (_, amount, numerator, denominator, expected) => {
    expect(shareHalfUp(cents(amount), { numerator, denominator })).toBe(expected);
  });

  test("any amount, any fraction up to one: the nearest cent, a tie away from zero", () => {
    const parts = fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => ({ numerator: a, denominator: a + b + 1 }));
    fc.assert(
      fc.property(anyAmount, parts, (amount, fraction) => {
        expectNearest(shareHalfUp(amount, fraction), amount, fraction.numerator, fraction.denominator);
      }),
    );
  });

  test("exact halves: away from zero, every time", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (k) => {
        const share = shareHalfUp(cents(2 * k + 1), { numerator: 1, denominator: 2 });
        expect(share).toBe(k >= 0 ? k + 1 : k);
      }),
    );
  });

  test("a correction cancels what it corrects", () => {
    fc.assert(
      fc.property(anyPrice, fc.nat({ max: 100 }), (amount, numerator) => {
        const fraction = { numerator, denominator: 100 };
        expect(add(shareHalfUp(amount, fraction), shareHalfUp(subtract(cents(0), amount), fraction))).toBe(0);
      }),
    );
  });

  test.each([
    ["a denominator of zero", 1, 0],
    ["a negative denominator", 1, -2],
    ["a negative numerator", -1, 2],
    ["a numerator with decimals", 0.3, 1],
    ["a share beyond safe integers", 2, 1],
  ])("%s: RangeError", (_, numerator, denominator) => {
    expect(() => shareHalfUp(largest, { numerator, denominator })).toThrow(RangeError);
  });
});

describe("parts of an amount", () => {
  test.each([
    ["a cent left goes to the first of equals", 100, [1, 1, 1], [34, 33, 33]],
    ["cents left go to the largest remainders", 100, [1, 2, 3], [17, 33, 50]],
    ["a weight of zero gets nothing", 5, [0, 1, 0, 1], [0, 3, 0, 2]],
    ["30 and 70 % of 0,05 €", 5, [30, 70], [2, 3]],
    ["a correction mirrors what it corrects", -100, [1, 1, 1], [-34, -33, -33]],
    ["nothing to share", 0, [1, 2], [0, 0]],
  ])("%s", (_, amount, list, expected) => {
    expect(allocate(cents(amount), list)).toEqual(expected);
  });

  test("any amount, any weights: they sum exactly to the amount", () => {
    fc.assert(
      fc.property(anyAmount, weights, (amount, list) => {
        const sum = allocate(amount, list).reduce((total, part) => total + BigInt(part), 0n);
        expect(sum).toBe(BigInt(amount));
      }),
    );
  });

  test("any amount, any weights: each part is less than a cent from its exact share", () => {
    fc.assert(
      fc.property(anyAmount, weights, (amount, list) => {
        const total = list.reduce((sum, weight) => sum + BigInt(weight), 0n);
        for (const [index, part] of allocate(amount, list).entries()) {
          const off = BigInt(part) * total - BigInt(amount) * BigInt(list[index]!);
          expect(-total < off && off < total).toBe(true);
        }
      }),
    );
  });

  test("of two parts, the heavier is never the smaller", () => {
    fc.assert(
      fc.property(anyAmount, weights, (amount, list) => {
        const parts = allocate(amount, list).map(Math.abs);
        const byWeight = parts
          .map((part, index) => ({ part, weight: list[index]! }))
          .sort((a, b) => a.weight - b.weight);
        for (const [index, { part, weight }] of byWeight.entries()) {
          const next = byWeight[index + 1];
          if (next && next.weight > weight) expect(next.part).toBeGreaterThanOrEqual(part);
        }
      }),
    );
  });

  test.each([
    ["no weight", []],
    ["only zeros", [0, 0]],
    ["a negative weight", [2, -1]],
    ["a weight with decimals", [0.5, 0.5]],
  ])("%s: RangeError", (_, list) => {
    expect(() => allocate(cents(100), list)).toThrow(RangeError);
  });
});
