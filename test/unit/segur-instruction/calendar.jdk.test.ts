import { expect, jest, test } from "@jest/globals";
import { instant } from "../segur-solutions/samples.ts";
import { ask, eventsOf, inHand, instructor, useDesk } from "./desk.ts";
import { reviewsOf } from "./made.ts";

jest.setTimeout(60_000);
useDesk();

/** Each act of these tests is of December 2022, under V1.4 of the calendar. */
test.each([
  ["2022-11-27T22:59:59.999Z", "V1.3"],
  ["2022-11-27T23:00:00.000Z", "V1.4"],
])(
  "SEG-H-08 a request received at %s: what is settled and asked of it bears the calendar %s",
  async (text, version) => {
    const receivedAt = instant(text);
    const id = await inHand({ head: { submittedAt: receivedAt, receivedAt } });
    expect((await ask(instructor, "facts", id, { version: 3, json: reviewsOf() })).status).toBe(200);
    const points = [{ piece: "D-ENR-RIB", defect: "illegible", rule: "SEG-3.1-06" }];
    expect((await ask(instructor, "invitation", id, { version: 4, json: { points } })).status).toBe(200);
    expect((await eventsOf(id)).slice(-2)).toMatchObject([
      { type: "facts-reviewed", calendar: version },
      { type: "piece-or-field-missing", calendar: version },
    ]);
  },
);
