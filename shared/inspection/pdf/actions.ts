import { limits, Stop } from "./limits.ts";
import { NumberSet } from "./number-set.ts";
import { isArray, PdfDict, PdfRef, type PdfValue } from "./values.ts";

/** What starts an action when a page, a field or the document is opened, left, changed… (ISO 32000-1, tables 194-197). */
const triggers = new Set("E X D U Fo Bl PO PC PV PI O C K F V WC WS DS WP DP".split(" "));

/** Types of action that show another place of the same document, and nothing else. */
const navigation = new Set(["GoTo"]);

const unknown = "unknown";
const actionTypes = new Set([
  ..."GoTo GoToR GoToE GoToDp Launch Thread URI Sound Movie Hide Named SubmitForm ResetForm ImportData".split(" "),
  ..."SetOCGState Rendition Trans GoTo3DView JavaScript RichMediaExecute".split(" "),
]);
const fits = new Set("XYZ Fit FitH FitV FitR FitB FitBH FitBV".split(" "));

/** What an action does, and the objects in which it goes on. */
type Action = Readonly<{ types: readonly string[]; next: readonly number[] }>;

export type OpeningFault = "open-action" | "uri-at-opening";

/**
 * What must be known of objects by their numbers to follow references from the place that starts an action to the action
 * itself, wherever in the file it stands. All definitions of a number count, that of an old revision too.
 */
export class Actions {
  /** Types of the actions of a number, and the numbers of those that follow. */
  readonly #types = new Map<number, string>();
  readonly #next = new Map<number, Set<number>>();
  #chained = 0;
  readonly #destinations = new NumberSet();
  readonly #triggers = new NumberSet();

  /** Takes note of an object. */
  learn(number: number, value: PdfValue | undefined): void {
    if (isDestination(value)) this.#destinations.add(number);
    if (!(value instanceof PdfDict)) return;
    if (value.has("S")) this.#learnAction(number, actionOf(value));
    if (hasTrigger(value)) this.#triggers.add(number);
  }

  #learnAction(number: number, { types, next }: Action): void {
    if (types.every((type) => type === unknown)) return;
    const known = this.#types.get(number)?.split(" ") ?? [];
    this.#types.set(number, [...new Set([...known, ...types])].join(" "));
    if (next.length === 0) return;
    const following = this.#next.get(number) ?? new Set();
    this.#next.set(number, following);
    for (const one of next) following.add(one);
    this.#chained += next.length;
    if (this.#chained > limits.deferred) throw new Stop("too-complex");
  }

  /** Whether additional actions are there: no trigger, no action. */
  isTriggered(value: PdfValue): boolean {
    if (value instanceof PdfRef) return this.#triggers.has(value.number);
    return value instanceof PdfDict && hasTrigger(value);
  }

  /** What is wrong with what a document does when it is opened: nothing if it only shows one of its pages. */
  openingFault(value: PdfValue): OpeningFault | undefined {
    if (value === null || isDestination(value)) return undefined;
    if (value instanceof PdfRef && this.#destinations.has(value.number)) return undefined;
    const types = this.#typesFrom(value instanceof PdfRef ? { types: [], next: [value.number] } : actionOf(value));
    if (types.has("URI")) return "uri-at-opening";
    return types.size > 0 && types.isSubsetOf(navigation) ? undefined : "open-action";
  }

  #typesFrom(action: Action): ReadonlySet<string> {
    const types = new Set(action.types);
    const visited = new Set<number>(action.next);
    // A set also visits what is added to it on the way.
    for (const number of visited) {
      for (const type of this.#types.get(number)?.split(" ") ?? []) types.add(type);
      for (const one of this.#next.get(number) ?? []) visited.add(one);
    }
    return types;
  }
}

/** An explicit destination: a page, then how it fits. A text, a name or a dictionary of its own stands for one. */
const isDestination = (value: PdfValue | undefined): boolean => {
  if (value instanceof PdfDict) return value.has("D") && !value.has("S");
  if (!isArray(value)) return typeof value === "string" || typeof value === "symbol";
  return typeof value[1] === "string" && fits.has(value[1]);
};

const hasTrigger = (dict: PdfDict): boolean =>
  dict.entries.some(([key, value]) => triggers.has(key) && (value instanceof PdfDict || value instanceof PdfRef));

function actionOf(value: PdfValue): Action {
  if (isArray(value)) return joined(value.map(actionOf));
  if (value instanceof PdfRef) return { types: [], next: [value.number] };
  if (!(value instanceof PdfDict)) return { types: [], next: [] };
  const types = value.all("S").map((type) => (typeof type === "string" && actionTypes.has(type) ? type : unknown));
  return joined([{ types, next: [] }, ...value.all("Next").map(actionOf)]);
}

const joined = (actions: readonly Action[]): Action => ({
  types: actions.flatMap(({ types }) => types),
  next: actions.flatMap(({ next }) => next),
});
