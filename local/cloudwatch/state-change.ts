import { type BusEvent, busEvent } from "../events/bus-event.ts";
import type { Alarm } from "./alarm.ts";
import type { AlarmState } from "./evaluation.ts";

interface StateChange {
  readonly alarm: Alarm;
  readonly before: AlarmState;
  readonly state: AlarmState;
  /** UTC ms. */
  readonly at: number;
}

/** The event by which CloudWatch tells the default bus that the state of an alarm changed. */
export function stateChange(
  { alarm, before, state, at }: StateChange,
  place: { readonly account: string; readonly region: string },
): BusEvent {
  const { name, arn, description, metric, statistic, periodSeconds } = alarm;
  const timestamp = new Date(at).toISOString().replace("Z", "+0000");
  const stat = { period: periodSeconds, stat: statistic };
  const detail = {
    alarmName: name,
    state: { value: state, reason: `Threshold ${alarm.comparison} ${alarm.threshold}: ${state}`, timestamp },
    previousState: { value: before },
    configuration: {
      ...(description !== undefined && { description }),
      metrics: metric === undefined ? [] : [{ id: "m1", metricStat: { metric, ...stat }, returnData: true }],
    },
  };
  const facts = { source: "aws.cloudwatch", detailType: "CloudWatch Alarm State Change", resources: [arn], at, detail };
  return busEvent(facts, place);
}
