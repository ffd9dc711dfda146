import { describe, expect, test } from "@jest/globals";
import { temporaryDirectory } from "../core/temporary.ts";
import { deployPlanted, type PlantedStack } from "./planted.ts";

const shelf = (Properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  Type: "Test::Shelf",
  Properties,
  ...more,
});
const stack = (Resources: Record<string, unknown>, more: Record<string, unknown> = {}): PlantedStack => ({
  template: { Resources, ...more },
});

/** Deploys one stack on empty data. */
const deployed = (planted: PlantedStack) => deployPlanted(temporaryDirectory(), { S: planted });
const plain = (sentence: string) => sentence.replaceAll("\u202f", " ");
const refusal = (deployment: Promise<unknown>) =>
  deployment.then(
    () => "deployed",
    (error: Error) => plain(error.message),
  );

describe("a template with something that the local cloud does not know", () => {
  test.each<[string, PlantedStack, string]>([
    [
      "a resource type",
      stack({ Odd: { Type: "AWS::Odd::Thing" } }),
      "S/Odd : le nuage local ne sait pas jouer le type de ressource AWS::Odd::Thing.",
    ],
    [
      "a property",
      stack({ A: shelf({ Depth: 3 }) }),
      "S/A : le nuage local ne lit pas la propriété « Depth » du type Test::Shelf.",
    ],
    [
      "an intrinsic function",
      stack({ A: shelf({ Name: { "Fn::Cidr": ["10.0.0.0/8"] } }) }),
      "S/A (Test::Shelf) : le nuage local ne connaît pas la fonction intrinsèque Fn::Cidr.",
    ],
    [
      "an intrinsic function in an inert resource",
      stack({ T: { Type: "AWS::SNS::Topic", Properties: { TopicName: { "Fn::GetAZs": "" } } } }),
      "S/T (AWS::SNS::Topic) : le nuage local ne connaît pas la fonction intrinsèque Fn::GetAZs.",
    ],
    [
      "a parameter without value",
      stack({}, { Parameters: { Size: { Type: "String" } } }),
      "S : le paramètre Size n'a pas de valeur par défaut, et rien ici ne peut la donner.",
    ],
    [
      "a parameter from the parameter store",
      stack({}, { Parameters: { Image: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/images/latest" } } }),
      "S : le paramètre Image est de type AWS::SSM::Parameter::Value<String>, que le nuage local ne sait pas lire.",
    ],
    [
      "a cycle",
      stack({ A: shelf({ Above: { Ref: "B" } }), B: shelf({ Above: { Ref: "A" } }) }),
      "Le gabarit contient un cycle de ressources : A → B → A.",
    ],
    [
      "a condition that is not declared",
      stack({ A: shelf({}, { Condition: "Maybe" }) }),
      "S/A : « Condition Maybe » ne désigne rien qui existe.",
    ],
  ])("%s: the boot stops, by name", async (_, planted, sentence) => {
    expect(await refusal(deployed(planted))).toBe(sentence);
  });

  test.each<[string, Record<string, unknown>]>([
    ["Transform", { Transform: "AWS::Serverless-2016-10-31", Resources: {} }],
    ["UpdatePolicy", { Resources: { A: shelf({}, { UpdatePolicy: {} }) } }],
  ])("%s: the boot stops, by name", async (name, template) => {
    expect(await refusal(deployed({ template }))).toContain(name);
  });

  test("one unknown property in the last of several stacks: nothing is created", async () => {
    const stacks = { S: stack({ A: shelf() }), T: stack({ B: shelf({ Depth: 1 }) }) };
    const directory = temporaryDirectory();
    expect(await refusal(deployPlanted(directory, stacks))).toContain("T/B");
    const { deployment } = await deployPlanted(directory, { S: stack({}) });
    expect(deployment.removed).toEqual([]);
  });
});

describe("deployment", () => {
  test("resources that refer to each other, across stacks too: created in order of dependency", async () => {
    const stacks = {
      Late: {
        dependencies: ["Early", "Early.assets"],
        ...stack({ C: shelf({ Above: { "Fn::ImportValue": "Early:B" } }) }),
      },
      Early: stack(
        { A: shelf({ Above: { "Fn::GetAtt": ["B", "Arn"] } }), B: shelf(), D: shelf({}, { DependsOn: "A" }) },
        { Outputs: { Out: { Value: { Ref: "B" }, Export: { Name: "Early:B" } } } },
      ),
    };
    const { created, deployment } = await deployPlanted(temporaryDirectory(), stacks);
    expect(created.map(({ logicalId }) => logicalId)).toEqual(["B", "A", "D", "C"]);
    expect(created[1]?.properties).toEqual({ Above: "arn:B" });
    expect(created[3]?.properties).toEqual({ Above: created[0]?.generatedName });
    expect(deployment.outputs.get("Early.Out")).toBe(created[0]?.generatedName);
  });

  test("a resource whose condition is false: not created, and an output that depends on it is left out", async () => {
    const { created, deployment } = await deployed(
      stack(
        {
          A: shelf({}, { Condition: "InLyon" }),
          B: shelf({ Name: { "Fn::If": ["InLyon", "l", { Ref: "AWS::NoValue" }] } }),
        },
        {
          Parameters: { City: { Type: "String", Default: "Paris" } },
          Conditions: { InLyon: { "Fn::Equals": [{ Ref: "City" }, "Lyon"] } },
          Outputs: { OfA: { Value: { Ref: "A" }, Condition: "InLyon" } },
        },
      ),
    );
    expect(created.map(({ logicalId, properties }) => [logicalId, properties])).toEqual([["B", {}]]);
    expect(deployment.outputs.size).toBe(0);
  });

  test("a name that the template leaves open: random, the same at the next boot, another on other data", async () => {
    const directory = temporaryDirectory();
    const name = async (data: string) =>
      (await deployPlanted(data, { S: stack({ A: shelf() }) })).created[0]?.generatedName;
    const first = await name(directory);
    expect(first).toMatch(/^S-A-[A-Z0-9]{12}$/);
    expect(await name(directory)).toBe(first);
    expect(await name(temporaryDirectory())).not.toBe(first);
  });

  test("an inert resource: Ref and attributes as CloudFormation gives them, and the reason", async () => {
    const { created, deployment } = await deployed(
      stack({
        News: { Type: "AWS::SNS::Topic", Properties: { TopicName: "news" } },
        A: shelf({ Name: { Ref: "News" }, Above: { "Fn::GetAtt": ["News", "TopicName"] } }),
      }),
    );
    expect(created[0]?.properties).toEqual({
      Name: "arn:aws:sns:eu-west-3:000000000000:news",
      Above: "news",
    });
    expect(deployment.resources.find(({ id }) => id === "S/News")?.inert).toBe("no notification is sent");
  });
});

describe("deployment over the data of an earlier template", () => {
  const over = async (before: Record<string, unknown>, after: Record<string, unknown>) => {
    const directory = temporaryDirectory();
    await deployPlanted(directory, { S: stack(before) });
    return deployPlanted(directory, { S: stack(after) });
  };

  test("a further resource and a property that replaces nothing: applied", async () => {
    const { created } = await over(
      { A: shelf({ Name: "a", Length: 1 }) },
      { A: shelf({ Name: "a", Length: 2 }), B: shelf() },
    );
    expect(created.map(({ logicalId, properties }) => [logicalId, properties])).toEqual([
      ["A", { Name: "a", Length: 2 }],
      ["B", {}],
    ]);
  });

  test("a property that replaces a resource with data: refused, with what it would lose", async () => {
    expect(await refusal(over({ A: shelf({ Name: "a" }) }, { A: shelf({ Name: "b" }) }))).toBe(
      "S/A (Test::Shelf) change de « Name » : la ressource serait remplacée et ses données perdues. Revenez au gabarit précédent, ou acceptez de tout perdre avec --reset.",
    );
  });

  test("a resource with data that becomes another type: refused", async () => {
    expect(await refusal(over({ A: shelf() }, { A: { Type: "AWS::SNS::Topic" } }))).toContain(
      "S/A (Test::Shelf) devient une ressource AWS::SNS::Topic",
    );
  });

  test("a resource with data that is no longer declared: reported, and found again when it comes back", async () => {
    const directory = temporaryDirectory();
    const first = await deployPlanted(directory, { S: stack({ A: shelf() }) });
    const without = await deployPlanted(directory, { S: stack({}) });
    expect(without.deployment.removed).toEqual(["S/A (Test::Shelf)"]);
    const back = await deployPlanted(directory, { S: stack({ A: shelf() }) });
    expect(back.created[0]?.generatedName).toBe(first.created[0]?.generatedName);
  });
});
