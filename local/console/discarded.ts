import { z } from "zod";
import type { Store } from "../contracts.ts";
import { type Html, html } from "./html.ts";
import { clockTime, table } from "./parts.ts";
import type { ConsoleState } from "./state.ts";

type Discarded = ConsoleState["discarded"][number];

const isoInstant = z.string().transform((text) => Date.parse(text));

/** What is kept of each kind of delivery that was given up, and how it is told. */
const KINDS: Readonly<Record<string, z.ZodType<Omit<Discarded, "kind" | "detail">>>> = {
  "events-discarded": z
    .object({
      event: z.object({ time: isoInstant }),
      rule: z.string(),
      target: z.string(),
      reason: z.object({ message: z.string() }),
    })
    .transform(({ event, rule, target, reason }) => ({
      at: event.time,
      from: rule,
      to: target,
      reason: reason.message,
    })),
  "schedules-discarded": z
    .object({ SCHEDULED_TIME: isoInstant, SCHEDULE_ARN: z.string(), TARGET_ARN: z.string(), ERROR_MESSAGE: z.string() })
    .transform((facts) => ({
      at: facts.SCHEDULED_TIME,
      from: facts.SCHEDULE_ARN,
      to: facts.TARGET_ARN,
      reason: facts.ERROR_MESSAGE,
    })),
  "async-discarded": z
    .object({
      timestamp: isoInstant,
      requestContext: z.object({ functionArn: z.string(), approximateInvokeCount: z.number() }),
      responsePayload: z.unknown(),
    })
    .transform(({ timestamp: at, requestContext: { functionArn }, responsePayload }) => {
      return { at, to: functionArn, reason: JSON.stringify(responsePayload) };
    }),
  "stream-discarded": z
    .object({ at: z.number(), mapping: z.string(), shard: z.string(), count: z.number() })
    .transform(({ at, mapping, shard, count }) => {
      return {
        at,
        from: shard,
        to: mapping,
        reason: `${count} enregistrement(s) abandonné(s) après la dernière tentative`,
      };
    }),
};

const TITLES: Readonly<Record<string, string>> = {
  "events-discarded": "Événement du bus",
  "schedules-discarded": "Échéance programmée",
  "async-discarded": "Appel sans attente",
  "stream-discarded": "Lot d'un flux",
};

/** Deliveries that were given up and that no dead-letter queue has taken, newest first. */
export function discardedDeliveries(store: Pick<Store, "list">): readonly Discarded[] {
  const found = Object.entries(KINDS).flatMap(([kind, told]) =>
    store.list(kind).map(({ value }) => ({ kind, ...told.parse(value), detail: JSON.stringify(value) })),
  );
  return found.sort((one, other) => other.at - one.at);
}

/** The same on the console page. */
export function discarded({ discarded }: ConsoleState): Html {
  if (discarded.length === 0) return html`<p class="good">Aucune remise abandonnée.</p>`;
  return table(
    ["Heure", "Nature", "De", "Vers", "Raison"],
    discarded.map(({ at, kind, from = "", to, reason, detail }) => [
      clockTime(at),
      html`${TITLES[kind] ?? kind}`,
      html`<code>${from}</code>`,
      html`<code>${to}</code>`,
      html`<span class="bad">${reason}</span>
<details><summary>Contenu</summary><pre tabindex="0">${detail}</pre></details>`,
    ]),
  );
}
