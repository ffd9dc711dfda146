import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, CfnOutput, Duration, Stack, TimeZone } from "aws-cdk-lib";
import { EventBus, Rule, Schedule as RuleSchedule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { LambdaFunction, SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Code, Runtime, Function as SentFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { SqsSendMessage } from "aws-cdk-lib/aws-scheduler-targets";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { buildSync } from "esbuild";

/** The reading room of a library: each morning a schedule asks for a mail, which a function sends and tells to a bus. */
const app = new App();
const here = dirname(fileURLToPath(import.meta.url));
const bundle = mkdtempSync(join(tmpdir(), "reading-room-"));
buildSync({
  entryPoints: [join(here, "functions/notify.ts")],
  outfile: join(bundle, "index.mjs"),
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
});

const room = new Stack(app, "ReadingRoom");
const bus = new EventBus(room, "Bus");
const dead = new Queue(room, "Dead", { enforceSSL: true });
const toSend = new Queue(room, "ToSend", {
  enforceSSL: true,
  encryption: QueueEncryption.SQS_MANAGED,
  visibilityTimeout: Duration.minutes(3),
  deadLetterQueue: { queue: dead, maxReceiveCount: 2 },
});
const sent = new Queue(room, "Sent", { enforceSSL: true, retentionPeriod: Duration.days(14) });
const identity = new EmailIdentity(room, "Identity", { identity: Identity.domain("library.example") });

const notify = new SentFunction(room, "Notify", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromAsset(bundle),
  timeout: Duration.seconds(30),
  environment: { BUS: bus.eventBusName },
});
identity.grantSendEmail(notify);
bus.grantPutEventsTo(notify);
notify.addEventSource(new SqsEventSource(toSend, { batchSize: 5, reportBatchItemFailures: true }));

new Schedule(room, "Morning", {
  schedule: ScheduleExpression.cron({ hour: "8", minute: "0", timeZone: TimeZone.EUROPE_PARIS }),
  target: new SqsSendMessage(toSend, {
    input: ScheduleTargetInput.fromObject({ to: "reader@client.example", at: "<aws.scheduler.scheduled-time>" }),
  }),
});
new Rule(room, "EveryMailSent", {
  eventBus: bus,
  eventPattern: { detailType: ["MailSent"] },
  targets: [new SqsQueue(sent)],
});
// A rule of the default bus that invokes the function itself, asynchronously.
new Rule(room, "Weekly", {
  schedule: RuleSchedule.cron({ weekDay: "SUN", hour: "12", minute: "0" }),
  targets: [
    new LambdaFunction(notify, {
      event: RuleTargetInput.fromObject({
        Records: [{ messageId: "w", body: '{"to":"bounce@simulator.amazonses.com"}' }],
      }),
    }),
  ],
});
new CfnOutput(room, "ToSendUrl", { value: toSend.queueUrl });
app.synth();
rmSync(bundle, { recursive: true });
