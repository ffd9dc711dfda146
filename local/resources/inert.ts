import type { DeclaredResource, InertResource, PhysicalResource } from "../contracts.ts";

/** Where the names of resources belong. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

type Naming = (resource: DeclaredResource, place: Place) => PhysicalResource;

const LOGS = "what functions write goes to files of the data directory";
const METRICS = "alarms watch metrics one by one; nothing draws or combines them";
const FILTERS = "what functions count in the embedded format is read; other lines of logs are not";
const EVENTS = "no other account sends events";
const MAIL = "no mail is written from a template";
const NOTICES = "no notification is sent";
const LABELS = "tells AWS about the stack, and does nothing";
const PARAMETERS = "no value is read from a parameter store at run time";

const TYPES: Readonly<Record<string, readonly [reason: string, naming: Naming]>> = {
  "AWS::CDK::Metadata": [LABELS, named()],
  "AWS::CloudWatch::CompositeAlarm": [METRICS, named("AlarmName", "Arn", "cloudwatch", "alarm:")],
  "AWS::CloudWatch::Dashboard": [METRICS, named("DashboardName")],
  "AWS::Events::EventBusPolicy": [EVENTS, named()],
  "AWS::Logs::LogGroup": [LOGS, logGroup],
  "AWS::Logs::MetricFilter": [FILTERS, named("FilterName")],
  "AWS::Logs::ResourcePolicy": [LOGS, named("PolicyName")],
  "AWS::SES::Template": [MAIL, named()],
  "AWS::SNS::Subscription": [NOTICES, named()],
  "AWS::SNS::Topic": [NOTICES, topic],
  "AWS::SNS::TopicPolicy": [NOTICES, named()],
  "AWS::SSM::Parameter": [PARAMETERS, parameter],
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

function topic(resource: DeclaredResource, place: Place): PhysicalResource {
  const name = nameOf(resource, "TopicName");
  const topicArn = arn(place, "sns", name);
  return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
}

function logGroup(resource: DeclaredResource, place: Place): PhysicalResource {
  const name = nameOf(resource, "LogGroupName");
  return { ref: name, attributes: { Arn: `${arn(place, "logs", `log-group:${name}`)}:*` } };
}

function parameter(resource: DeclaredResource): PhysicalResource {
  const { Type, Value } = resource.properties;
  return { ref: nameOf(resource, "Name"), attributes: { Type: String(Type), Value: String(Value) } };
}

function nameOf({ properties, generatedName }: DeclaredResource, property?: string): string {
  const given = property === undefined ? undefined : properties[property];
  return typeof given === "string" ? given : generatedName;
}

function arn({ account, region }: Place, service: string, name: string): string {
  return `arn:aws:${service}:${region}:${account}:${name}`;
}
