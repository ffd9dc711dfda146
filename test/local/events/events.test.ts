import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { describe, expect, test } from "@jest/globals";
import { ACCOUNT, REGION } from "../iam-cloud.ts";
import { putFunction } from "../lambda/open-lambda.ts";
import { closing, openMessages } from "../open-messages.ts";
import { allow, queueArn } from "../sqs/open-queues.ts";

const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/main`;
const ruleArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`;

async function openBus() {
  const cloud = await openMessages();
  const { play, sqs } = cloud;
  await play("AWS::Events::EventBus", "Bus", { Name: "main" });
  const as = (...statements: object[]) => {
    const client = new EventBridgeClient(cloud.client(cloud.role("publisher", ...statements)));
    closing.push(() => client.destroy());
    return client;
  };
  return {
    ...cloud,
    as,
    put: (entry: PutEventsRequestEntry) =>
      as(allow("events:PutEvents")).send(new PutEventsCommand({ Entries: [{ ...event, ...entry }] })),
    /** A queue that takes messages of the named rules alone. */
    queue: async (name: string, ...rules: string[]) => {
      const { ref } = await play("AWS::SQS::Queue", name, { QueueName: name });
      const statement = (rule: string) => ({
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn(name),
        Condition: { ArnEquals: { "aws:SourceArn": ruleArn(rule) } },
      });
      const PolicyDocument = { Version: "2012-10-17", Statement: rules.map(statement) };
      if (rules.length > 0) await play("AWS::SQS::QueuePolicy", `${name}-policy`, { Queues: [ref], PolicyDocument });
    },
    bodies: (name: string): unknown[] =>
      sqs.queues.receive(sqs.queues.get(name), { limit: 10 }).map(({ body }) => JSON.parse(body)),
  };
}

const event = { Source: "shop", DetailType: "Sold", Detail: '{"book":"Almagest","price":7}', EventBusName: "main" };
const sqsTarget = (name: string, more = {}) => ({ Id: name, Arn: queueArn(name), ...more });

describe("an event", () => {
  test("matched by two rules of three: reaches their queues, in its envelope, at the time of the virtual clock", async () => {
    const cloud = await openBus();
    for (const name of ["books", "shop", "cheap"]) await cloud.queue(name, `main/${name}`);
    const rule = (name: string, EventPattern: object) =>
      cloud.play("AWS::Events::Rule", name, { EventBusName: "main", EventPattern, Targets: [sqsTarget(name)] });
    await rule("books", { detail: { book: [{ exists: true }] } });
    await rule("shop", { source: ["shop"] });
    await rule("cheap", { detail: { price: [{ numeric: ["<", 5] }] } });
    const { Entries } = await cloud.put({ Resources: ["r1"] });
    const id = Entries?.[0]?.EventId;
    const expected = {
      version: "0",
      id,
      "detail-type": "Sold",
      source: "shop",
      account: ACCOUNT,
      time: new Date(cloud.clock.at).toISOString().replace(".000", ""),
      region: REGION,
      resources: ["r1"],
      detail: { book: "Almagest", price: 7 },
    };
    expect(cloud.bodies("books")).toEqual([expected]);
    expect(cloud.bodies("shop")).toEqual([expected]);
    expect(cloud.bodies("cheap")).toEqual([]);
  });

  test("of another bus: not matched; of a service of AWS: on the default bus", async () => {
    const cloud = await openBus();
    await cloud.queue("all", "all");
    await cloud.play("AWS::Events::Rule", "all", { EventPattern: { account: [ACCOUNT] }, Targets: [sqsTarget("all")] });
    await cloud.put({});
    expect(cloud.bodies("all")).toEqual([]);
    await cloud.put({ EventBusName: undefined });
    expect(cloud.bodies("all")).toHaveLength(1);
  });

  test.each([
    ["a part of it", { InputPath: "$.detail.book" }, "Almagest"],
    ["a constant", { Input: '{"a":1}' }, { a: 1 }],
    [
      "a template",
      {
        InputTransformer: {
          InputPathsMap: { book: "$.detail.book", price: "$.detail.price", all: "$.detail" },
          InputTemplate: '{"b":<book>,"t":"<book> à <price>","p":<price>,"all":<all>,"rule":"<aws.events.rule-arn>"}',
        },
      },
      {
        b: "Almagest",
        t: "Almagest à 7",
        p: 7,
        all: { book: "Almagest", price: 7 },
        rule: `arn:aws:events:${REGION}:${ACCOUNT}:rule/main/r`,
      },
    ],
  ])("of which the target wants %s", async (_, input, expected) => {
    const cloud = await openBus();
    await cloud.queue("q", "main/r");
    const Targets = [sqsTarget("q", input)];
    await cloud.play("AWS::Events::Rule", "r", { EventBusName: "main", EventPattern: { source: ["shop"] }, Targets });
    await cloud.put({});
    expect(cloud.bodies("q")).toEqual([expected]);
  });

  test("for a queue whose policy names another rule: in the dead-letter queue, with the reason; other targets have it", async () => {
    const cloud = await openBus();
    await cloud.queue("closed", "main/other");
    await cloud.queue("open", "main/r");
    await cloud.queue("dead", "main/r");
    const Targets = [sqsTarget("closed", { DeadLetterConfig: { Arn: queueArn("dead") } }), sqsTarget("open")];
    await cloud.play("AWS::Events::Rule", "r", { EventBusName: "main", EventPattern: { source: ["shop"] }, Targets });
    await cloud.put({});
    expect(cloud.bodies("closed")).toEqual([]);
    expect(cloud.bodies("open")).toHaveLength(1);
    const [dead] = cloud.messages("dead");
    expect(JSON.parse(dead!.body)).toMatchObject({ source: "shop" });
    expect(dead?.attributes).toMatchObject({
      ERROR_CODE: { StringValue: "AccessDeniedException" },
      RULE_ARN: { StringValue: ruleArn("main/r") },
      TARGET_ARN: { StringValue: queueArn("closed") },
    });
  });

  test("for a function, which fails twice: run at once, after a minute and after two more", async () => {
    const cloud = await openBus();
    const code = "let n = 0; export const handler = async () => { n += 1; if (n < 3) throw new Error('not yet'); };";
    const { arn } = putFunction(cloud.lambda, code);
    await cloud.play("AWS::Events::Rule", "r", {
      EventBusName: "main",
      EventPattern: { source: ["shop"] },
      Targets: [{ Id: "f", Arn: arn }],
    });
    // The invocation is allowed by the function's own policy.
    cloud.lambda.registry.putPermission(arn, (Resource) => ({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource,
      Condition: { ArnLike: { "AWS:SourceArn": ruleArn("main/r") } },
    }));
    await cloud.start();
    await cloud.put({});
    const outcomes = () => cloud.lambda.invocations().map(({ error }) => error === undefined);
    await cloud.work.drained();
    expect(outcomes()).toEqual([false]);
    for (const seconds of [60, 120]) {
      expect(cloud.due.nextAt()).toBe(cloud.clock.at + seconds * 1000);
      cloud.clock.at += seconds * 1000;
      cloud.due.deliverNext();
      await cloud.work.drained();
    }
    expect(outcomes()).toEqual([true, false, false]);
    expect(cloud.due.nextAt()).toBeUndefined();
  });

  test("for a function that is to be tried once, and fails: what Lambda tells of it is in the queue that the function names", async () => {
    const cloud = await openBus();
    await cloud.queue("failures");
    const { arn, roleArn } = putFunction(
      cloud.lambda,
      "export const handler = async () => { throw new Error('no'); };",
    );
    const trust = {
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const document = { Version: "2012-10-17", Statement: [allow("sqs:SendMessage", queueArn("failures"))] };
    cloud.iam.putRole({ arn: roleArn, name: "played", trust, policies: [{ name: "inline", document }] });
    await cloud.play("AWS::Lambda::EventInvokeConfig", "Config", {
      FunctionName: "played",
      Qualifier: "$LATEST",
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queueArn("failures") } },
    });
    await cloud.start();
    cloud.invocations.add(arn, '{"n":1}');
    await cloud.work.drained();
    expect(cloud.bodies("failures")).toMatchObject([
      {
        timestamp: new Date(cloud.clock.at).toISOString(),
        requestContext: { functionArn: arn, condition: "RetriesExhausted", approximateInvokeCount: 1 },
        requestPayload: { n: 1 },
        responsePayload: { errorMessage: "no" },
      },
    ]);
  });

  test("for a function without a permission for this rule: not run", async () => {
    const cloud = await openBus();
    const { arn } = putFunction(cloud.lambda, "export const handler = async () => {};");
    const Targets = [{ Id: "f", Arn: arn }];
    await cloud.play("AWS::Events::Rule", "r", { EventBusName: "main", EventPattern: { source: ["shop"] }, Targets });
    await cloud.start();
    await cloud.put({});
    await cloud.work.drained();
    expect(cloud.lambda.invocations()).toEqual([]);
  });

  test("for a machine, by a role of the rule: started with the event", async () => {
    const cloud = await openBus();
    const machine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:m`;
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/starter`;
    const trust = {
      Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const document = { Version: "2012-10-17", Statement: [allow("states:StartExecution", machine)] };
    cloud.iam.putRole({ arn: RoleArn, name: "starter", trust, policies: [{ name: "inline", document }] });
    await cloud.play("AWS::Events::Rule", "r", {
      EventBusName: "main",
      EventPattern: { source: ["shop"] },
      Targets: [{ Id: "m", Arn: machine, RoleArn, Input: "{}" }],
    });
    await cloud.put({});
    expect(cloud.executions).toEqual([{ stateMachineArn: machine, input: "{}" }]);
  });
});

describe("PutEvents", () => {
  test("one wrong entry among good ones: it alone fails, with its reason", async () => {
    const cloud = await openBus();
    const wrong = [
      { ...event, Detail: "[1]" },
      { ...event, Source: undefined },
      { ...event, Source: "aws.s3" },
      { ...event, EventBusName: "none" },
    ];
    const Entries = [event, ...wrong];
    const answer = await cloud.as(allow("events:PutEvents")).send(new PutEventsCommand({ Entries }));
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      "MalformedDetail",
      "InvalidArgument",
      "NotAuthorizedForSourceException",
      "ResourceNotFoundException",
    ]);
  });

  test.each([
    ["eleven entries", Array(11).fill(event)],
    ["more than 1 MiB together", [{ ...event, Detail: JSON.stringify({ x: "x".repeat(1_048_576) }) }]],
  ])("%s: refused as a whole", async (_, Entries) => {
    const cloud = await openBus();
    const sending = cloud.as(allow("events:PutEvents")).send(new PutEventsCommand({ Entries }));
    await expect(sending).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("a role that may publish one source on one bus: that one alone", async () => {
    const cloud = await openBus();
    const Condition = { StringEquals: { "events:source": "shop" } };
    const client = cloud.as({ Effect: "Allow", Action: "events:PutEvents", Resource: BUS, Condition });
    const put = (entry: object) => client.send(new PutEventsCommand({ Entries: [{ ...event, ...entry }] }));
    await expect(put({})).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(put({ Source: "bank" })).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(put({ EventBusName: "default" })).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("a rule with a schedule", () => {
  test("each day at 04:00 UTC: its target has the event of each day; nothing is due in between", async () => {
    const cloud = await openBus();
    await cloud.queue("daily", "daily");
    await cloud.play("AWS::Events::Rule", "daily", {
      ScheduleExpression: "cron(0 4 * * ? *)",
      Targets: [sqsTarget("daily")],
    });
    await cloud.start();
    await cloud.start();
    for (const day of [6, 7]) {
      const at = Date.UTC(2031, 4, day, 4);
      expect(cloud.due.list(9).map((due) => due.at)).toEqual([at]);
      cloud.clock.at = at;
      cloud.due.deliverNext();
    }
    const time = (day: number) => `2031-05-0${day}T04:00:00Z`;
    expect(cloud.messages("daily").map(({ body }) => JSON.parse(body))).toMatchObject([
      { "detail-type": "Scheduled Event", source: "aws.events", time: time(6), resources: [ruleArn("daily")] },
      { time: time(7) },
    ]);
  });
});

test("a target of a kind that is not played: refused by its ARN", async () => {
  const cloud = await openBus();
  const Targets = [{ Id: "x", Arn: "arn:aws:sns:eu-west-3:000000000000:topic" }];
  await expect(cloud.play("AWS::Events::Rule", "r", { EventPattern: {}, Targets })).rejects.toThrow("arn:aws:sns");
});
