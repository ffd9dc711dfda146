import { z } from "zod";

const Text = z.record(z.string(), z.unknown());

/** One resource of a template. Attributes that steer a deployment and that are not read here are refused by name. */
export const TemplateResource = z.strictObject({
  Type: z.string(),
  Properties: Text.default({}),
  DependsOn: z.union([z.string().transform((id) => [id]), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  Metadata: z.unknown().optional(),
  // Without effect: nothing is ever deleted here but by --reset.
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
});
export type TemplateResource = z.infer<typeof TemplateResource>;

/** A CloudFormation template. A section that is not read here (`Transform`, `Hooks`) is refused by name. */
export const Template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z
    .record(z.string(), z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() }))
    .default({}),
  Mappings: z.record(z.string(), z.record(z.string(), Text)).default({}),
  Conditions: Text.default({}),
  // CDK's only rule asserts the version of the bootstrap stack, which does not exist here.
  Rules: z.unknown().optional(),
  Resources: z.record(z.string(), TemplateResource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({
        Value: z.unknown(),
        Condition: z.string().optional(),
        Export: z.strictObject({ Name: z.unknown() }).optional(),
      }),
    )
    .default({}),
});
export type Template = z.infer<typeof Template>;

/** A stack of the assembly, its template read. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  /** Directory of its template and assets. */
  readonly dir: string;
  readonly template: Template;
  /** Ids of the stacks that are deployed before it. */
  readonly dependencies: readonly string[];
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
