/** One route of an HTTP API, its path cut into segments: `/v1/x/{id}`, `/files/{path+}` or the catch-all `$default`. */
export interface RouteKey {
  readonly text: string;
  /** An HTTP method, or `ANY`. */
  readonly method: string;
  readonly segments: readonly Segment[] | undefined;
}

type Segment = { readonly kind: "literal" | "variable" | "greedy"; readonly name: string };

export interface RouteMatch<R> {
  readonly route: R;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const RANK = { literal: 0, variable: 1, greedy: 2 } as const;

/** Reads a `RouteKey` property; throws on one that API Gateway would refuse. */
export function parseRouteKey(text: string): RouteKey {
  if (text === "$default") return { text, method: "ANY", segments: undefined };
  const [method = "", path, ...rest] = text.split(" ");
  if (!/^[A-Z]+$/.test(method) || path === undefined || !path.startsWith("/") || rest.length > 0) {
    throw new Error(`Route key "${text}" is neither "$default" nor "METHOD /path".`);
  }
  const segments = path === "/" ? [] : path.slice(1).split("/").map(parseSegment);
  if (segments.slice(0, -1).some(({ kind }) => kind === "greedy")) {
    throw new Error(`Route key "${text}" has a greedy variable that is not its last segment.`);
  }
  return { text, method, segments };
}

function parseSegment(text: string): Segment {
  const variable = /^\{([^{}+]+)(\+?)\}$/.exec(text);
  if (variable === null) return { kind: "literal", name: text };
  return { kind: variable[2] === "+" ? "greedy" : "variable", name: variable[1] ?? "" };
}

/**
 * The route that API Gateway picks: the most specific path first (a literal before a variable before a greedy variable,
 * segment by segment), then the method itself before `ANY`, and `$default` last.
 * @param path path without the stage, as sent (escapes not decoded), e.g. `/v1/x/42`
 */
export function matchRoute<R extends { readonly key: RouteKey }>(
  routes: readonly R[],
  method: string,
  path: string,
): RouteMatch<R> | undefined {
  const found = routes
    .filter(({ key }) => key.method === method || key.method === "ANY")
    .flatMap((route) => {
      const pathParameters = bind(route.key.segments, path);
      return pathParameters === undefined ? [] : [{ route, pathParameters }];
    });
  return found.toSorted((a, b) => compareKeys(a.route.key, b.route.key))[0];
}

function bind(segments: readonly Segment[] | undefined, path: string): Readonly<Record<string, string>> | undefined {
  if (segments === undefined) return {};
  const parts = path === "/" ? [] : path.slice(1).split("/");
  const values = segments.map(({ kind }, index) => (kind === "greedy" ? parts.slice(index).join("/") : parts[index]));
  const rest = segments.at(-1)?.kind === "greedy" ? 0 : parts.length - segments.length;
  if (rest !== 0 || !segments.every((segment, index) => fits(segment, values[index]))) return undefined;
  const bound = segments.map(({ kind, name }, index) => (kind === "literal" ? [] : [[name, decode(values[index])]]));
  return Object.fromEntries(bound.flat());
}

function fits({ kind, name }: Segment, value: string | undefined): boolean {
  return kind === "literal" ? value === name : value !== undefined && value !== "";
}

/** Cut first, decoded after: an encoded slash stays inside its variable. The door has refused malformed escapes. */
function decode(value = ""): string {
  return decodeURIComponent(value);
}

function compareKeys(a: RouteKey, b: RouteKey): number {
  if (a.segments === undefined || b.segments === undefined) {
    return Number(a.segments === undefined) - Number(b.segments === undefined);
  }
  for (const [index, left] of a.segments.entries()) {
    const right = b.segments[index];
    const order = right === undefined ? 0 : RANK[left.kind] - RANK[right.kind];
    if (order !== 0) return order;
  }
  return b.segments.length - a.segments.length || Number(a.method === "ANY") - Number(b.method === "ANY");
}
