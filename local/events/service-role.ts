import { AwsError } from "../aws-door/aws-error.ts";
import type { Principal } from "../contracts.ts";
import type { LocalIam } from "../iam/iam.ts";

interface Taking {
  readonly roleArn: string;
  /** E.g. `scheduler.amazonaws.com`. */
  readonly service: string;
  /** For whom the service takes the role: a rule, a group of schedules. */
  readonly sourceArn: string;
  /** For a service that gives its sessions a name which policies know. */
  readonly sessionName?: string;
}

/** The principal of a role that a service takes. Throws an AwsError when there is no such role, or it does not trust the service. */
export function principalFor(iam: Pick<LocalIam, "assumeForService" | "lookup">, taking: Taking): Principal {
  const { roleArn, service, sourceArn, sessionName = "local" } = taking;
  const session = sessionOf(() => iam.assumeForService(roleArn, service, sessionName, { "aws:SourceArn": sourceArn }));
  const principal = iam.lookup(session.accessKeyId)?.principal;
  if (principal === undefined) throw new AwsError("AccessDeniedException", `No session of ${roleArn}`, 403);
  return principal;
}

function sessionOf<T>(assume: () => T): T {
  try {
    return assume();
  } catch (error) {
    throw new AwsError("AccessDeniedException", error instanceof Error ? error.message : String(error), 403);
  }
}
