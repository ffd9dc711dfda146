// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
import { describe, expect, test } from "@jest/globals";
import { type Names, NO_VALUE, resolve, truthOf } from "../../../local/assembly/intrinsics.ts";

const refs: Record<string, unknown> = {
  Table: "table-1",
  "AWS::Region": "eu-west-3",
  "AWS::NoValue": NO_VALUE,
  List: ["a", "b"],
};
const names: Names = {
  ref: (name) => refs[name],
  attribute: (logicalId, attribute) => (logicalId === "Table" && attribute === "Arn" ? "arn:table-1" : undefined),
  mapped: (map, first, second) => (`${map}.${first}.${second}` === "M.eu-west-3.size" ? 3 : undefined),
  condition: (name) => ({ Yes: true, No: false })[name],
  imported: (name) => (name === "Other:Key" ? "key-9" : undefined),
};
const at = "Stack/Resource";

describe("intrinsic functions", () => {
  test.each<[string, unknown, unknown]>([
    ["Ref", { Ref: "Table" }, "table-1"],
    ["Ref of a list parameter", { Ref: "List" }, ["a", "b"]],
    ["GetAtt as a list", { "Fn::GetAtt": ["Table", "Arn"] }, "arn:table-1"],
    ["GetAtt as text", { "Fn::GetAtt": "Table.Arn" }, "arn:table-1"],
    ["Sub", { "Fn::Sub": "${Table} in ${AWS::Region}, ${Table.Arn}" }, "table-1 in eu-west-3, arn:table-1"],
    ["Sub with a literal", { "Fn::Sub": "${!Table}/${Table}" }, "${Table}/table-1"],
    [
      "Sub with its own variables",
      { "Fn::Sub": ["${x}-${Table}", { x: { Ref: "AWS::Region" } }] },
      "eu-west-3-table-1",
    ],
    ["Sub whose value looks like a name", { "Fn::Sub": ["${x}", { x: "${Table}" }] }, "${Table}"],
    ["Join", { "Fn::Join": ["/", ["a", { Ref: "Table" }, { Ref: "AWS::NoValue" }]] }, "a/table-1"],
    ["Select", { "Fn::Select": ["1", { "Fn::Split": [":", "a:b:c"] }] }, "b"],
    ["FindInMap", { "Fn::FindInMap": ["M", { Ref: "AWS::Region" }, "size"] }, 3],
    ["ImportValue", { "Fn::ImportValue": { "Fn::Sub": "Other:Key" } }, "key-9"],
    ["Base64", { "Fn::Base64": "abc" }, "YWJj"],
    ["If, taken", { "Fn::If": ["Yes", "a", { Ref: "Nothing" }] }, "a"],
    ["If, not taken", { "Fn::If": ["No", { Ref: "Nothing" }, "b"] }, "b"],
    ["NoValue as a property", { a: 1, b: { "Fn::If": ["No", 2, { Ref: "AWS::NoValue" }] } }, { a: 1 }],
    ["NoValue as an item", [1, { Ref: "AWS::NoValue" }, 2], [1, 2]],
    ["data that has a property named Ref", { Ref: "Nothing", Other: 1 }, { Ref: "Nothing", Other: 1 }],
  ])("%s: resolved", (_, value, expected) => {
    expect(resolve(value, names, at)).toEqual(expected);
  });

  test.each<[string, unknown, string]>([
    [
      "an unknown function",
      { a: [{ "Fn::Length": [1] }] },
      "Stack/Resource.a.0 : le nuage local ne connaît pas la fonction intrinsèque Fn::Length.",
    ],
    [
      "a name that is nothing",
      { a: { Ref: "Nothing" } },
      "Stack/Resource.a : « Ref Nothing » ne désigne rien qui existe.",
    ],
    ["an attribute that a resource does not have", { "Fn::GetAtt": ["Table", "Colour"] }, "Fn::GetAtt Table.Colour"],
    ["an index beyond the list", { "Fn::Select": [5, ["a"]] }, "Fn::Select 5"],
    ["an export of nobody", { "Fn::ImportValue": "Nope" }, "Fn::ImportValue Nope"],
    ["a condition of nobody", { "Fn::If": ["Maybe", 1, 2] }, "Condition Maybe"],
    ["a dynamic reference", { a: "{{resolve:ssm:/x}}" }, "références dynamiques"],
  ])("%s: refused, saying where and what", (_, value, sentence) => {
    expect(() => resolve(value, names, at)).toThrow(sentence.replace(/ ([:»])/g, "\u202f$1").replace("« ", "«\u202f"));
  });

  test.each<[unknown, boolean]>([
    [{ "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-3"] }, true],
    [{ "Fn::Equals": ["true", true] }, true],
    [{ "Fn::Not": [{ Condition: "Yes" }] }, false],
    [{ "Fn::And": [{ Condition: "Yes" }, { "Fn::Not": [{ Condition: "No" }] }] }, true],
    [{ "Fn::And": [{ Condition: "Yes" }, { Condition: "No" }] }, false],
    [{ "Fn::Or": [{ Condition: "No" }, { "Fn::Equals": ["a", "a"] }] }, true],
  ])("condition %j: %s", (condition, truth) => {
    expect(truthOf(condition, names, "Conditions.X")).toBe(truth);
  });
});
