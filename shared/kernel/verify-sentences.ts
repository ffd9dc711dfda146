import { typeset } from "./typography.ts";
import type { Fault } from "./verify-links.ts";

type Values = Readonly<{ expected: string; read: string }>;

/** What is wrong with an event, in French, by reason. */
const sentences = {
  form: ({ read }: Values) => `il n'a pas la forme d'un événement enregistré ; le champ « ${read} » est refusé.`,
  "other-chain": ({ expected, read }: Values) =>
    `il appartient à la chaîne « ${read} » et non à la chaîne « ${expected} ».`,
  cut: ({ expected, read }: Values) =>
    `il manque ; la chaîne va jusqu'au n° ${expected}, le fichier jusqu'au n° ${read}.`,
  number: ({ read }: Values) => `il porte le n° ${read}.`,
  order: ({ read }: Values) => `il n'est pas à son rang ; le n° ${read} vient avant lui.`,
  gap: ({ read }: Values) => `il manque ; le n° ${read} vient à sa place.`,
  fork: ({ read }: Values) => `deux événements portent le n° ${read}.`,
  altered: ({ expected, read }: Values) =>
    `son contenu n'est plus celui qui a été enregistré ; l'événement suivant garde l'empreinte ${expected}, le contenu lu donne ${read}.`,
  link: ({ expected, read }: Values) =>
    `il ne se rattache pas à ce qui le précède ; l'empreinte à rappeler est ${expected}, il rappelle ${read}.`,
  head: ({ expected, read }: Values) =>
    `l'état du dossier garde l'empreinte ${expected}, le contenu lu donne ${read} ; cet événement ou l'un des précédents a été réécrit.`,
  receipt: ({ expected, read }: Values) =>
    `le reçu de dépôt porte l'empreinte ${expected}, le contenu lu donne ${read} ; cet événement ou l'un des précédents a été réécrit.`,
  "beyond-head": ({ expected }: Values) => `l'état du dossier s'arrête au n° ${expected} et ne le connaît pas.`,
  transition: ({ expected, read }: Values) => `la procédure ne le permet pas ; attendu : ${expected} ; lu : ${read}.`,
  sealed: ({ expected, read }: Values) =>
    `une valeur chiffrée n'est plus celle qui a été enregistrée ; empreinte attendue ${expected}, lue ${read}.`,
  "procedure-unknown": ({ read }: Values) =>
    `cette vérification ne connaît pas la procédure « ${read} » ; l'enchaînement des actes n'a pas été contrôlé.`,
  "rules-unknown": ({ read }: Values) =>
    `il a été décidé sous les règles d'empreinte ${read}, dont cette vérification ne dispose pas.`,
} as const;

export type FaultReason = keyof typeof sentences;

/** « L'événement n° 4 (dossier-created) : son contenu n'est plus celui qui a été enregistré… » */
export function faultSentence({ seq, type, reason, expected = "", read = "" }: Fault<FaultReason>): string {
  const name = type === undefined ? "" : ` (${type})`;
  return typeset(`L'événement n° ${seq}${name} : ${sentences[reason]({ expected, read })}`);
}

/** « La chaîne … est intacte : 12 événements, jusqu'à l'empreinte … » */
export function soundSentence(chain: string, events: number, hash: string): string {
  const count = `${new Intl.NumberFormat("fr-FR").format(events)} événement${events > 1 ? "s" : ""}`;
  return typeset(`La chaîne ${chain} est intacte : ${count}, jusqu'à l'empreinte ${hash}.`);
}
