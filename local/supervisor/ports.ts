import { createServer } from "node:http";
import type { Ports } from "../contracts.ts";
import { closeDoor, listen } from "./door.ts";

/** The series of ports that starts at `first`. */
export function portsFrom(first: number): Ports {
  return {
    api: first,
    aws: first + 1,
    issuer: first + 2,
    console: first + 3,
    dynamodb: first + 4,
    runtime: first + 5,
  };
}

/** Throws a Refusal that names the first port of the series that another program holds. */
export async function checkFree(ports: Ports): Promise<void> {
  for (const port of Object.values(ports)) {
    const server = createServer();
    await listen(server, port);
    await closeDoor(server);
  }
}
