import { describe, expect, test } from "@jest/globals";
import type { CompletionInvitation } from "../../../../shared/domain/segur/invitation.ts";
import { pieceViews } from "../../../../shared/domain/segur/pieces-view.ts";
import { at, dossier, point } from "../../segur-workflow/made.ts";

const invitedAt = at("2022-11-28T10:00:00+01:00");
const answeredAt = at("2022-12-01T10:00:00+01:00");
const rib = point("D-ENR-RIB", "2022-12-28", { defect: "illegible" });

/** What the parties read that an invitation asks of the RIB. */
function asked(state: CompletionInvitation["state"], asking = rib) {
  const invitation = { seq: 3, at: invitedAt, state, points: [point("D-ENR-ID", "2022-12-28"), asking] };
  return pieceViews(dossier([], { invitation }), undefined).find(({ code }) => code === "D-ENR-RIB")?.asked;
}

describe("SEG-6.1-29 what an invitation asks of a piece", () => {
  test("open and unanswered: awaited, in a sentence, with its rule and its last day", () => {
    expect(asked("open")).toEqual([
      {
        defect: "illegible",
        sentence: "La pièce n'est pas lisible : déposez-en une copie lisible.",
        rule: "SEG-3.1-01",
        dueOn: "2022-12-28",
        awaited: true,
      },
    ]);
  });

  test("answered while the invitation is open for another piece: awaited no more, and since when", () => {
    expect(asked("open", { ...rib, answeredAt })).toMatchObject([{ awaited: false, answeredAt }]);
  });

  test.each(["answered", "expired"] as const)("the invitation is over (%s): awaited no more, still told", (state) => {
    expect(asked(state)).toMatchObject([{ defect: "illegible", awaited: false }]);
  });
});
