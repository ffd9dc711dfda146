import { expect, test } from "@jest/globals";
import { EventSourceMappingProperties } from "../../../local/lambda/declarations.ts";
import { parsePattern } from "../../../local/lambda/event-pattern.ts";

const event = {
  eventName: "MODIFY",
  dynamodb: { Keys: { pk: { S: "loan#7" } }, tags: ["a", "b"], n: 3 },
  nothing: null,
};

test.each<[string, unknown, boolean]>([
  ["a literal of the list", { eventName: ["INSERT", "MODIFY"] }, true],
  ["none of the literals", { eventName: ["INSERT", "REMOVE"] }, false],
  ["two fields, one of which does not match", { eventName: ["MODIFY"], dynamodb: { n: [4] } }, false],
  ["a nested literal", { dynamodb: { n: [3] } }, true],
  ["a number is not its text", { dynamodb: { n: ["3"] } }, false],
  ["null", { nothing: [null] }, true],
  ["an item of a list in the event", { dynamodb: { tags: ["b"] } }, true],
  ["prefix", { dynamodb: { Keys: { pk: { S: [{ prefix: "loan#" }] } } } }, true],
  ["another prefix", { dynamodb: { Keys: { pk: { S: [{ prefix: "book#" }] } } } }, false],
  ["suffix", { dynamodb: { Keys: { pk: { S: [{ suffix: "7" }] } } } }, true],
  ["anything but", { eventName: [{ "anything-but": ["INSERT"] }] }, true],
  ["anything but what it is", { eventName: [{ "anything-but": "MODIFY" }] }, false],
  ["a field that must exist", { dynamodb: { n: [{ exists: true }] } }, true],
  ["a field that must not exist, and does", { dynamodb: { n: [{ exists: false }] } }, false],
  ["a field under one that is absent", { other: { n: [{ exists: false }] } }, true],
])("%s: %j matches %s", (_, pattern, matches) => {
  expect(parsePattern(pattern)(event)).toBe(matches);
});

test.each([
  ["$or", { $or: [{ a: ["1"] }] }],
  ["numeric", { a: [{ numeric: ["<", 3] }] }],
])("%s, which is not played: a mapping that filters by it is refused by name", (name, pattern) => {
  const declared = {
    EventSourceArn: "arn:aws:dynamodb:eu-west-3:000000000000:table/t/stream/2026",
    FunctionName: "f",
    StartingPosition: "LATEST",
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
  };
  expect(() => EventSourceMappingProperties.parse(declared)).toThrow(name);
});
