import { LambdaException } from "./lambda-exception.ts";

/** A function as the template declares it. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** `file.export`, relative to the code directory. */
  readonly handler: string;
  readonly codeDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Told to the function in its environment; not enforced. */
  readonly memoryMegabytes: number;
  readonly reservedConcurrency: number | undefined;
}

/** What an invocation names: a function, at a version, under the ARN that was used. */
export interface Target {
  readonly definition: FunctionDefinition;
  readonly version: string;
  readonly invokedArn: string;
}

/** A statement of a function's resource policy; it holds for one qualifier (`""` is the function itself). */
interface PermissionStatement {
  readonly qualifier: string;
  readonly statement: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly definition: FunctionDefinition;
  readonly versions: Set<string>;
  readonly aliases: Map<string, string>;
  readonly permissions: PermissionStatement[];
}

const LATEST = "$LATEST";
const ARN = /^arn:aws:lambda:[^:]+:\d+:function:(?<name>[^:]+)(?::(?<qualifier>[^:]+))?$/;
const NAME = /^(?<name>[\w-]+)(?::(?<qualifier>[\w$-]+))?$/;

/** The functions of a run with their versions, aliases and resource policies. */
export class FunctionRegistry {
  readonly #entries = new Map<string, Entry>();

  putFunction(definition: FunctionDefinition): void {
    this.#entries.set(definition.name, { definition, versions: new Set(), aliases: new Map(), permissions: [] });
  }

  /** A version runs the code that the template declares: older code is not in the assembly. */
  putVersion(reference: string, version: string): FunctionDefinition {
    const entry = this.#entry(reference);
    entry.versions.add(version);
    return entry.definition;
  }

  putAlias(reference: string, alias: string, version: string): FunctionDefinition {
    const entry = this.#entry(reference);
    entry.aliases.set(alias, version);
    return entry.definition;
  }

  putPermission(reference: string, statement: (arn: string) => Readonly<Record<string, unknown>>): void {
    const { definition, permissions } = this.#entry(reference);
    const { qualifier } = parse(reference);
    permissions.push({ qualifier, statement: statement(qualified(definition.arn, qualifier)) });
  }

  /** Throws ResourceNotFoundException for a function, version or alias that does not exist. */
  target(reference: string): Target {
    const { definition, versions, aliases } = this.#entry(reference);
    const { qualifier } = parse(reference);
    const version = aliases.get(qualifier) ?? (qualifier === "" ? LATEST : qualifier);
    if (version !== LATEST && !versions.has(version)) throw notFound(reference);
    return { definition, version, invokedArn: qualified(definition.arn, qualifier) };
  }

  /** The resource policy that holds for what a reference names, or undefined when it has none. */
  policy(reference: string): unknown {
    const { qualifier } = parse(reference);
    const statements = this.#entry(reference).permissions.filter((permission) => permission.qualifier === qualifier);
    if (statements.length === 0) return undefined;
    return { Version: "2012-10-17", Statement: statements.map(({ statement }) => statement) };
  }

  #entry(reference: string): Entry {
    const entry = this.#entries.get(parse(reference).name);
    if (entry === undefined) throw notFound(reference);
    return entry;
  }
}

function parse(reference: string): { readonly name: string; readonly qualifier: string } {
  const groups = (ARN.exec(reference) ?? NAME.exec(reference))?.groups;
  return { name: groups?.name ?? "", qualifier: groups?.qualifier ?? "" };
}

function qualified(arn: string, qualifier: string): string {
  return qualifier === "" ? arn : `${arn}:${qualifier}`;
}

function notFound(reference: string): LambdaException {
  return new LambdaException("ResourceNotFoundException", 404, `Function not found: ${reference}`);
}
