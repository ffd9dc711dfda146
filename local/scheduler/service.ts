import { z } from "zod";
import { AwsError } from "../aws-door/aws-error.ts";
import type { AwsService, Clock, Iam, Principal, SignedRequest } from "../contracts.ts";
import { declaration, type ScheduleRecord } from "./declaration.ts";
import type { ScheduleGroups } from "./groups.ts";
import type { Schedules } from "./schedules.ts";

// Seconds since the epoch, as the JSON protocol carries times.
const date = z
  .number()
  .transform((seconds) => seconds * 1000)
  .optional();
const scheduleBody = z.strictObject({
  GroupName: z.string().default("default"),
  ...declaration,
  StartDate: date,
  EndDate: date,
  ActionAfterCompletion: z.enum(["NONE", "DELETE"]).default("NONE"),
  ClientToken: z.string().optional(),
});

export interface SchedulerDesk {
  readonly schedules: Schedules;
  readonly groups: ScheduleGroups;
  readonly iam: Pick<Iam, "authorize">;
  readonly clock: Clock;
  /** Throws when the Scheduler may not take the role for schedules of this group. */
  readonly checkRole: (roleArn: string, groupArn: string) => void;
}

/** The Scheduler behind the AWS door: schedules by its API, groups from the template. */
export function schedulerService(desk: SchedulerDesk): AwsService {
  return {
    name: "scheduler",
    handle: async (request) => {
      const result = route(desk, request);
      return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(result) };
    },
  };
}

function route(desk: SchedulerDesk, request: SignedRequest): object {
  const { method, path } = request;
  const name = /^\/schedules\/(?<name>[^/]+)$/.exec(path)?.groups?.name;
  if (path === "/schedules" && method === "GET") return list(desk, request);
  const operation = name === undefined ? undefined : OPERATIONS[method];
  if (operation === undefined || name === undefined) {
    throw new AwsError(
      "UnknownOperationException",
      `The local cloud does not play ${method} ${path} of the Scheduler`,
      404,
    );
  }
  return operation(desk, decodeURIComponent(name), request);
}

const OPERATIONS: Readonly<Record<string, (desk: SchedulerDesk, name: string, request: SignedRequest) => object>> = {
  POST: (desk, name, { body, principal }) => {
    const record = readBody(desk, name, body);
    authorise(desk, principal, "CreateSchedule", desk.schedules.arnOf(record));
    const existing = desk.schedules.find(record.group, name);
    if (existing !== undefined && existing.clientToken !== record.clientToken) {
      throw new AwsError("ConflictException", `Schedule ${name} already exists.`, 409);
    }
    if (existing === undefined) put(desk, principal, record);
    return { ScheduleArn: desk.schedules.arnOf(record) };
  },
  PUT: (desk, name, { body, principal }) => {
    const record = readBody(desk, name, body);
    authorise(desk, principal, "UpdateSchedule", desk.schedules.arnOf(record));
    const { createdAt, fromTemplate } = existingOf(desk, record.group, name);
    put(desk, principal, { ...record, createdAt, fromTemplate });
    return { ScheduleArn: desk.schedules.arnOf(record) };
  },
  GET: (desk, name, { query, principal }) => {
    const group = query.get("groupName") ?? "default";
    authorise(desk, principal, "GetSchedule", desk.schedules.arnOf({ group, name }));
    return described(desk, existingOf(desk, group, name));
  },
  DELETE: (desk, name, { query, principal }) => {
    const group = query.get("groupName") ?? "default";
    authorise(desk, principal, "DeleteSchedule", desk.schedules.arnOf({ group, name }));
    desk.schedules.delete(existingOf(desk, group, name));
    return {};
  },
};

function readBody({ clock }: SchedulerDesk, name: string, body: Buffer): ScheduleRecord {
  const parsed = scheduleBody.safeParse(JSON.parse(body.toString("utf8")));
  if (!parsed.success) throw new AwsError("ValidationException", z.prettifyError(parsed.error));
  const { GroupName, StartDate, EndDate, ActionAfterCompletion, ClientToken, ...declared } = parsed.data;
  return {
    ...declared,
    name,
    group: GroupName,
    startAt: StartDate,
    endAt: EndDate,
    deletedWhenCompleted: ActionAfterCompletion === "DELETE",
    fromTemplate: false,
    clientToken: ClientToken,
    createdAt: clock.now(),
    modifiedAt: clock.now(),
  };
}

function authorise({ iam }: SchedulerDesk, principal: Principal, operation: string, resource: string): void {
  const answer = iam.authorize({ principal, action: `scheduler:${operation}`, resource });
  if (!answer.allowed) throw new AwsError("AccessDeniedException", answer.message, 403);
}

/** Who makes a schedule passes its role on, which the Scheduler then takes. */
function put({ schedules, groups, iam, checkRole }: SchedulerDesk, principal: Principal, record: ScheduleRecord): void {
  const { RoleArn } = record.Target;
  if (!groups.has(record.group)) {
    throw new AwsError("ResourceNotFoundException", `Schedule group ${record.group} does not exist.`, 404);
  }
  const passed = { "iam:PassedToService": "scheduler.amazonaws.com" };
  const answer = iam.authorize({ principal, action: "iam:PassRole", resource: RoleArn, context: passed });
  if (!answer.allowed) throw new AwsError("AccessDeniedException", answer.message, 403);
  try {
    checkRole(RoleArn, schedules.groupArn(record.group));
    if (schedules.isOver(record)) throw new Error(`${record.ScheduleExpression} is in the past.`);
    schedules.put(record);
  } catch (error) {
    throw new AwsError("ValidationException", error instanceof Error ? error.message : String(error));
  }
}

function existingOf({ schedules }: SchedulerDesk, group: string, name: string): ScheduleRecord {
  const found = schedules.find(group, name);
  if (found !== undefined) return found;
  throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
}

function described({ schedules }: SchedulerDesk, record: ScheduleRecord): object {
  const { name, group, startAt, endAt, createdAt, modifiedAt, deletedWhenCompleted } = record;
  const { ScheduleExpression, ScheduleExpressionTimezone, State, FlexibleTimeWindow, Description, Target } = record;
  return {
    Arn: schedules.arnOf(record),
    Name: name,
    GroupName: group,
    ...{ ScheduleExpression, ScheduleExpressionTimezone, State, FlexibleTimeWindow, Description, Target },
    StartDate: startAt === undefined ? undefined : startAt / 1000,
    EndDate: endAt === undefined ? undefined : endAt / 1000,
    ActionAfterCompletion: deletedWhenCompleted ? "DELETE" : "NONE",
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}

/** All that match, by group and name; a page holds 100 unless it is told less. */
function list(desk: SchedulerDesk, { query, principal }: SignedRequest): object {
  const group = query.get("ScheduleGroup");
  authorise(desk, principal, "ListSchedules", desk.schedules.arnOf({ group: group ?? "*", name: "*" }));
  const found = desk.schedules
    .all()
    .filter((record) => group === null || record.group === group)
    .filter((record) => record.name.startsWith(query.get("NamePrefix") ?? ""))
    .filter((record) => (query.get("State") ?? record.State) === record.State);
  const from = Number(query.get("NextToken") ?? 0);
  const to = from + Number(query.get("MaxResults") ?? 100);
  return {
    Schedules: found.slice(from, to).map((record) => ({
      Arn: desk.schedules.arnOf(record),
      Name: record.name,
      GroupName: record.group,
      State: record.State,
      Target: { Arn: record.Target.Arn },
      CreationDate: record.createdAt / 1000,
      LastModificationDate: record.modifiedAt / 1000,
    })),
    ...(to < found.length && { NextToken: String(to) }),
  };
}
