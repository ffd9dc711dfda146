import * as z from "zod/mini";
import type { Brand } from "./brand.ts";
import { ok, type Refusal, type Result, refused } from "./result.ts";
import { shownAs } from "./result-schema.ts";

/** An amount in euro cents: a safe integer, negative for a correction. */
export type Cents = Brand<number, "Cents">;

/** A fraction of an amount: whole numbers, numerator not negative, denominator positive. */
export type Fraction = { readonly numerator: number; readonly denominator: number };

const isCents = (value: number): value is Cents => Number.isSafeInteger(value);

/** A whole number of cents; RangeError when it is not a safe integer. */
export function cents(value: number): Cents {
  const amount = value + 0; // minus zero becomes zero
  if (!isCents(amount)) throw new RangeError(`${value} is not a whole, safe number of cents`);
  return amount;
}

/** An amount as it enters the product: an integer number of cents. */
export const centsSchema = shownAs({ type: "integer" }, z.pipe(z.int(), z.transform(cents)));

const decimal = /^(?<sign>-?)(?<euros>\d+)(?:\.(?<cents>\d{1,2}))?$/;

export type EurosRefusal = Refusal<"form" | "size">;

const eurosRefusals = {
  form: {
    code: "form",
    sentence: "Le montant doit être écrit en euros avec au plus deux décimales, par exemple 8100.00.",
  },
  size: { code: "size", sentence: "Le montant est trop grand pour être traité au centime près." },
} as const satisfies Record<string, EurosRefusal>;

/** Reads euros in decimal writing ("8100.00", "-0.5") to the exact cent, never through a float. */
export function parseEuros(text: string): Result<Cents, EurosRefusal> {
  const parts = decimal.exec(text)?.groups;
  if (!parts) return refused(eurosRefusals.form);
  const amount = Number(`${parts.sign}${parts.euros}${(parts.cents ?? "").padEnd(2, "0")}`);
  return Number.isSafeInteger(amount) ? ok(cents(amount)) : refused(eurosRefusals.size);
}

/** The sum of the amounts; RangeError beyond safe integers, as for every function below. */
export const add = (...amounts: readonly Cents[]): Cents => amounts.reduce((sum, amount) => cents(sum + amount), zero);

/** The first amount less the second. */
export const subtract = (from: Cents, amount: Cents): Cents => cents(from - amount);

/** Negative, zero or positive as the first amount is less than, equal to or more than the second. */
export const compareCents = (a: Cents, b: Cents): number => Math.sign(a - b);

/**
 * A fraction of an amount, to the nearest cent; a half cent goes away from zero, so that a correction (a negative amount)
 * cancels to the cent what it corrects.
 */
export function shareHalfUp(amount: Cents, { numerator, denominator }: Fraction): Cents {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  if (n < 0n || d <= 0n) throw new RangeError(`${numerator}/${denominator} is not a fraction of an amount`);
  const magnitude = (2n * BigInt(Math.abs(amount)) * n + d) / (2n * d);
  return cents(Math.sign(amount) * Number(magnitude));
}

/**
 * Parts of an amount in proportion to whole, non-negative weights. They sum exactly to the amount: each is its exact share
 * cut to the cent, then the cents left go one by one to the largest remainders, the first of equals first.
 */
export function allocate(amount: Cents, weights: readonly number[]): readonly Cents[] {
  const total = weights.reduce((sum, weight) => sum + weightOf(weight), 0n);
  if (total === 0n) throw new RangeError("an amount needs at least one positive weight to be shared out");
  const magnitude = BigInt(Math.abs(amount));
  const shares = weights.map((weight, index) => {
    const exact = magnitude * BigInt(weight);
    return { index, part: exact / total, remainder: exact % total };
  });
  const left = magnitude - shares.reduce((sum, { part }) => sum + part, 0n);
  const favoured = new Set(
    [...shares]
      .sort((a, b) => Number(b.remainder - a.remainder))
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return shares.map(({ index, part }) => cents(Math.sign(amount) * Number(part + (favoured.has(index) ? 1n : 0n))));
}

/** Euros as French administration writes them, cents always: « 11 067,90 € » (U+202F in the number, U+00A0 before €). */
export function eurosInFrench(amount: Cents): string {
  // Euros and cents apart: exact for every amount, where a division by 100 is not.
  const digits = String(Math.abs(amount)).padStart(3, "0");
  const euros = BigInt(digits.slice(0, -2)).toLocaleString("fr-FR");
  return `${amount < 0 ? "-" : ""}${euros},${digits.slice(-2)}\u00a0€`;
}

const zero = cents(0);

function weightOf(weight: number): bigint {
  const value = BigInt(weight);
  if (value < 0n) throw new RangeError(`${weight} is a negative weight`);
  return value;
}
