import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

// Run in a process of its own: hands each file to a thread of the bundle, as the function does, one after the other.
const [bundle = "", ...files] = process.argv.slice(2);
for (const file of files) {
  const options = { workerData: new Uint8Array(readFileSync(file)), env: {}, stdout: true, stderr: true };
  const worker = new Worker(pathToFileURL(bundle), options);
  const { promise, resolve } = Promise.withResolvers<unknown>();
  worker.once("message", resolve);
  worker.once("error", resolve);
  worker.once("exit", () => resolve(undefined));
  const answer = await promise;
  await worker.terminate();
  console.log(JSON.stringify(answer instanceof Error ? { error: answer.message } : (answer ?? {})));
}
