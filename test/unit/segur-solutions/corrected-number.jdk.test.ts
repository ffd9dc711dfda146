import { expect, jest, test } from "@jest/globals";
import { places } from "../../../shared/ports/places.ts";
import {
  apply,
  completed,
  eventsOf,
  filed,
  grantIt,
  itemAt,
  refuseIt,
  told,
  useRegister,
  waiting,
  withdrawIt,
} from "./register-acts.ts";

jest.setTimeout(120_000);
useRegister();

/** A dossier that named one Solution by mistake, from which it is still found, and was decided for another. */
async function corrected(state: "enrolled" | "enrolled_pending_referencement") {
  const [named, meant] = [await completed(), await completed()];
  return { named, meant, id: await filed(named, { state, solution: meant }) };
}

test("SEG-7-07 the Solution named by mistake is withdrawn: the dossier stays enrolled for its own", async () => {
  const { named, meant, id } = await corrected("enrolled");
  for (const solution of [named, meant]) await grantIt(solution);
  await withdrawIt(named);
  await apply(told("referencement", named, "referencement-withdrawn"));
  expect(await itemAt(places.dossier(id))).toMatchObject({ state: "enrolled", solution: meant });
  expect(await eventsOf(id)).toEqual([]);

  await apply(told("enrolment", id, "found-eligible"));
  await withdrawIt(meant);
  await apply(told("referencement", meant, "referencement-withdrawn"));
  expect(await itemAt(places.dossier(id))).toMatchObject({ state: "suspended", solution: meant });
});

test("SEG-2-20 the Solution named by mistake is refused: the dossier still waits for the decision on its own", async () => {
  const { named, meant, id } = await corrected("enrolled_pending_referencement");
  await waiting(id);
  await refuseIt(named);
  await apply(told("referencement", named, "referencement-refused"));
  expect(await itemAt(places.dossier(id))).toMatchObject({ state: "enrolled_pending_referencement", solution: meant });
  expect(await itemAt(places.wait(id))).toMatchObject({ state: "open" });

  await apply(told("enrolment", id, "found-eligible-under-exception"));
  await grantIt(meant);
  await apply(told("referencement", meant));
  expect(await itemAt(places.dossier(id))).toMatchObject({ state: "enrolled", solution: meant });
});
