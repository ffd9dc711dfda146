import { expect, test } from "@jest/globals";
import { EventSourceMappingProperties } from "../../../local/lambda/declarations.ts";
import { parsePattern } from "../../../local/patterns/event-pattern.ts";

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
  ["anything but a prefix", { eventName: [{ "anything-but": { prefix: "IN" } }] }, true],
  ["anything but the prefix it has", { eventName: [{ "anything-but": { prefix: "MOD" } }] }, false],
  ["the same letters in another case", { eventName: [{ "equals-ignore-case": "modify" }] }, true],
  ["a wildcard", { eventName: [{ wildcard: "M*F*" }] }, true],
  ["a wildcard where a dot is no wildcard", { eventName: [{ wildcard: "M.*" }] }, false],
  ["a number between bounds", { dynamodb: { n: [{ numeric: [">", 2, "<=", 3] }] } }, true],
  ["a number at an open bound", { dynamodb: { n: [{ numeric: [">", 3] }] } }, false],
  ["one branch of several", { $or: [{ eventName: ["INSERT"] }, { dynamodb: { n: [3] } }] }, true],
  ["no branch of several", { $or: [{ eventName: ["INSERT"] }, { dynamodb: { n: [4] } }] }, false],
  ["a field that must exist", { dynamodb: { n: [{ exists: true }] } }, true],
  ["a field that must not exist, and does", { dynamodb: { n: [{ exists: false }] } }, false],
  ["a field under one that is absent", { other: { n: [{ exists: false }] } }, true],
])("%s: %j matches %s", (_, pattern, matches) => {
  expect(parsePattern(pattern)(event)).toBe(matches);
});

test.each([
  ["$and", { $and: [{ a: ["1"] }] }],
  ["cidr", { a: [{ cidr: "10.0.0.0/24" }] }],
  ["prefix", { a: [{ prefix: { "equals-ignore-case": "x" } }] }],
])("%s, which is not played: a mapping that filters by it is refused by name", (name, pattern) => {
  const declared = {
    EventSourceArn: "arn:aws:dynamodb:eu-west-3:000000000000:table/t/stream/2026",
    FunctionName: "f",
    StartingPosition: "LATEST",
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
  };
  expect(() => EventSourceMappingProperties.parse(declared)).toThrow(name);
});
