import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import type { AwsService, Clock, Iam, Principal } from "../contracts.ts";
import { busEvent } from "./bus-event.ts";
import { DEFAULT_BUS, type EventBuses } from "./buses.ts";

const MOST_ENTRIES = 10;
/** All entries of a request together, as AWS counts them. */
const MOST_BYTES = 1_048_576;

const entry = z.strictObject({
  // Seconds since the epoch, as the JSON protocol carries times.
  Time: z.number().optional(),
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
});
type Entry = z.infer<typeof entry>;
const input = z.strictObject({ Entries: z.array(entry).min(1).max(MOST_ENTRIES) });

interface EventsApiParts {
  readonly buses: EventBuses;
  readonly iam: Pick<Iam, "authorize">;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
}

/** EventBridge behind the AWS door: PutEvents. Rules come from the template alone. */
export function eventsService(parts: EventsApiParts): AwsService {
  return {
    name: "events",
    handle: async ({ headers, body, principal }) => {
      const operation = String(headers["x-amz-target"]).replace(/^AWSEvents\./, "");
      if (operation !== "PutEvents") {
        throw new AwsError(
          "UnknownOperationException",
          `The local cloud does not play '${operation}' of EventBridge`,
          404,
        );
      }
      const result = putEvents(parts, JSON.parse(body.toString("utf8")), principal);
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(result) };
    },
  };
}

function putEvents(parts: EventsApiParts, given: unknown, principal: Principal): object {
  const parsed = input.safeParse(given);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { Entries } = parsed.data;
  const bytes = Entries.reduce((sum, one) => sum + sizeOf(one), 0);
  if (bytes > MOST_BYTES)
    throw invalid(`Total size of the entries in the request is over the limit of ${MOST_BYTES} bytes.`);
  for (const one of Entries) authorise(parts, one, principal);
  const results = Entries.map((one) => putEntry(parts, one));
  return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: Entry): number {
  return (Time === undefined ? 0 : 14) + Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(""));
}

function authorise({ iam, account, region }: EventsApiParts, one: Entry, principal: Principal): void {
  const answer = iam.authorize({
    principal,
    action: "events:PutEvents",
    resource: `arn:aws:events:${region}:${account}:event-bus/${busOf(one)}`,
    context: { "events:source": one.Source ?? "", "events:detail-type": one.DetailType ?? "" },
  });
  if (!answer.allowed) throw new AwsError("AccessDeniedException", answer.message);
}

/** A bus is named by its name or its ARN. */
function busOf({ EventBusName = DEFAULT_BUS }: Entry): string {
  return EventBusName.replace(/^arn:.*:event-bus\//, "");
}

function putEntry({ buses, clock, account, region }: EventsApiParts, one: Entry): object {
  const fault = faultOf(one, buses);
  if (fault !== undefined) return fault;
  const at = one.Time === undefined ? clock.now() : one.Time * 1000;
  const { Source: source = "", DetailType: detailType = "", Resources: resources } = one;
  const event = busEvent({ source, detailType, resources, at, detail: parsedDetail(one.Detail) }, { account, region });
  buses.put(event, busOf(one));
  return { EventId: event.id };
}

function faultOf(
  one: Entry,
  buses: EventBuses,
): { readonly ErrorCode: string; readonly ErrorMessage: string } | undefined {
  const missing = (["Source", "DetailType", "Detail"] as const).find((name) => !one[name]);
  if (missing !== undefined) {
    return {
      ErrorCode: "InvalidArgument",
      ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    };
  }
  if (one.Source?.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  if (parsedDetail(one.Detail) === undefined)
    return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  if (buses.hasBus(busOf(one))) return undefined;
  return { ErrorCode: "ResourceNotFoundException", ErrorMessage: `Event bus ${busOf(one)} does not exist.` };
}

/** Undefined for what is no JSON object. */
function parsedDetail(text = ""): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === "object" && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}
