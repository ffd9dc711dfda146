import { createHash } from "node:crypto";
import type { DeclaredResource, InertResource, PhysicalResource } from "../contracts.ts";

/** Where the names of resources belong. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

type Naming = (resource: DeclaredResource, place: Place) => PhysicalResource;

const LOGS = "what functions write goes to files of the data directory";
const ALARMS = "no metrics are collected, so that nothing could be above a threshold";
const OBJECTS = "no object is stored yet";
const QUEUES = "no message is queued yet";
const EVENTS = "no event is sent to a bus yet";
const MAIL = "no mail is sent yet";
const SCHEDULES = "no schedule is played yet";
const ASYNCHRONOUS = "nothing is invoked asynchronously";
const NOTICES = "no notification is sent";
const LABELS = "tells AWS about the stack, and does nothing";
const PARAMETERS = "no value is read from a parameter store at run time";

const TYPES: Readonly<Record<string, readonly [reason: string, naming: Naming]>> = {
  "AWS::CDK::Metadata": [LABELS, named()],
  "AWS::CloudWatch::Alarm": [ALARMS, named("AlarmName", "Arn", "cloudwatch", "alarm:")],
  "AWS::CloudWatch::CompositeAlarm": [ALARMS, named("AlarmName", "Arn", "cloudwatch", "alarm:")],
  "AWS::CloudWatch::Dashboard": [ALARMS, named("DashboardName")],
  "AWS::Events::EventBus": [EVENTS, eventBus],
  "AWS::Events::EventBusPolicy": [EVENTS, named()],
  "AWS::Events::Rule": [EVENTS, named("Name", "Arn", "events", "rule/")],
  "AWS::Lambda::EventInvokeConfig": [ASYNCHRONOUS, named()],
  "AWS::Logs::LogGroup": [LOGS, logGroup],
  "AWS::Logs::MetricFilter": [ALARMS, named("FilterName")],
  "AWS::Logs::ResourcePolicy": [LOGS, named("PolicyName")],
  "AWS::S3::Bucket": [OBJECTS, bucket],
  "AWS::S3::BucketPolicy": [OBJECTS, named()],
  "AWS::SES::ConfigurationSet": [MAIL, named("Name")],
  "AWS::SES::ConfigurationSetEventDestination": [MAIL, named()],
  "AWS::SES::EmailIdentity": [MAIL, emailIdentity],
  "AWS::SES::Template": [MAIL, named()],
  "AWS::SNS::Subscription": [NOTICES, named()],
  "AWS::SNS::Topic": [NOTICES, topic],
  "AWS::SNS::TopicPolicy": [NOTICES, named()],
  "AWS::SQS::Queue": [QUEUES, queue],
  "AWS::SQS::QueuePolicy": [QUEUES, named()],
  "AWS::SSM::Parameter": [PARAMETERS, parameter],
  "AWS::Scheduler::Schedule": [SCHEDULES, named("Name", "Arn", "scheduler", "schedule/default/")],
  "AWS::Scheduler::ScheduleGroup": [SCHEDULES, named("Name", "Arn", "scheduler", "schedule-group/")],
};

/** The types that get a name and attributes, and do nothing more, each with its reason. */
export function inertResources(place: Place): ReadonlyMap<string, InertResource> {
  const entries = Object.entries(TYPES).map(([type, [inert, naming]]) => {
    return [type, { type, inert, attributes: (resource: DeclaredResource) => naming(resource, place) }] as const;
  });
  return new Map(entries);
}

/** Ref is the name that the property gives, or the generated one; one attribute is the ARN made of it. */
function named(property?: string, attribute?: string, service?: string, prefix = ""): Naming {
  return (resource, place) => {
    const name = nameOf(resource, property);
    if (attribute === undefined || service === undefined) return { ref: name, attributes: {} };
    return { ref: name, attributes: { [attribute]: arn(place, service, `${prefix}${name}`) } };
  };
}

function bucket(resource: DeclaredResource, { region }: Place): PhysicalResource {
  const name = nameOf(resource, "BucketName");
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website.${region}.amazonaws.com`,
    },
  };
}

function queue(resource: DeclaredResource, place: Place): PhysicalResource {
  const name = nameOf(resource, "QueueName");
  const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
  return { ref: url, attributes: { Arn: arn(place, "sqs", name), QueueName: name, QueueUrl: url } };
}

function topic(resource: DeclaredResource, place: Place): PhysicalResource {
  const name = nameOf(resource, "TopicName");
  const topicArn = arn(place, "sns", name);
  return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
}

function eventBus(resource: DeclaredResource, place: Place): PhysicalResource {
  const name = nameOf(resource, "Name");
  return { ref: name, attributes: { Arn: arn(place, "events", `event-bus/${name}`), Name: name } };
}

function logGroup(resource: DeclaredResource, place: Place): PhysicalResource {
  const name = nameOf(resource, "LogGroupName");
  return { ref: name, attributes: { Arn: `${arn(place, "logs", `log-group:${name}`)}:*` } };
}

function emailIdentity(resource: DeclaredResource): PhysicalResource {
  const identity = nameOf(resource, "EmailIdentity");
  const tokens = [1, 2, 3].map((index) => token(`${identity} ${index}`));
  const names = tokens.map((value, index) => [`DkimDNSTokenName${index + 1}`, `${value}._domainkey.${identity}`]);
  const values = tokens.map((value, index) => [`DkimDNSTokenValue${index + 1}`, `${value}.dkim.amazonses.com`]);
  return { ref: identity, attributes: Object.fromEntries([...names, ...values]) };
}

function parameter(resource: DeclaredResource): PhysicalResource {
  const { Type, Value } = resource.properties;
  return { ref: nameOf(resource, "Name"), attributes: { Type: String(Type), Value: String(Value) } };
}

function token(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function nameOf({ properties, generatedName }: DeclaredResource, property?: string): string {
  const given = property === undefined ? undefined : properties[property];
  return typeof given === "string" ? given : generatedName;
}

function arn({ account, region }: Place, service: string, name: string): string {
  return `arn:aws:${service}:${region}:${account}:${name}`;
}
