import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Cloud } from "../contracts.ts";
import { listen } from "../supervisor/door.ts";
import type { Answer } from "./answer.ts";
import { gatewayAnswer, integrationFailure } from "./answer.ts";
import { allowsOrigin } from "./cors.ts";
import { answerRequest } from "./pipeline.ts";
import type { HttpApi } from "./registry.ts";

/** How long a closing door waits for the requests under way, in milliseconds. */
const GRACE_MILLIS = 2_000;

/** Opens the door of one HTTP API on its port; it closes with the cloud, after the requests under way. */
export async function openApiDoor(cloud: Cloud, api: HttpApi): Promise<void> {
  // Above the limit of API Gateway, so that a request that exceeds that one gets its answer and not Node's.
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    response.sendDate = false;
    response.setHeader("Date", new Date(cloud.clock.now()).toUTCString());
    answer(cloud, api, request)
      .catch((error: unknown) => {
        console.error("HTTP API:", error);
        return integrationFailure();
      })
      .then((given) => send(response, given));
  });
  await listen(server, api.port);
  cloud.onShutdown(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const forced = setTimeout(() => server.closeAllConnections(), GRACE_MILLIS);
    await closed;
    clearTimeout(forced);
  });
}

async function answer(cloud: Cloud, api: HttpApi, request: IncomingMessage): Promise<Answer> {
  if (isForeign(api, request)) return gatewayAnswer(403, "Forbidden");
  return answerRequest(cloud, api, request);
}

/** Another name for this machine (DNS rebinding), or a page of an origin that the template does not let in. */
function isForeign(api: HttpApi, request: IncomingMessage): boolean {
  const own = [`127.0.0.1:${api.port}`, `localhost:${api.port}`];
  const { host = "", origin } = request.headers;
  if (!own.includes(host)) return true;
  return origin !== undefined && origin !== `http://${host}` && !allowsOrigin(api.cors, origin);
}

function send(response: ServerResponse, { status, headers, cookies, body }: Answer): void {
  try {
    if (cookies.length > 0) response.setHeader("set-cookie", cookies);
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
  } catch (error) {
    // A header that a function returned and that HTTP does not allow.
    console.error("HTTP API:", error);
    if (!response.headersSent) response.writeHead(500, { connection: "close" }).end();
  }
}
