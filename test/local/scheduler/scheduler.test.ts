import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, REGION } from "../iam-cloud.ts";
import { putFunction } from "../lambda/open-lambda.ts";
import { closing, openMessages } from "../open-messages.ts";
import { allow, queueArn } from "../sqs/open-queues.ts";

const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const GROUP = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule-group/default`;

async function open() {
  const cloud = await openMessages();
  const { play, due } = cloud;
  /** A role that the Scheduler may take for the default group. */
  const targetRole = (name: string, ...statements: object[]) => {
    const Condition = { ArnEquals: { "aws:SourceArn": GROUP } };
    const Principal = { Service: "scheduler.amazonaws.com" };
    const trust = { Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition }] };
    const document = { Version: "2012-10-17", Statement: statements };
    cloud.iam.putRole({ arn: roleArn(name), name, trust, policies: [{ name: "inline", document }] });
    return roleArn(name);
  };
  for (const name of ["q", "dead"]) await play("AWS::SQS::Queue", name, { QueueName: name });
  const as = (...statements: object[]) => {
    const client = new SchedulerClient(cloud.client(cloud.role("planner", ...statements)));
    closing.push(() => client.destroy());
    return client;
  };
  return {
    ...cloud,
    as,
    targetRole,
    planner: () => as(allow(["scheduler:*", "iam:PassRole"])),
    bodies: cloud.messages,
    /** Sets the clock to each due up to an instant, and delivers it. */
    advance: (to: number) => {
      for (let at = due.nextAt(); at !== undefined && at <= to; at = due.nextAt()) {
        cloud.clock.at = Math.max(at, cloud.clock.at);
        due.deliverNext();
      }
      cloud.clock.at = to;
    },
  };
}

const OFF = { Mode: "OFF" as const };
const iso = (at: number | undefined) => new Date(at ?? Number.NaN).toISOString();

describe("a schedule", () => {
  test("at a time in Paris, deleted when completed: its queue has the message then, and the schedule is gone", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const Input = '{"at":"<aws.scheduler.scheduled-time>"}';
    const client = cloud.planner();
    await client.send(
      new CreateScheduleCommand({
        Name: "reminder",
        ScheduleExpression: "at(2031-07-14T09:00:00)",
        ScheduleExpressionTimezone: "Europe/Paris",
        FlexibleTimeWindow: OFF,
        ActionAfterCompletion: "DELETE",
        Target: { Arn: queueArn("q"), RoleArn, Input },
      }),
    );
    expect(iso(cloud.due.nextAt())).toBe("2031-07-14T07:00:00.000Z");
    cloud.advance(Date.UTC(2031, 6, 15));
    expect(cloud.bodies("q").map(({ body }) => body)).toEqual(['{"at":"2031-07-14T07:00:00Z"}']);
    const get = cloud.planner().send(new GetScheduleCommand({ Name: "reminder" }));
    await expect(get).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("at a rate between two dates: at its start, then at its rate, not after its end", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const StartDate = new Date(cloud.clock.at + 3_600_000);
    await cloud.planner().send(
      new CreateScheduleCommand({
        Name: "hourly",
        ScheduleExpression: "rate(1 hour)",
        StartDate,
        EndDate: new Date(StartDate.getTime() + 2 * 3_600_000),
        FlexibleTimeWindow: OFF,
        Target: { Arn: queueArn("q"), RoleArn },
      }),
    );
    cloud.advance(cloud.clock.at + 86_400_000);
    const times = cloud.bodies("q").map(({ body }) => JSON.parse(body).time);
    const hours = [0, 1, 2].map((n) => iso(StartDate.getTime() + n * 3_600_000).replace(".000", ""));
    expect(times).toEqual(hours);
    expect(cloud.due.list(5).filter(({ kind }) => kind === "schedule-due")).toEqual([]);
  });

  test("at a rate without a start: at once", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const Target = { Arn: queueArn("q"), RoleArn };
    const schedule = { Name: "daily", ScheduleExpression: "rate(1 day)", FlexibleTimeWindow: OFF, Target };
    await cloud.planner().send(new CreateScheduleCommand(schedule));
    const now = cloud.clock.at;
    cloud.advance(now);
    expect(cloud.bodies("q")).toHaveLength(1);
    expect(cloud.due.list(5).filter(({ kind }) => kind === "schedule-due")).toMatchObject([{ at: now + 86_400_000 }]);
  });

  test("whose role may not send: in the dead-letter queue, with the reason and the time it was for", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("dead")));
    await cloud.planner().send(
      new CreateScheduleCommand({
        Name: "daily",
        ScheduleExpression: "at(2031-07-14T09:00:00)",
        FlexibleTimeWindow: OFF,
        Target: { Arn: queueArn("q"), RoleArn, Input: "x", DeadLetterConfig: { Arn: queueArn("dead") } },
      }),
    );
    cloud.advance(Date.UTC(2031, 6, 15));
    expect(cloud.bodies("q")).toEqual([]);
    expect(cloud.bodies("dead")).toMatchObject([
      {
        body: "x",
        attributes: {
          ERROR_CODE: { StringValue: "AccessDeniedException" },
          SCHEDULED_TIME: { StringValue: "2031-07-14T09:00:00Z" },
        },
      },
    ]);
  });

  test("on a function and on a machine: invoked, started, each by the role", async () => {
    const cloud = await open();
    const { arn } = putFunction(cloud.lambda, "export const handler = async () => {};");
    const machine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:m`;
    const RoleArn = cloud.targetRole(
      "both",
      allow("lambda:InvokeFunction", arn),
      allow("states:StartExecution", machine),
    );
    await cloud.start();
    const client = cloud.planner();
    for (const [Name, Arn] of [
      ["f", arn],
      ["m", machine],
    ]) {
      const Target = { Arn, RoleArn, Input: "{}" };
      const ScheduleExpression = "at(2031-07-14T09:00:00)";
      await client.send(new CreateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow: OFF, Target }));
    }
    cloud.advance(Date.UTC(2031, 6, 15));
    await cloud.work.drained();
    expect(cloud.lambda.invocations()).toHaveLength(1);
    expect(cloud.executions).toEqual([{ stateMachineArn: machine, input: "{}" }]);
  });
});

describe("the API of schedules", () => {
  test("created twice, read, changed, switched off, listed, deleted", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const client = cloud.planner();
    const Target = { Arn: queueArn("q"), RoleArn, Input: "x" };
    const schedule = { Name: "s", ScheduleExpression: "cron(0 9 * * ? *)", FlexibleTimeWindow: OFF, Target };
    await client.send(new CreateScheduleCommand(schedule));
    await expect(client.send(new CreateScheduleCommand(schedule))).rejects.toMatchObject({ name: "ConflictException" });
    expect(await client.send(new GetScheduleCommand({ Name: "s" }))).toMatchObject({
      ...schedule,
      GroupName: "default",
      ScheduleExpressionTimezone: "UTC",
      CreationDate: new Date(cloud.clock.at),
    });
    await client.send(new UpdateScheduleCommand({ ...schedule, ScheduleExpression: "cron(0 7 * * ? *)" }));
    expect(iso(cloud.due.nextAt())).toBe("2031-05-06T07:00:00.000Z");
    await client.send(new UpdateScheduleCommand({ ...schedule, State: "DISABLED" }));
    expect(cloud.due.nextAt()).toBeUndefined();
    const list = async () => (await client.send(new ListSchedulesCommand({ State: "DISABLED" }))).Schedules;
    expect(await list()).toMatchObject([{ Name: "s", GroupName: "default", State: "DISABLED" }]);
    await client.send(new DeleteScheduleCommand({ Name: "s" }));
    expect(await list()).toEqual([]);
  });

  test.each([
    ["in the past", { ScheduleExpression: "at(2031-01-01T00:00:00)" }],
    ["that is none", { ScheduleExpression: "cron(0 9 * * * *)" }],
    ["in a zone that is none", { ScheduleExpressionTimezone: "Europe/Lutece" }],
    ["whose role the Scheduler may not take", { Target: { Arn: queueArn("q"), RoleArn: roleArn("planner") } }],
    ["within a flexible window", { FlexibleTimeWindow: { Mode: "FLEXIBLE" as const, MaximumWindowInMinutes: 5 } }],
  ])("a schedule %s: ValidationException", async (_, wrong) => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const Target = { Arn: queueArn("q"), RoleArn };
    const schedule = { Name: "s", ScheduleExpression: "cron(0 9 * * ? *)", FlexibleTimeWindow: OFF, Target, ...wrong };
    const creating = cloud.planner().send(new CreateScheduleCommand(schedule));
    await expect(creating).rejects.toMatchObject({ name: "ValidationException" });
    expect(cloud.due.nextAt()).toBeUndefined();
  });

  test("who may not pass the role of the target on: AccessDeniedException, naming iam:PassRole", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const Target = { Arn: queueArn("q"), RoleArn };
    const schedule = { Name: "s", ScheduleExpression: "rate(1 day)", FlexibleTimeWindow: OFF, Target };
    const creating = cloud.as(allow("scheduler:CreateSchedule")).send(new CreateScheduleCommand(schedule));
    await expect(creating).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("iam:PassRole"),
    });
  });
});

describe("a schedule of the template", () => {
  test("booted twice, then taken out of the template: waits as before, then no more", async () => {
    const cloud = await open();
    const RoleArn = cloud.targetRole("sender", allow("sqs:SendMessage", queueArn("q")));
    const Target = { Arn: queueArn("q"), RoleArn };
    const declared = { ScheduleExpression: "rate(1 day)", FlexibleTimeWindow: OFF, Target };
    const Name = "daily";
    const first = await cloud.play("AWS::Scheduler::Schedule", "Daily", { Name, ...declared });
    expect(first.attributes.Arn).toBe(`arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/daily`);
    cloud.advance(cloud.clock.at + 3_600_000);
    const next = cloud.due.list(5).find(({ kind }) => kind === "schedule-due")?.at;
    await cloud.play("AWS::Scheduler::Schedule", "Daily", { Name, ...declared });
    await cloud.start();
    expect(cloud.due.list(5).find(({ kind }) => kind === "schedule-due")?.at).toBe(next);
  });
});
