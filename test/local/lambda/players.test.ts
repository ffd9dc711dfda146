import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { DeclaredResource } from "../../../local/contracts.ts";
import { lambdaPlayers } from "../../../local/lambda/players.ts";
import { FunctionRegistry } from "../../../local/lambda/registry.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "../core/temporary.ts";

const ARN = "arn:aws:lambda:eu-west-3:000000000000:function:S-F-1";

function playersIn(directory: string) {
  const assemblyDir = join(directory, "cdk.out");
  mkdirSync(join(assemblyDir, "asset.1"), { recursive: true });
  const files = {
    1: { source: { path: "asset.1", packaging: "zip" }, destinations: { here: { objectKey: "1.zip" } } },
  };
  writeFileSync(join(assemblyDir, "S.assets.json"), JSON.stringify({ files }));
  const registry = new FunctionRegistry();
  const players = lambdaPlayers({
    registry,
    store: openStore(directory),
    account: "000000000000",
    region: "eu-west-3",
  });
  const create = async (type: string, generatedName: string, properties: DeclaredResource["properties"]) =>
    players
      .find((player) => player.type === type)!
      .create({ logicalId: "X", type, properties, assemblyDir, generatedName });
  return { registry, create, codeDir: join(assemblyDir, "asset.1") };
}

const declared = {
  Code: { S3Bucket: "assets", S3Key: "1.zip" },
  Handler: "index.handler",
  Runtime: "nodejs24.x",
  Role: "arn:aws:iam::000000000000:role/r",
};

describe("functions of a template", () => {
  test("a function with a version and an alias: found by name, ARN, version and alias", async () => {
    const { registry, create, codeDir } = playersIn(temporaryDirectory());
    expect(await create("AWS::Lambda::Function", "S-F-1", declared)).toEqual({
      ref: "S-F-1",
      attributes: { Arn: ARN },
    });
    const version = await create("AWS::Lambda::Version", "S-V-1", { FunctionName: "S-F-1" });
    expect(version).toEqual({ ref: `${ARN}:1`, attributes: { Version: "1", FunctionArn: `${ARN}:1` } });
    const alias = { FunctionName: "S-F-1", FunctionVersion: "1", Name: "live" };
    expect((await create("AWS::Lambda::Alias", "S-A-1", alias)).ref).toBe(`${ARN}:live`);
    expect(registry.target("S-F-1")).toMatchObject({ version: "$LATEST", invokedArn: ARN });
    expect(registry.target(`${ARN}:live`)).toMatchObject({ version: "1", invokedArn: `${ARN}:live` });
    expect(registry.target("S-F-1:1").definition).toMatchObject({ codeDir, timeoutSeconds: 3 });
  });

  test("a version that is published over the data of an earlier one: the next number, also when the first comes back", async () => {
    const directory = temporaryDirectory();
    const numbers = [];
    for (const name of ["S-V-1", "S-V-2", "S-V-1"]) {
      const { create } = playersIn(directory);
      await create("AWS::Lambda::Function", "S-F-1", declared);
      numbers.push((await create("AWS::Lambda::Version", name, { FunctionName: "S-F-1" })).attributes.Version);
    }
    expect(numbers).toEqual(["1", "2", "1"]);
  });

  test("a permission on an alias: a statement in the policy of the alias, and in no other", async () => {
    const { registry, create } = playersIn(temporaryDirectory());
    await create("AWS::Lambda::Function", "S-F-1", declared);
    await create("AWS::Lambda::Version", "S-V-1", { FunctionName: "S-F-1" });
    await create("AWS::Lambda::Alias", "S-A-1", { FunctionName: "S-F-1", FunctionVersion: "1", Name: "live" });
    await create("AWS::Lambda::Permission", "S-P-1", {
      Action: "lambda:InvokeFunction",
      FunctionName: `${ARN}:live`,
      Principal: "apigateway.amazonaws.com",
      SourceArn: "arn:aws:execute-api:eu-west-3:000000000000:api/*",
    });
    expect(registry.policy("S-F-1")).toBeUndefined();
    expect(registry.policy(`${ARN}:live`)).toMatchObject({
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "apigateway.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: `${ARN}:live`,
          Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:execute-api:eu-west-3:000000000000:api/*" } },
        },
      ],
    });
  });

  test.each([
    ["another runtime", { Runtime: "python3.13" }, /nodejs24\.x, le gabarit demande python3\.13/],
    ["code that the assembly does not hold", { Code: { S3Bucket: "assets", S3Key: "2.zip" } }, /2\.zip/],
    ["inline code", { Code: { ZipFile: "exports.handler = 1" } }, /ZipFile/],
  ])("%s: refused by name", async (_, change, message) => {
    const { create } = playersIn(temporaryDirectory());
    await expect(create("AWS::Lambda::Function", "S-F-1", { ...declared, ...change })).rejects.toThrow(message);
  });
});
