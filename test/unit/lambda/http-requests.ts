import type { HttpEvent } from "../../../shared/lambda/http-event.ts";

export const receivedAt = "2032-03-04T05:06:07.089Z";
export const claims = { iss: "https://issuer.example", sub: "camille", client_id: "portal" };

/** A request as the front door hands it over, signed in and with a JSON body unless told otherwise. */
export function httpEvent(changes: Partial<HttpEvent> & { readonly json?: unknown } = {}): HttpEvent {
  const { json, ...rest } = changes;
  return {
    routeKey: "POST /v1/things",
    headers: { "content-type": "application/json" },
    isBase64Encoded: false,
    requestContext: {
      requestId: "request-1",
      timeEpoch: Date.parse(receivedAt),
      authorizer: { jwt: { claims } },
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...rest,
  };
}
