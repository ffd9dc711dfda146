import { describe, expect, test } from "@jest/globals";
import { countEmbedded } from "../../../local/cloudwatch/embedded-metrics.ts";

describe("what a function counts in its log", () => {
  const embedded = (metrics: object, rest: object) =>
    JSON.stringify({ _aws: { CloudWatchMetrics: [metrics] }, ...rest });
  const definition = { Namespace: "Shop", Dimensions: [["store"], []], Metrics: [{ Name: "Lost" }, { Name: "Found" }] };

  test("in the embedded format: each value counted, for each set of dimensions", () => {
    const counted: unknown[] = [];
    const metrics = { count: (...all: unknown[]) => void counted.push(all), level: () => undefined };
    countEmbedded(embedded(definition, { store: 7, Lost: 2, Found: [1, 3] }), metrics);
    expect(counted).toEqual([
      ["Shop", { Lost: 2 }, { store: "7" }, {}],
      ["Shop", { Found: 1 }, { store: "7" }, {}],
      ["Shop", { Found: 3 }, { store: "7" }, {}],
    ]);
  });

  test.each(["", "plain text", '{"_aws": 1}', '{"_aws"', "null", embedded(definition, { Lost: "two" })])(
    "any other line, as %j: nothing counted",
    (line) => {
      const refuse = () => {
        throw new Error("counted");
      };
      expect(() => countEmbedded(line, { count: refuse, level: refuse })).not.toThrow();
    },
  );
});
