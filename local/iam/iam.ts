import type { AccessAnswer, AccessQuestion, Clock, Iam, Principal, RoleDefinition } from "../contracts.ts";
import { administratorCredentials } from "./administrator.ts";
import { Decisions } from "./decisions.ts";
import { type Need, needsOf, type Use } from "./needs.ts";
import type { PolicySet } from "./policy.ts";
import type { Case } from "./refusal.ts";
import { Roles } from "./roles.ts";
import { randomCredentials, SESSION_MILLIS, Sessions } from "./sessions.ts";

const KEPT_DENIALS = 100;

/** IAM of the local account, with what only the door needs. */
export interface LocalIam extends Iam {
  /** True for a session that was opened and is over: the door then answers `ExpiredTokenException`. */
  hasEnded(accessKeyId: string): boolean;
  /** Of each statement that allows something to a role, whether anything that was done since the start needed it. */
  needs(): readonly Need[];
  /** @param context condition keys of the trust policy, e.g. `aws:SourceArn`. */
  assumeForService(
    roleArn: string,
    service: string,
    sessionName: string,
    context?: AccessQuestion["context"],
  ): ReturnType<Iam["assumeForService"]>;
}

interface IamOptions {
  readonly clock: Clock;
  readonly dataDir: string;
  readonly account: string;
}

type Denial = ReturnType<Iam["denials"]>[number];
const NO_POLICIES = (): PolicySet => ({ identity: [] });

class PlayedIam implements LocalIam {
  readonly #roles = new Roles();
  readonly #decisions = new Decisions();
  /** What roles were allowed, by role, action and resource; of each the last. */
  readonly #uses = new Map<string, Use>();
  readonly #denials: Denial[] = [];
  readonly #sessions: Sessions;
  readonly #administrator: ReturnType<Iam["administratorCredentials"]>;
  readonly #account: string;
  readonly #clock: Clock;

  constructor({ account, clock, dataDir }: IamOptions) {
    this.#account = account;
    this.#clock = clock;
    this.#sessions = new Sessions(clock);
    this.#administrator = administratorCredentials(dataDir);
    const arn = `arn:aws:iam::${account}:user/administrator`;
    this.#sessions.open({ kind: "administrator", arn }, this.#administrator);
  }

  putRole(definition: RoleDefinition): void {
    this.#roles.put(definition);
    this.#decisions.forget();
  }

  putPolicy(id: string, document: unknown, roleNames: readonly string[]): void {
    this.#roles.attach(id, document, roleNames);
    this.#decisions.forget();
  }

  assumeForService(roleArn: string, service: string, sessionName: string, context?: AccessQuestion["context"]) {
    const { name, trust } = this.#roles.get(roleArn);
    const answer = this.#answer(
      {
        principal: service,
        action: "sts:AssumeRole",
        resource: roleArn,
        context: { "aws:SourceAccount": this.#account, ...context },
        resourcePolicy: trust,
      },
      NO_POLICIES,
    );
    if (!answer.allowed) {
      throw new Error(answer.message);
    }
    const credentials = randomCredentials();
    const arn = `arn:aws:sts::${this.#account}:assumed-role/${name}/${sessionName}`;
    this.#sessions.open({ kind: "role", arn, roleArn, sessionName }, credentials, SESSION_MILLIS);
    return credentials;
  }

  prolong(accessKeyId: string): void {
    this.#sessions.prolong(accessKeyId);
  }

  end(accessKeyId: string): void {
    this.#sessions.close(accessKeyId);
  }

  administratorCredentials() {
    return this.#administrator;
  }

  lookup(accessKeyId: string) {
    return this.#sessions.find(accessKeyId);
  }

  hasEnded(accessKeyId: string): boolean {
    return this.#sessions.hasEnded(accessKeyId);
  }

  authorizeService({ service, sourceArn, ...question }: Parameters<Iam["authorizeService"]>[0]): AccessAnswer {
    const context = { "aws:SourceArn": sourceArn, "aws:SourceAccount": this.#account };
    return this.#answer({ ...question, principal: service, context }, NO_POLICIES);
  }

  authorize({ principal, action, resource, context, resourcePolicy, quiet }: AccessQuestion): AccessAnswer {
    const asked = {
      principal: principal.arn,
      action,
      resource,
      context: { ...this.#principalContext(principal), ...regionOf(resource), ...context },
      resourcePolicy,
    };
    const answer = this.#answer(asked, () => this.#roles.policiesOf(principal), quiet);
    if (answer.allowed && principal.kind === "role") {
      const use = { role: principal.roleArn, asked: { ...asked, account: this.#account } };
      this.#uses.set(`${use.role} ${action} ${resource}`, use);
    }
    return answer;
  }

  exercised(): ReturnType<Iam["exercised"]> {
    return [...this.#uses.values()].map(({ role, asked: { action, resource } }) => ({ role, action, resource }));
  }

  needs(): readonly Need[] {
    const uses = [...this.#uses.values()];
    return this.#roles.all().flatMap(({ arn, policies }) => needsOf(arn, policies, uses));
  }

  denials(): readonly Denial[] {
    return this.#denials;
  }

  /** `aws:SecureTransport` is true: loopback stands for TLS, for which no client would trust a certificate here. */
  #principalContext(principal: Principal): Readonly<Record<string, string>> {
    return {
      "aws:PrincipalArn": principal.kind === "role" ? principal.roleArn : principal.arn,
      "aws:PrincipalType": principal.kind === "role" ? "AssumedRole" : "User",
      "aws:PrincipalAccount": this.#account,
      "aws:ResourceAccount": this.#account,
      "aws:PrincipalIsAWSService": "false",
      "aws:ViaAWSService": "false",
      "aws:SecureTransport": "true",
    };
  }

  #answer(asked: Omit<Case, keyof PolicySet | "account">, policies: () => PolicySet, quiet = false): AccessAnswer {
    const answer = this.#decisions.answer({ ...asked, account: this.#account }, policies);
    if (!answer.allowed && !quiet) {
      const { principal, action, resource } = asked;
      this.#denials.unshift({ at: this.#clock.now(), principal, action, resource, missing: answer.missing });
      this.#denials.length = Math.min(this.#denials.length, KEPT_DENIALS);
    }
    return answer;
  }
}

function regionOf(resource: string): Readonly<Record<string, string>> {
  const region = resource.split(":")[3];
  return region ? { "aws:RequestedRegion": region } : {};
}

/** IAM of the local account: every door asks it before it acts. */
export function createIam(options: IamOptions): LocalIam {
  return new PlayedIam(options);
}
