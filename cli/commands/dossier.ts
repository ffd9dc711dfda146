import * as z from "zod";
import type { ApiClient } from "../api/client.ts";
import { inParis } from "../api/paris-time.ts";
import { runOnApi, type Told, type Verb, verbIn } from "../api/run.ts";
import { apiUsage, placeOptions } from "../api/session.ts";
import type { Command } from "../command.ts";
import { addFiles, type Wanted } from "../dossier/add.ts";
import { complete, submit } from "../dossier/file.ts";
import { receiptSchema, receiptText } from "../dossier/receipt.ts";
import { dossierSchema, dossierText, pathOf } from "../dossier/view.ts";

const usage = `Usage : guichet dossier new --role editeur|distributeur [--number <numéro de référencement>] [--exception]
                            [--legal-rep <nom>] [--depositor <nom, s'il n'est pas le représentant légal>]
        guichet dossier add <dossier> <pièce>=<fichier.pdf>...
        guichet dossier submit <dossier>
        guichet dossier status [<dossier>]
        guichet dossier complete <dossier>
        guichet dossier receipt <dossier> [--html]
${apiUsage}`;

const options = {
  ...placeOptions,
  role: { type: "string" },
  number: { type: "string" },
  exception: { type: "boolean" },
  "legal-rep": { type: "string" },
  depositor: { type: "string" },
  html: { type: "boolean" },
} as const;

/** `guichet dossier`: a Fournisseur's enrolment dossier, from the draft to its completion. */
export const dossier: Command = {
  name: "dossier",
  summary: "prépare, dépose, suit et complète un dossier d'enrôlement",
  usage,
  run: (args) => runOnApi({ usage, options, verb: verbIn(verbs) }, args),
};

const listSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), stateLabel: z.string(), createdAt: z.string() })),
  next: z.string().optional(),
});

const verbs: Readonly<Record<string, Verb<typeof options>>> = {
  new: (words, values) => (words.length === 0 && values.role ? (api) => open(api, values) : undefined),
  add: ([id, ...pairs]) => {
    const wanted = pairs.map(wantedOf).filter((one) => one !== undefined);
    const whole = id !== undefined && wanted.length > 0 && wanted.length === pairs.length;
    return whole ? (api) => addFiles(api, id, wanted) : undefined;
  },
  submit: (words) => onDossier(words, submit),
  complete: (words) => onDossier(words, complete),
  status: (words) => (words.length === 0 ? list : onDossier(words, show)),
  receipt: (words, { html }) => onDossier(words, (api, id) => receipt(api, id, html ?? false)),
};

function onDossier([id, ...rest]: readonly string[], work: (api: ApiClient, id: string) => Promise<Told>) {
  return id !== undefined && rest.length === 0 ? (api: ApiClient) => work(api, id) : undefined;
}

function wantedOf(pair: string): Wanted | undefined {
  const cut = pair.indexOf("=");
  return cut < 1 || cut === pair.length - 1 ? undefined : { piece: pair.slice(0, cut), path: pair.slice(cut + 1) };
}

/** What a filer declares of itself. */
interface Declared {
  readonly role?: string | undefined;
  readonly number?: string | undefined;
  readonly exception?: boolean | undefined;
  readonly "legal-rep"?: string | undefined;
  readonly depositor?: string | undefined;
}

async function open(api: ApiClient, values: Declared): Promise<Told> {
  const persons = { legalRep: values["legal-rep"], depositor: values.depositor };
  const { body, facts } = await api.post(
    "/v1/segur/dossiers",
    {
      programme: "BIO-SGL-Va1",
      declared: {
        role: values.role,
        depositorIsLegalRep: values.depositor === undefined,
        exception: values.exception ?? false,
        ...(values.number && { formNumber: values.number }),
      },
      ...((persons.legalRep || persons.depositor) && { persons }),
    },
    dossierSchema,
  );
  return { text: dossierText(body), facts };
}

async function show(api: ApiClient, id: string): Promise<Told> {
  const { body, facts } = await api.get(pathOf(id), dossierSchema);
  return { text: dossierText(body), facts };
}

/** The dossiers of all pages, from the one that `cursor` leads to. */
async function dossiersFrom(api: ApiClient, cursor: string): Promise<z.infer<typeof listSchema>["items"]> {
  const { body } = await api.get(`/v1/segur/dossiers?limit=100${cursor}`, listSchema);
  return body.next === undefined ? body.items : [...body.items, ...(await dossiersFrom(api, `&cursor=${body.next}`))];
}

async function list(api: ApiClient): Promise<Told> {
  const items = await dossiersFrom(api, "");
  const lines = items.map(({ id, stateLabel, createdAt }) => `${id}  ${inParis(createdAt)}  ${stateLabel}`);
  return { text: lines.length === 0 ? "Aucun dossier." : lines.join("\n"), facts: { items } };
}

async function receipt(api: ApiClient, id: string, html: boolean): Promise<Told> {
  const path = `${pathOf(id)}/receipt`;
  if (html) {
    const page = await api.text(path, "text/html");
    return { text: page, facts: { html: page } };
  }
  const { body, facts } = await api.get(path, receiptSchema);
  return { text: receiptText(body), facts };
}
