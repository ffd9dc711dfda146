import type { NamedPolicy, PolicyDocument, PolicySet, PolicyStatement } from "./policy.ts";
import { parsePolicy } from "./policy.ts";
import { type Evaluation, evaluate, type Verdict } from "./simulate.ts";

/** A question with the policies that answer it, by name. */
export type Case = Omit<Evaluation, "identity" | "boundary"> & PolicySet;

export interface Refusal {
  /** As AWS writes it. */
  readonly message: string;
  /** In French, for the person who has to add the statement. */
  readonly missing: string;
}

type Layers = Pick<Evaluation, "identity"> & Partial<Pick<Evaluation, "boundary" | "resourcePolicy">>;

/** One statement, and the policies reduced to it. */
interface Candidate {
  readonly layer: "an identity-based policy" | "a permissions boundary" | "a resource-based policy";
  readonly policy: string;
  readonly statement: PolicyStatement;
  readonly position: number;
  readonly alone: Layers;
}

/** A resource policy that hands the decision to the identity policies of the account, as `arn:aws:iam::…:root` does. */
function delegation(account: string): unknown {
  const root = `arn:aws:iam::${account}:root`;
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: root }, Action: "*", Resource: "*" }],
  };
}

export function toEvaluation(asked: Case): Evaluation {
  return { ...asked, identity: asked.identity.map((policy) => policy.document), boundary: asked.boundary?.document };
}

/** Says why a refused question was refused: runs the evaluation again, layer by layer and statement by statement. */
export function explainRefusal(asked: Case): Refusal {
  const subject = `User: ${asked.principal} is not authorized to perform: ${asked.action} on resource: ${asked.resource}`;
  const denial = findDenial(asked);
  if (denial !== undefined) {
    return {
      message: `${subject} with an explicit deny in ${denial.layer}`,
      missing: `${describe(denial)} refuse ${quote(asked.action)} à ${asked.principal} sur ${asked.resource}.`,
    };
  }
  const layer = silentLayer(asked);
  return {
    message: `${subject} because no ${layer} allows the ${asked.action} action`,
    missing: missingStatement(asked, layer),
  };
}

function single(document: PolicyDocument, statement: PolicyStatement): PolicyDocument {
  return { ...document, Statement: [statement] };
}

function candidatesOf(
  layer: Candidate["layer"],
  { name, document }: NamedPolicy,
  alone: (document: PolicyDocument) => Layers,
): Candidate[] {
  return document.Statement.map((statement, index) => ({
    layer,
    policy: name,
    statement,
    position: index + 1,
    alone: alone(single(document, statement)),
  }));
}

function identityCandidates(asked: Case): Candidate[] {
  return asked.identity.flatMap((policy) =>
    candidatesOf("an identity-based policy", policy, (document) => ({ identity: [document] })),
  );
}

function boundaryCandidates({ boundary }: Case): Candidate[] {
  return boundary === undefined
    ? []
    : candidatesOf("a permissions boundary", boundary, (document) => ({ identity: [], boundary: document }));
}

function resourceCandidates({ resource, resourcePolicy }: Case): Candidate[] {
  if (resourcePolicy === undefined) {
    return [];
  }
  const document = parsePolicy(resourcePolicy, `policy of ${resource}`);
  return candidatesOf("a resource-based policy", { name: resource, document }, (reduced) => ({
    identity: [],
    resourcePolicy: reduced,
  }));
}

function findDenial(asked: Case): Candidate | undefined {
  const candidates = [...identityCandidates(asked), ...boundaryCandidates(asked), ...resourceCandidates(asked)];
  return candidates.find(({ alone }) => judge(asked, alone) === "ExplicitlyDenied");
}

function judge(asked: Case, layers: Layers): Verdict {
  return evaluate({ ...asked, boundary: undefined, resourcePolicy: undefined, ...layers });
}

function silentLayer(asked: Case): "identity-based policy" | "permissions boundary" | "resource-based policy" {
  const { identity, boundary } = toEvaluation(asked);
  const resourcePolicy = delegation(asked.account);
  if (judge(asked, { identity, resourcePolicy }) !== "Allowed") {
    return asked.principal.startsWith("arn:") ? "identity-based policy" : "resource-based policy";
  }
  return judge(asked, { identity, boundary, resourcePolicy }) === "Allowed"
    ? "resource-based policy"
    : "permissions boundary";
}

type SilentLayer = ReturnType<typeof silentLayer>;

function nothingAllows({ principal, action, resource }: Case, layer: SilentLayer): string {
  if (layer === "resource-based policy") {
    return `Aucune instruction de la politique de ${resource} n'autorise ${principal} à ${quote(action)}.`;
  }
  const where =
    layer === "identity-based policy" ? "des politiques attachées" : "de la limite d'autorisations attachée";
  return `Aucune instruction ${where} à ${principal} n'autorise ${quote(action)} sur ${resource}.`;
}

function missingStatement(asked: Case, layer: SilentLayer): string {
  const plain = nothingAllows(asked, layer);
  const near = identityCandidates(asked).find((candidate) => isNear(asked, candidate));
  if (near === undefined) {
    return plain;
  }
  const condition = JSON.stringify(near.statement.Condition);
  return `${plain} ${describe(near)} l'autoriserait si sa condition était remplie\u202f: ${condition}.`;
}

/** A statement that would allow, were it not for its condition. */
function isNear(asked: Case, { statement }: Candidate): boolean {
  const { Condition, ...unconditional } = statement;
  const identity = [{ Version: "2012-10-17", Statement: [unconditional] }];
  return Condition !== undefined && judge(asked, { identity, resourcePolicy: delegation(asked.account) }) === "Allowed";
}

function describe(found: Candidate): string {
  const name = found.statement.Sid === undefined ? `n°\u202f${found.position}` : quote(found.statement.Sid);
  // An object is asked for, and the policy is its bucket's: the arn asked for would name the wrong thing.
  const policy = found.layer === "a resource-based policy" ? "de la ressource" : quote(found.policy);
  return `L'instruction ${name} de la politique ${policy}`;
}

function quote(text: string): string {
  return `«\u202f${text}\u202f»`;
}
