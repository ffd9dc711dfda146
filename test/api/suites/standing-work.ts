import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "@jest/globals";
import { addDays } from "../../../shared/kernel/civil.ts";
import { instantFromEpochMillis } from "../../../shared/kernel/time.ts";
import { dateInParis } from "../../../shared/kernel/time-paris.ts";
import { places } from "../../../shared/ports/places.ts";
import { document } from "../../support/pdf/honest.ts";
import { administrator, invoke, tableNamed } from "../support/account.ts";
import { actOn, anew, done, fileDossier, newEditeur, settle, settleFacts } from "../support/dossier.ts";
import { executionsOf, stopExecutions } from "../support/executions.ts";
import { onceReceived, pathOf, required, type Sent, send, submit } from "../support/filing.ts";
import { advance, itemAt } from "../support/messages.ts";
import { officer } from "../support/officers.ts";
import type { Product } from "../support/product.ts";
import { agency, solutions } from "../support/register.ts";

/** What goes on without anybody: executions that were lost, waits that came late, papers that no program reads. */
export function standingWork(product: () => Product): void {
  test("SEC-16 an execution that was stopped: the reaper starts the next one from the head, and the dossier is decided", async () => {
    const editeur = await newEditeur(product(), "reaped", "granted");
    const { client: instructor } = await officer(product(), "reaped-officer", "instructor");
    const { id } = await fileDossier(product(), editeur);
    await stopExecutions(product(), id);
    await invoke(product(), "ReapExecutions", { at: "2022-11-28T05:00:00.000Z" });
    await settle(product());
    expect((await executionsOf(product(), id)).map(({ status }) => status).sort()).toEqual(["ABORTED", "RUNNING"]);
    // A second run of the same day finds nothing to do.
    await invoke(product(), "ReapExecutions", { at: "2022-11-28T05:00:00.000Z" });
    await settle(product());
    expect(await executionsOf(product(), id)).toHaveLength(2);

    await settleFacts(product(), instructor, id, editeur);
    await actOn(product(), instructor, id, "decision", { outcome: "enrolled" });
    expect((await executionsOf(product(), id)).map(({ status }) => status).sort()).toEqual(["ABORTED", "SUCCEEDED"]);
  });

  test("SEC-16 an act whose wait is nowhere: recorded; an act that answers an execution which was stopped: taken up by the reaper", async () => {
    const editeur = await newEditeur(product(), "unawaited", "granted");
    const { client: instructor } = await officer(product(), "unawaited-officer", "instructor");
    const [unawaited, stopped] = [await fileDossier(product(), editeur), await fileDossier(product(), editeur)];
    const point = { piece: "D-ENR-RIB", defect: "illegible", rule: "SEG-3.1-06" };
    for (const { id } of [unawaited, stopped]) done(await instructor.post(`${pathOf(id)}/claim`));

    await loseWait(product(), unawaited.id);
    const invited = await actOn(product(), instructor, unawaited.id, "invitation", { points: [point] });
    expect(invited.body.state).toBe("to_complete");

    await stopExecutions(product(), stopped.id);
    await actOn(product(), instructor, stopped.id, "invitation", { points: [point] });
    await invoke(product(), "ReapExecutions", { at: "2022-11-29T05:00:00.000Z" });
    await settle(product());
    expect(await itemAt(product(), places.wait(stopped.id))).toMatchObject({ name: "completion", state: "open" });
  });

  test("SEG-2-20 SEC-16 the word of ANS on a dossier whose wait is nowhere: followed all the same", async () => {
    const editeur = await newEditeur(product(), "unawaited-by-ans", "undecided");
    const { client: instructor } = await officer(product(), "unawaited-by-ans-officer", "instructor");
    const codes = ["D-ENR-FORM", "D-ENR-RIB", "D-ENR-ID"] as const;
    const { id } = await fileDossier(product(), editeur, { codes, exception: true });
    await settleFacts(product(), instructor, id, editeur);
    await actOn(product(), instructor, id, "decision", { outcome: "enrolled-pending-referencement" });
    await loseWait(product(), id);
    const refusal = `${solutions}/${editeur.solution}/refusal`;
    done(await (await agency(product())).post(refusal, { pronouncedOn: "2022-11-28" }, { version: 2 }));
    await settle(product());
    expect((await editeur.client.get(pathOf(id))).body.state).toBe("lapsed");
  });
}

/** Papers that no program reads: all that is known of them is what an instructor says. It advances the clock by a day. */
export function blankPapers(product: () => Product): void {
  test("SEG-3.1-01 papers that no program reads, of a filer who declared no name: the instructor establishes all, and a key is made for it", async () => {
    const editeur = await newEditeur(product(), "blank", "granted");
    const { client: instructor } = await officer(product(), "blank-officer", "instructor");
    const { client: chief } = await officer(product(), "blank-chief", "authorising-officer");
    const operatorId: string = (await chief.get("/v1/memberships")).body.items[0].organisation.id;
    const [settled, left] = [await fileBlank(product(), editeur), await fileBlank(product(), editeur)];
    await settleFacts(product(), instructor, settled, editeur);
    const decided = await actOn(product(), instructor, settled, "decision", { outcome: "enrolled" });
    expect(decided.body.state).toBe("enrolled");

    done(await instructor.post(`${pathOf(left)}/claim`));
    const now = instantFromEpochMillis(Date.parse(decided.headers.get("date") ?? ""));
    const tomorrow = addDays(dateInParis(now), 1);
    const point = { piece: "D-ENR-RIB", defect: "illegible", rule: "SEG-3.1-06", dueOn: tomorrow };
    await actOn(product(), instructor, left, "invitation", { points: [point] });
    await advance(product(), `${tomorrow}T23:05:00.000Z`);
    const again = await anew(product(), "blank-chief", operatorId);
    const reopened = await actOn(product(), again, left, "reopening", { reason: "Le RIB était lisible" });
    expect(reopened.body.state).toBe("under_instruction");
  });
}

/** Takes the wait of a dossier away, as if it were still to be registered. */
async function loseWait(product: Product, id: string): Promise<void> {
  const { pk, sk } = places.wait(id);
  const TableName = await tableNamed(product, "Cases");
  await administrator(product).send(new DeleteItemCommand({ TableName, Key: marshall({ pk, sk }) }));
}

/** A dossier filed with pages that bear no text, and without the name of anybody. */
async function fileBlank(product: Product, { client, said }: Awaited<ReturnType<typeof newEditeur>>): Promise<string> {
  const declared = { role: "editeur", depositorIsLegalRep: true, exception: false, formNumber: said.formNumber };
  const { id } = done(await client.post("/v1/segur/dossiers", { programme: "BIO-SGL-Va1", declared })).body;
  const pieces: Record<string, Sent> = {};
  for (const code of required) pieces[code] = await send(client, id, code, await document([]));
  for (const code of required) await onceReceived(client, id, code, pieces[code]!);
  done(await submit(client, id, pieces));
  await settle(product);
  return id;
}
