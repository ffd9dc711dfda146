import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsDoor } from "../../local/aws-door/door.ts";
import type { AwsService, SessionCredentials } from "../../local/contracts.ts";
import { createIam, type LocalIam } from "../../local/iam/iam.ts";

export const ACCOUNT = "000000000000";
export const REGION = "eu-west-3";

export class TestClock {
  at = Date.UTC(2031, 4, 5, 10);
  now() {
    return this.at;
  }
}

const made: string[] = [];
const removeAll = () => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
};
// Benches, which have no Jest, use it too.
const { afterAll } = globalThis as { readonly afterAll?: (work: () => void) => void };
if (afterAll === undefined) process.once("exit", removeAll);
else afterAll(removeAll);

/** An empty directory that is removed after the tests of the file, or when the process ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "cloud-"));
  made.push(directory);
  return directory;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return (address as { port: number }).port;
}

/** IAM and the AWS door by hand, with the services under test behind it. */
export async function openDoor(services: (iam: LocalIam, clock: TestClock, dataDir: string) => AwsService[]) {
  const clock = new TestClock();
  const dataDir = temporaryDirectory();
  const iam = createIam({ clock, dataDir, account: ACCOUNT });
  const port = await freePort();
  const door = await createAwsDoor({ port, region: REGION, clock, iam, services: services(iam, clock, dataDir) });
  return {
    clock,
    dataDir,
    iam,
    door,
    port,
    /** Options of an SDK client whose clock is the virtual one; far from real time, it would repeat every refusal. */
    client: (credentials: SessionCredentials) => ({
      endpoint: `http://127.0.0.1:${port}`,
      region: REGION,
      credentials,
      systemClockOffset: clock.at - Date.now(),
      maxAttempts: 1,
    }),
    role: (name: string, ...statements: object[]) => roleSession(iam, name, statements),
  };
}

export function roleSession(iam: LocalIam, name: string, statements: object[]): SessionCredentials {
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const service = "lambda.amazonaws.com";
  const trust = { Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] };
  const document = { Version: "2012-10-17", Statement: statements };
  iam.putRole({ arn, name, trust, policies: [{ name: "inline", document }] });
  return iam.assumeForService(arn, service, "fn");
}
