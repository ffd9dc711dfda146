import { describe, expect, test } from "@jest/globals";
import { judgedAt } from "../../../../shared/domain/segur/receivability.ts";
import { at, dossier } from "../../segur-workflow/made.ts";

const [createdAt, submittedAt, receivedAt] = [
  at("2022-06-01T09:00:00+02:00"),
  at("2022-06-15T09:00:00+02:00"),
  at("2022-07-15T09:00:00+02:00"),
];

describe("SEG-2-16 the instant by which a filing is judged", () => {
  const received = dossier([], { createdAt, submittedAt, receivedAt });
  const { receivedAt: _received, ...submitted } = received;
  const { submittedAt: _submitted, ...draft } = submitted;

  test.each([
    ["deposited, then received once it was complete: its reception", received, receivedAt],
    ["deposited, a mandatory piece missing: its deposit", submitted, submittedAt],
    ["not yet deposited: its creation", draft, createdAt],
  ])("%s", (_, filed, instant) => {
    expect(judgedAt(filed)).toBe(instant);
  });
});
