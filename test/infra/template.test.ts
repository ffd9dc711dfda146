import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import type { PropertyType, SpecDatabase } from "@aws-cdk/service-spec-types";
import { describe, expect, test } from "@jest/globals";
import { Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { synthesise } from "../../infra/assembly.ts";
import { entryOf } from "../../infra/function-spec.ts";
import { functions } from "../../infra/functions.ts";
import {
  type Cloud,
  changed,
  cloudOf,
  emptyDirectory,
  ofType,
  planted,
  productionContext,
  synthesised,
} from "./support/cloud.ts";

const cloud = cloudOf();

describe("the same bytes twice", () => {
  const digests = (directory: string, root = directory): string[] =>
    readdirSync(directory).flatMap((name) => {
      const path = join(directory, name);
      if (statSync(path).isDirectory()) return digests(path, root);
      return `${relative(root, path)} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
    });

  test("two syntheses in two directories: every file of the assembly is the same", () => {
    expect(digests(synthesised(emptyDirectory()))).toEqual(digests(cloud.outdir));
  });

  test("nothing of this machine is in it: no path of the project, no directory of the build", () => {
    const files = readdirSync(cloud.outdir).filter((name) => name.endsWith(".json"));
    const local = files.filter((name) => readFileSync(join(cloud.outdir, name), "utf8").includes(process.cwd()));
    expect(files.length).toBeGreaterThan(8);
    expect(local).toEqual([]);
  });
});

describe("what CloudFormation knows", () => {
  const spec = loadAwsServiceSpecSync();

  test("every property of every resource, at every depth", () => {
    expect(cloud.resources.flatMap(({ id, type, properties }) => unknownIn(spec, id, type, properties))).toEqual([]);
  });

  test("a property with a slip of the pen, at the top or deep inside: seen", () => {
    const wrong = changed(cloud, /^EventsTable/, (properties) => {
      properties.Replica = [];
      properties.Replicas[0].PointInTimeRecoverySpecification.RecoveryPeriod = 35;
    });
    const found = wrong.resources.flatMap(({ type, properties }) => unknownIn(spec, "Events", type, properties));
    expect(found).toEqual(["Events.Replicas.PointInTimeRecoverySpecification.RecoveryPeriod", "Events.Replica"]);
  });

  const custom = (of: Cloud) => of.resources.filter(({ type }) => /^Custom::|CustomResource/.test(type));

  test("no resource of a function that is not ours", () => {
    expect(custom(cloud)).toEqual([]);
    const declared = ofType(cloud, "AWS::Lambda::Function").map(({ properties }) => properties.Description);
    expect(declared.sort()).toEqual(functions.map(({ slug, name }) => `${slug}/${name}`).sort());
  });

  test("every handler written is deployed, and every function deployed has its handler", () => {
    const files = readdirSync("functions", { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const handlers = files.filter((name) =>
      /^export (const|(async )?function) handler\b/m.test(readFileSync(join("functions", name), "utf8")),
    );
    expect(handlers.map((name) => name.replace(".ts", "")).sort()).toEqual(functions.map(entryOf).sort());
  });

  test("a Custom:: resource: seen", () => {
    expect(custom(planted(cloud, { type: "Custom::S3BucketNotifications" }))).toHaveLength(1);
  });
});

describe("policy checks", () => {
  test("a bucket without any protection planted in a stack: synthesis fails and names it", () => {
    const plant = () =>
      synthesise({
        outdir: emptyDirectory(),
        inspect: (app) => {
          const stack = app.node.children.find((child) => Stack.isStack(child));
          if (stack) new Bucket(stack, "Planted");
        },
      });
    expect(plant).toThrow(/business-data\/Planted.*AwsSolutions-S10/s);
  });
});

describe("placements", () => {
  /** What one placement's template names of another: its account, or an export of its stacks. */
  const crossings = (of: Cloud, accounts: Readonly<Record<string, string>>) =>
    of.resources.flatMap(({ stack, id, properties }) => {
      const own = stack.split("-")[0] ?? "";
      const text = JSON.stringify(properties);
      const foreign = Object.entries(accounts).filter(([placement]) => placement !== own);
      return foreign
        .filter(([, account]) => text.includes(account))
        .map(([placement]) => `${stack} ${id} → ${placement}`);
    });

  const accounts = { business: productionContext.businessAccount, health: "222222222222" };

  test("no stack names an account of another placement", () => {
    expect(crossings(cloudOf(productionContext), accounts)).toEqual([]);
  });

  test("a health function that may read a business table: seen", () => {
    const crossing = planted(cloudOf(productionContext), {
      stack: "health-api",
      type: "AWS::IAM::Policy",
      properties: { Resource: `arn:aws:dynamodb:eu-west-3:${accounts.business}:table/Cases` },
    });
    expect(crossings(crossing, accounts)).toEqual(["health-api Planted → business"]);
  });
});

function unknownIn(spec: SpecDatabase, path: string, type: string, properties: unknown): string[] {
  const [known] = spec.lookup("resource", "cloudFormationType", "equals", type);
  if (!known) return [`${path}: type ${type}`];
  return unknownFields(spec, path, known.properties, properties);
}

type Fields = Readonly<Record<string, { readonly type: PropertyType }>>;

function unknownFields(spec: SpecDatabase, path: string, fields: Fields, value: unknown): string[] {
  return Object.entries(value ?? {}).flatMap(([name, inner]) => {
    const field = fields[name];
    return field ? unknownValues(spec, `${path}.${name}`, field.type, inner) : [`${path}.${name}`];
  });
}

function unknownValues(spec: SpecDatabase, path: string, type: PropertyType, value: unknown): string[] {
  if (type.type === "ref")
    return unknownFields(spec, path, spec.get("typeDefinition", type.reference.$ref).properties, value);
  if (type.type === "array" && Array.isArray(value)) {
    return value.flatMap((item) => unknownValues(spec, path, type.element, item));
  }
  if (type.type === "map")
    return Object.values(value ?? {}).flatMap((item) => unknownValues(spec, path, type.element, item));
  if (type.type !== "union") return [];
  const readings = type.types.map((one) => unknownValues(spec, path, one, value));
  return readings.find((found) => found.length === 0) ?? readings[0] ?? [];
}
