import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Clock, Store } from "../contracts.ts";
import { Refusal, typography } from "../supervisor/refusal.ts";

/** The clock of a run: `now()` advances at real speed from where the last run ended, and never goes back. */
export interface VirtualClock extends Clock {
  held(): boolean;
  /** Time stands still from now on, until it is released. */
  hold(): void;
  /** Sets the time of a held clock (UTC ms). Throws a RangeError when that is in the past. */
  moveTo(instant: number): void;
  /** Time runs again, from where it stands. */
  release(): void;
  /** Writes the present instant, so that the next run continues exactly here. */
  close(): void;
}

/**
 * No instant is handed out above the mark on disk, which is kept this far ahead: after a `kill -9` the next run starts at the
 * mark, hence after every instant that any record can hold. The timer keeps the mark ahead of function processes too, which
 * read the time without asking.
 */
const LEASE_MILLIS = 5_000;
const RENEW_MILLIS = 2_000;

/** Opens the clock. `at` (UTC ms) is where it is set; without it, it continues, or starts at the real time on a first run. */
export function openClock(store: Store, at?: number): VirtualClock {
  const last = z.number().optional().parse(store.get("clock", "mark"));
  if (at !== undefined && last !== undefined && at < last) throw goesBack(at, last);
  const pace = openPace(at ?? last ?? Date.now());
  const { now } = pace;
  let mark = now();
  const renew = () => {
    mark = now() + LEASE_MILLIS;
    store.put("clock", "mark", mark);
  };
  renew();
  const timer = setInterval(renew, RENEW_MILLIS).unref();
  return {
    ...pace,
    now: () => {
      const instant = now();
      if (instant > mark) renew();
      return instant;
    },
    close: () => {
      clearInterval(timer);
      store.put("clock", "mark", now());
    },
  };
}

/** Time as it runs from an instant: at real speed, or not at all while it is held. */
function openPace(start: number): Omit<VirtualClock, "close"> {
  let from = start;
  // Monotonic: a machine whose own clock is corrected does not move this one.
  let origin: number | undefined = performance.now();
  const now = () => Math.floor(from + (origin === undefined ? 0 : performance.now() - origin));
  return {
    now,
    held: () => origin === undefined,
    hold: () => {
      from = now();
      origin = undefined;
    },
    moveTo: (instant) => {
      if (origin !== undefined || instant < from) throw new RangeError("Only a held clock moves, and never back");
      from = instant;
    },
    release: () => {
      origin ??= performance.now();
    },
  };
}

/** "2026-11-21T22:06:26+01:00" → UTC milliseconds. Throws a Refusal for anything that is not an instant with its offset. */
export function parseAt(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    throw new Refusal(
      `« ${text} » n'est pas un instant : donnez à --at une date, une heure et son décalage, par exemple « --at 2026-03-31T13:59:00+02:00 ».`,
      { cause: error },
    );
  }
}

/** An instant as a person in France reads it: "samedi 21 novembre 2026 à 22:06:26 heure de Paris". */
export function inParis(instant: number): string {
  const text = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "medium", timeZone: "Europe/Paris" });
  return typography(`${text.format(instant)} (heure de Paris)`);
}

function goesBack(at: number, last: number): Refusal {
  return new Refusal(
    `L'horloge ne recule pas : les données de ce dossier vont jusqu'au ${inParis(last)}, --at demande le ${inParis(at)}. Choisissez un instant postérieur, ou effacez tout avec --reset.`,
  );
}
