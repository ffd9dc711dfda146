import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "@jest/globals";
import { openDoor } from "../iam-cloud.ts";
import { type Machine, machineOn, type Open, openMachines } from "./open-machines.ts";

const HOUR = 3_600_000;
const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** Step Functions behind a door, and a client of the SDK as it is. */
async function cloud(...allowed: string[]) {
  let machines: Open | undefined;
  const door = await openDoor((iam, clock, dataDir) => {
    machines = openMachines({ iam, clock, dataDir });
    return [machines.played.service];
  });
  opened.push(door.door, machines!);
  const statement = { Effect: "Allow", Action: allowed.length === 0 ? "states:*" : allowed, Resource: "*" };
  const client = new SFNClient(door.client(door.role("caller", statement)));
  opened.push({ close: async () => client.destroy() });
  const passed = async (millis: number) => {
    client.config.systemClockOffset += millis;
    await machines!.passed(millis);
  };
  return { ...machines!, client, passed };
}

const waits: Machine = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 3600, End: true } } };
const asks: Machine = {
  StartAt: "Ask",
  States: {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
      Arguments: { FunctionName: "ask", Payload: { token: "{% $states.context.Task.Token %}" } },
      HeartbeatSeconds: 7200,
      Catch: [{ ErrorEquals: ["Refused"], Output: "{% $states.errorOutput %}", Next: "Say" }],
      End: true,
    },
    Say: { Type: "Pass", End: true },
  },
};

describe("executions over the API", () => {
  test("the same name and input while it runs: the same execution; another input, or after its end: it exists already", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, waits);
    const start = (input: string) => client.send(new StartExecutionCommand({ stateMachineArn, name: "one", input }));
    const first = await start('{"a":1,"b":2}');
    expect(await start('{"b":2,"a":1}')).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    await expect(start("{}")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await open.passed(HOUR);
    await expect(start('{"a":1,"b":2}')).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    const described = await client.send(new DescribeExecutionCommand(first));
    expect(described).toMatchObject({ status: "SUCCEEDED", output: '{"a":1,"b":2}' });
    expect(described.stopDate!.getTime() - described.startDate!.getTime()).toBe(HOUR);
  });

  test.each([
    ["a name with a slash", { name: "a/b" }, "InvalidName"],
    ["an input that is no JSON", { input: "{" }, "InvalidExecutionInput"],
    [
      "a machine that does not exist",
      { stateMachineArn: "arn:aws:states:eu-west-3:000000000000:stateMachine:no" },
      "StateMachineDoesNotExist",
    ],
  ])("%s: refused by name", async (_, given, name) => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, waits);
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, ...given }))).rejects.toMatchObject({ name });
  });

  test("a caller without the permission: denied", async () => {
    const { client, ...open } = await cloud("states:DescribeExecution");
    const stateMachineArn = await machineOn(open, waits);
    const started = client.send(new StartExecutionCommand({ stateMachineArn }));
    await expect(started).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("stopped, listed by status, its history in pages both ways", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, waits);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name: "stopped" }));
    await client.send(new StartExecutionCommand({ stateMachineArn, name: "runs" }));
    await open.settled();
    await client.send(new StopExecutionCommand({ executionArn, error: "Withdrawn", cause: "By its author" }));
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "ABORTED" }));
    expect(executions!.map(({ name }) => name)).toEqual(["stopped"]);
    const history = (nextToken?: string, reverseOrder = false) =>
      client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 2, nextToken, reverseOrder }));
    const first = await history();
    const second = await history(first.nextToken);
    expect([...first.events!, ...second.events!].map(({ id, type }) => `${id} ${type}`)).toEqual([
      "1 ExecutionStarted",
      "2 WaitStateEntered",
      "3 ExecutionAborted",
    ]);
    expect(second.nextToken).toBeUndefined();
    const [last] = (await history(undefined, true)).events!;
    expect(last).toMatchObject({ executionAbortedEventDetails: { error: "Withdrawn", cause: "By its author" } });
  });
});

describe("task tokens", () => {
  test("a token answered: its output is the result; answered again: its task is over; a wrong one: invalid", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, asks);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const answer = (taskToken: string) =>
      client.send(new SendTaskSuccessCommand({ taskToken, output: '{"yes":true}' }));
    await expect(answer("another")).rejects.toMatchObject({ name: "InvalidToken" });
    await answer(open.tokens[0]!);
    await expect(answer(open.tokens[0]!)).rejects.toMatchObject({ name: "TaskTimedOut" });
    await open.settled();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: "SUCCEEDED", output: '{"yes":true}' });
  });

  test("heartbeats keep it open past its interval; a failure is caught", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, asks);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const taskToken = open.tokens[0];
    await open.passed(1.5 * HOUR);
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    await open.settled();
    await open.passed(1.5 * HOUR);
    await client.send(new SendTaskFailureCommand({ taskToken, error: "Refused", cause: "By the officer" }));
    await open.settled();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described.output).toBe('{"Error":"Refused","Cause":"By the officer"}');
  });

  test("answered by the function itself, before its invocation has ended: taken", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, asks);
    open.onInvoke(async (payload) => {
      await client.send(new SendTaskSuccessCommand({ taskToken: payload.token, output: '"early"' }));
      return "null";
    });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: "SUCCEEDED", output: '"early"' });
  });

  test("a machine whose role may not invoke the function: the task fails, by name", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, asks, []);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: "FAILED", error: "Lambda.AWSLambdaException" });
    expect(described.cause).toContain("is not authorized to perform: lambda:InvokeFunction");
    expect(open.tokens).toEqual([]);
  });
});

describe("a message with a token", () => {
  const sends: Machine = {
    StartAt: "Send",
    States: {
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Arguments: { QueueUrl: "letters", MessageBody: { token: "{% $states.context.Task.Token %}" } },
        End: true,
      },
    },
  };

  test("sent to a queue: the token in the message ends the wait; the message is not sent again after a restart", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, sends);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const again = open.restarted();
    await again.settled();
    const [message, ...others] = again.messages("letters");
    expect(others).toEqual([]);
    const call = again.played.runner.executions.call(JSON.parse(message!.body).token);
    expect(call).toMatchObject({ arn: executionArn, state: "answered" });
    await again.close();
  });

  test("to a queue that does not exist: the task fails, by name", async () => {
    const { client, ...open } = await cloud();
    const States = { Send: { ...sends.States.Send, Arguments: { QueueUrl: "lost", MessageBody: "a" } } };
    const stateMachineArn = await machineOn(open, { ...sends, States });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: "FAILED", error: "Sqs.QueueDoesNotExist" });
  });
});

describe("a cloud that stops", () => {
  test("during a wait: it ends at its instant, once, after the restart", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, waits);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '"kept"' }));
    await open.settled();
    const again = open.restarted();
    again.clock.at += HOUR;
    again.deliver();
    await again.settled();
    expect(again.played.runner.executions.get(executionArn!)?.run).toMatchObject({
      status: "SUCCEEDED",
      output: "kept",
    });
    expect(again.due.nextAt()).toBeUndefined();
    await again.close();
  });

  test("before a function has answered: the function is invoked again, with the same token", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, asks);
    open.onInvoke(() => new Promise(() => undefined));
    await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.invoked();
    const again = open.restarted();
    await again.settled();
    expect(again.tokens).toEqual(open.tokens);
    await again.close();
  });

  test("after a function has answered: it is not invoked again", async () => {
    const { client, ...open } = await cloud();
    const stateMachineArn = await machineOn(open, asks);
    await client.send(new StartExecutionCommand({ stateMachineArn }));
    await open.settled();
    const again = open.restarted();
    await again.settled();
    expect([open.tokens.length, again.tokens.length]).toEqual([1, 0]);
    await again.close();
  });
});
