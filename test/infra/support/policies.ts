import { account, type Cloud, type Declared, ofType, planted } from "./cloud.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

export interface Role {
  readonly id: string;
  readonly arn: string;
  readonly documents: ReadonlyArray<{ readonly Version: string; readonly Statement: readonly Statement[] }>;
}

/** The roles, with all policies attached to each. */
export function rolesOf(cloud: Cloud): Role[] {
  return ofType(cloud, "AWS::IAM::Role").map(({ id, properties }) => ({
    id,
    arn: `arn:aws:iam::${account}:role${properties.Path ?? "/"}${id}`,
    documents: [
      ...(properties.Policies ?? []).map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument),
      ...ofType(cloud, "AWS::IAM::Policy")
        .filter((policy) => policy.properties.Roles?.includes(id))
        .map((policy) => policy.properties.PolicyDocument),
    ],
  }));
}

/** Every statement of the assembly that allows something, wherever it stands, with the resource that carries it. */
export function allowances(cloud: Cloud): { readonly where: Declared; readonly statement: Statement }[] {
  return cloud.resources.flatMap((where) =>
    documentsIn(where.properties)
      .flatMap((document) => [document.Statement].flat() as Statement[])
      .filter((statement) => statement.Effect === "Allow")
      .map((statement) => ({ where, statement })),
  );
}

export const allow = (Action: string | string[], Resource: string, Condition?: unknown): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});

/** The same cloud with one more role, of a function as it seems. */
export const withRole = (cloud: Cloud, ...Statement: Statement[]): Cloud =>
  planted(cloud, {
    type: "AWS::IAM::Role",
    properties: {
      Path: "/guichet/functions/",
      Policies: [{ PolicyDocument: { Version: "2012-10-17", Statement } }],
    },
  });

export const listed = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();

function documentsIn(value: unknown): { Statement: unknown }[] {
  if (value === null || typeof value !== "object") return [];
  if ("Statement" in value) return [value];
  return Object.values(value).flatMap(documentsIn);
}
