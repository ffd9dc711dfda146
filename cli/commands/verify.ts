import { parseArgs } from "node:util";
import { ok, type Result, refused } from "../../shared/kernel/result.ts";
import { typeset } from "../../shared/kernel/typography.ts";
import { type ChainVerdict, verifyChain } from "../../shared/kernel/verify.ts";
import type { Witness } from "../../shared/kernel/verify-links.ts";
import type { Command } from "../command.ts";
import { print } from "../terminal/output.ts";
import { fetchTimeline } from "../verify/fetch-timeline.ts";
import { lawOf } from "../verify/laws.ts";
import { readChainFile } from "../verify/read-chain-file.ts";

const usage = `Usage : guichet verify <fichier.json> [--receipt <numéro>:<empreinte>]... [--json]
        guichet verify --case <identifiant> --url <adresse de l'API> [--receipt ...] [--json]
La seconde forme lit GUICHET_TOKEN et GUICHET_ORGANISATION dans l'environnement.
Code de sortie : 0 chaîne intacte, 1 chaîne rompue, 2 vérification impossible, incomplète, ou résultat qui n'a pu être écrit.`;

const exitCodes = { sound: 0, broken: 1, undecidable: 2 } as const;
const openings = { sound: "", broken: "Chaîne rompue. ", undecidable: "Vérification incomplète. " } as const;

type Request = Readonly<{ file?: string; case?: string; url?: string; receipts: readonly Witness[]; json: boolean }>;

/** `guichet verify`: is this chain of events the one that was recorded? Works offline on a file. */
export const verify: Command = {
  name: "verify",
  summary: "vérifie qu'une chaîne d'événements n'a pas été modifiée",
  usage,
  async run(args) {
    const request = parse(args);
    if (!request.ok) return explain(request.reason, args.includes("--json"));
    const verdict = await judge(request.value);
    return verdict.ok ? report(verdict.value, request.value.json) : explain(verdict.reason, request.value.json);
  },
};

function parse(args: readonly string[]): Result<Request, string> {
  const text = { type: "string" } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { case: text, url: text, receipt: { ...text, multiple: true }, json: { type: "boolean" } },
    });
    const receipts = (values.receipt ?? []).map(readReceipt);
    const known = receipts.filter((receipt) => receipt !== undefined);
    const sources = positionals.length + (values.case === undefined ? 0 : 1);
    if (sources !== 1 || known.length < receipts.length) return refused(usage);
    return ok({
      ...values,
      ...(positionals[0] && { file: positionals[0] }),
      receipts: known,
      json: values.json ?? false,
    });
  } catch {
    return refused(usage);
  }
}

function readReceipt(text: string): Witness | undefined {
  const parts = /^(?<seq>[1-9]\d{0,14}):(?<hash>[0-9a-f]{64})$/.exec(text)?.groups;
  return parts?.seq && parts.hash ? { seq: Number(parts.seq), hash: parts.hash } : undefined;
}

async function judge(request: Request): Promise<Result<ChainVerdict, string>> {
  const chain = request.file === undefined ? await fetchTimeline(request) : await readChainFile(request.file);
  if (!chain.ok) return chain;
  return ok(verifyChain({ ...chain.value, receipts: request.receipts, law: lawOf(chain.value.procedure) }));
}

function report(verdict: ChainVerdict, json: boolean): number {
  print(json ? JSON.stringify(verdict) : openings[verdict.status] + verdict.sentence);
  return exitCodes[verdict.status];
}

/** Nothing could be judged: said on the error output, or in the same JSON as a verdict. */
function explain(reason: string, json: boolean): number {
  const sentence = typeset(reason);
  if (json) print(JSON.stringify({ status: "unreadable", sentence }));
  else console.error(sentence);
  return 2;
}
