import { randomUUID } from "node:crypto";

/** An event as rules match it and targets receive it. */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** UTC, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface EventFacts {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources?: readonly string[] | undefined;
  /** UTC ms. */
  readonly at: number;
}

/** The envelope around what happened. */
export function busEvent(facts: EventFacts, place: { readonly account: string; readonly region: string }): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": facts.detailType,
    source: facts.source,
    account: place.account,
    time: new Date(facts.at).toISOString().replace(/\.\d{3}/, ""),
    region: place.region,
    resources: facts.resources ?? [],
    detail: facts.detail,
  };
}
