import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came in. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A status, a body in JSON or in bytes, headers; or a connection that is cut. */
type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>] | "cut";

const routeOf = ({ method, path }: Pick<Asked, "method" | "path">): string => `${method} ${path.replace(/\?.*/, "")}`;

/**
 * A small service: `on` says what answers a route, `<METHOD> <path>` without its query: one answer for ever, or one for
 * each request in turn, of which the last stays.
 */
export async function openApi() {
  const asked: Asked[] = [];
  const routes = new Map<string, Answer[]>();

  /** The next answer of a route; its last one stays. */
  function next(route: string): Answer {
    const [first, ...others] = routes.get(route) ?? [];
    if (others.length > 0) routes.set(route, others);
    return first ?? [404, { title: "Introuvable", detail: route }];
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const answer = next(routeOf({ method, path: url }));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push({ method, path: url, headers, body: Buffer.concat(chunks) });
    if (answer === "cut") return void request.socket.destroy();
    const [status, body = "", more = {}] = answer;
    response.writeHead(status, more).end(typeof body === "string" ? body : JSON.stringify(body));
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    on: (route: string, ...answers: readonly Answer[]) => void routes.set(route, [...answers]),
    /** What was asked of a route, in order. */
    of: (route: string) => asked.filter((one) => routeOf(one) === route),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Api = Awaited<ReturnType<typeof openApi>>;
