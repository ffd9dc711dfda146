import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { addDays } from "../../../shared/kernel/civil.ts";
import { civilDateSchema, epochMillis, type Instant, instantSchema } from "../../../shared/kernel/time.ts";
import { dateInParis, dayInParis, instantInParis, startOfDayInParis } from "../../../shared/kernel/time-paris.ts";
import { anyDay, anyInstant, everyChange, everyDay, hour, later } from "./time-samples.ts";

/** The oracle: what the runtime's own time zone data say, without Temporal. */
const parisClock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "medium",
});
const wallAt = (instant: Instant) => parisClock.format(new Date(instant));

const longDays = new Map(everyChange.map(({ on, hours }) => [on, hours]));

describe("days in Paris", () => {
  test("2020-2030 has 22 changes of the clocks, where the zone data say", () => {
    expect(everyChange).toHaveLength(22);
    for (const { on, at, hours } of everyChange) {
      expect(wallAt(later(at, -1))).toBe(`${on} ${hours === 23 ? "01" : "02"}:59:59`);
      expect(wallAt(at)).toBe(`${on} ${hours === 23 ? "03" : "02"}:00:00`);
    }
  });

  test("every day of 2020-2030: starts at midnight, ends where the next starts, lasts 23, 24 or 25 hours", () => {
    for (const day of everyDay) {
      const { from, to } = dayInParis(day);
      expect(wallAt(from)).toBe(`${day} 00:00:00`);
      expect(to).toBe(startOfDayInParis(addDays(day, 1)));
      expect(epochMillis(to) - epochMillis(from)).toBe((longDays.get(day) ?? 24) * hour);
    }
  });

  test("every day of 2020-2030: its first and last milliseconds are its own, those around are not", () => {
    for (const day of everyDay) {
      const { from, to } = dayInParis(day);
      expect([later(from, -1), from, later(to, -1), to].map(dateInParis)).toEqual([
        addDays(day, -1),
        day,
        day,
        addDays(day, 1),
      ]);
    }
  });

  test("any instant: the date on the wall", () => {
    fc.assert(fc.property(anyInstant, (instant) => expect(dateInParis(instant)).toBe(wallAt(instant).slice(0, 10))));
  });

  test("a date whose day leaves the years 0000-9999 in UTC: RangeError", () => {
    expect(() => startOfDayInParis(civilDateSchema.parse("0000-01-01"))).toThrow(RangeError);
    expect(() => dateInParis(instantSchema.parse("9999-12-31T23:30:00Z"))).toThrow(RangeError);
  });
});

describe("a wall time in Paris", () => {
  const closing = civilDateSchema.parse("2022-11-30");

  test.each([
    ["14:00", "2022-11-30T13:00:00.000Z"],
    ["14:00:05", "2022-11-30T13:00:05.000Z"],
    ["14:00:00.001", "2022-11-30T13:00:00.001Z"],
    ["23:59:59.999", "2022-11-30T22:59:59.999Z"],
  ])("30 November 2022 %s: %s", (time, expected) => {
    expect(instantInParis(closing, time)).toEqual({ ok: true, value: expected });
  });

  test.each(["24:00", "14:60", "14:00:60", "14", "2:30", "14:00:00.1", "14:00+01:00", ""])("%p: refused", (time) => {
    expect(instantInParis(closing, time)).toEqual({ ok: false, reason: "form" });
  });

  const inTheHour = fc
    .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59_999 }))
    .map(([minute, ms]) => {
      const seconds = (ms / 1000).toFixed(3).padStart(6, "0");
      return { time: `02:${String(minute).padStart(2, "0")}:${seconds}`, millis: minute * 60_000 + ms };
    });

  test.each(everyChange.filter(({ hours }) => hours === 23))(
    "$on, between 2 and 3 in spring: refused",
    ({ on, at }) => {
      fc.assert(
        fc.property(
          inTheHour,
          fc.constantFrom(undefined, "earlier" as const, "later" as const),
          ({ time }, occurrence) => {
            expect(instantInParis(on, time, occurrence)).toEqual({ ok: false, reason: "gap" });
          },
        ),
      );
      expect(instantInParis(on, "01:59:59.999")).toEqual({ ok: true, value: later(at, -1) });
      expect(instantInParis(on, "03:00")).toEqual({ ok: true, value: at });
    },
  );

  test.each(everyChange.filter(({ hours }) => hours === 25))(
    "$on, between 2 and 3 in autumn: asks which",
    ({ on, at }) => {
      fc.assert(
        fc.property(inTheHour, ({ time, millis }) => {
          expect(instantInParis(on, time)).toEqual({ ok: false, reason: "ambiguous" });
          expect(instantInParis(on, time, "earlier")).toEqual({ ok: true, value: later(at, millis - hour) });
          expect(instantInParis(on, time, "later")).toEqual({ ok: true, value: later(at, millis) });
        }),
      );
      expect(instantInParis(on, "01:59:59.999")).toEqual({ ok: true, value: later(at, -hour - 1) });
      expect(instantInParis(on, "03:00")).toEqual({ ok: true, value: later(at, hour) });
    },
  );

  test("any instant whose wall time is read back: the same instant, once told which", () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const [date, time] = wallAt(instant).split(" ");
        const read = (["earlier", "later"] as const).map((occurrence) =>
          instantInParis(civilDateSchema.parse(date), `${time}.${instant.slice(20, 23)}`, occurrence),
        );
        expect(read).toContainEqual({ ok: true, value: instant });
      }),
    );
  });

  test("midnight of any day: its first instant", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(instantInParis(day, "00:00")).toEqual({ ok: true, value: startOfDayInParis(day) });
      }),
    );
  });
});
