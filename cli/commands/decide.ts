import * as z from "zod";
import type { ApiClient } from "../api/client.ts";
import { CommandFailure } from "../api/failure.ts";
import { runOnApi, type Told, type Verb, verbIn } from "../api/run.ts";
import { apiUsage, placeOptions } from "../api/session.ts";
import type { Command } from "../command.ts";
import { pathOf } from "../dossier/view.ts";
import { type Examination, examinationSchema, examinationText } from "../instruction/examination.ts";

const usage = `Usage : guichet decide show <dossier>
        guichet decide claim|release <dossier>
        guichet decide confirm <dossier> [<élément>...]          tous ceux qui ont été lus, si aucun n'est nommé
        guichet decide settle <dossier> --reason <motif> <élément>=<valeur>...   oui, non, aucun ou un texte
        guichet decide invite <dossier> <pièce>:<défaut>:<règle>[:<échéance>]...
        guichet decide as <dossier> enrolled|enrolled-pending-referencement|rejected|inadmissible
        guichet decide reopen <dossier> --reason <motif>
${apiUsage}`;

const options = { ...placeOptions, reason: { type: "string" } } as const;

/** `guichet decide`: the instruction of a dossier by an officer of the operator, up to its decision. */
export const decide: Command = {
  name: "decide",
  summary: "instruit un dossier d'enrôlement, invite à compléter, décide",
  usage,
  run: (args) => runOnApi({ usage, options, verb: verbIn(verbs) }, args),
};

const standingSchema = z.looseObject({ stateLabel: z.string().optional(), state: z.string() });

const verbs: Readonly<Record<string, Verb<typeof options>>> = {
  show: ([id, ...rest]) => (id !== undefined && rest.length === 0 ? (api) => show(api, id) : undefined),
  claim: ([id, ...rest]) => (id !== undefined && rest.length === 0 ? (api) => step(api, id, "claim") : undefined),
  release: ([id, ...rest]) => (id !== undefined && rest.length === 0 ? (api) => step(api, id, "release") : undefined),
  confirm: ([id, ...facts]) => (id === undefined ? undefined : (api) => confirm(api, id, facts)),
  settle: ([id, ...pairs], { reason }) => {
    const settled = pairs.map(settledOf).filter((one) => one !== undefined);
    if (id === undefined || !reason || settled.length === 0 || settled.length < pairs.length) return undefined;
    return (api) => settle(api, id, reason, settled);
  },
  invite: ([id, ...words]) => {
    const points = words.map(pointOf).filter((one) => one !== undefined);
    if (id === undefined || points.length === 0 || points.length < words.length) return undefined;
    return (api) => act(api, id, "invitation", { points });
  },
  as: ([id, outcome, ...rest]) =>
    id !== undefined && outcome !== undefined && rest.length === 0
      ? (api) => act(api, id, "decision", { outcome })
      : undefined,
  reopen: ([id, ...rest], { reason }) =>
    id !== undefined && reason && rest.length === 0 ? (api) => act(api, id, "reopening", { reason }) : undefined,
};

const examinationOf = (api: ApiClient, id: string) => api.get(`${pathOf(id)}/examination`, examinationSchema);

async function show(api: ApiClient, id: string): Promise<Told> {
  const { body, facts } = await examinationOf(api, id);
  return { text: examinationText(body), facts };
}

async function step(api: ApiClient, id: string, what: "claim" | "release"): Promise<Told> {
  const { facts } = await api.post(`${pathOf(id)}/${what}`, undefined, standingSchema);
  return { text: what === "claim" ? "Le dossier est pris en charge." : "Le dossier est rendu.", facts };
}

async function act(api: ApiClient, id: string, what: string, asked: unknown): Promise<Told> {
  const { version } = await api.get(pathOf(id), standingSchema);
  const { body, facts } = await api.post(`${pathOf(id)}/${what}`, asked, standingSchema, version);
  return { text: `Dossier ${id} : ${body.stateLabel ?? body.state}`, facts };
}

/** Confirms what was read: the facts named, or all that an instructor may settle and has not. */
async function confirm(api: ApiClient, id: string, named: readonly string[]): Promise<Told> {
  const { body } = await examinationOf(api, id);
  const open = body.facts.filter(({ reviewable, settled, value }) => reviewable && !settled && value !== undefined);
  const facts = named.length > 0 ? named : open.map(({ fact }) => fact);
  if (facts.length === 0) throw new CommandFailure("Rien de ce qui a été lu ne reste à confirmer.", 1);
  return act(api, id, "facts", { reviews: facts.map((fact) => ({ fact, action: "confirm" })) });
}

interface Settled {
  readonly fact: string;
  readonly value?: string | boolean;
  /** There is none. */
  readonly none?: true;
}

/** Corrects what was read, and establishes what was not. */
async function settle(api: ApiClient, id: string, reason: string, settled: readonly Settled[]): Promise<Told> {
  const { body } = await examinationOf(api, id);
  const reviews = settled.map((one) => ({ ...one, action: wasRead(body, one.fact) ? "correct" : "override", reason }));
  return act(api, id, "facts", { reviews });
}

const wasRead = ({ facts }: Examination, name: string): boolean =>
  facts.some(({ fact, origin, value }) => fact === name && origin === "read" && value !== undefined);

function settledOf(pair: string): Settled | undefined {
  const cut = pair.indexOf("=");
  if (cut < 1) return undefined;
  const text = pair.slice(cut + 1);
  const fact = pair.slice(0, cut);
  if (text === "aucun") return { fact, none: true };
  return { fact, value: text === "oui" || (text === "non" ? false : text) };
}

function pointOf(word: string) {
  const [piece, defect, rule, dueOn, ...rest] = word.split(":");
  if (!piece || !defect || !rule || rest.length > 0) return undefined;
  return { piece, defect, rule, ...(dueOn === undefined ? {} : { dueOn }) };
}
