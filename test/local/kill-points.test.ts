import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { armKillPoints, COUNTED } from "../../local/kill-points.ts";
import { openStore } from "../../local/store/sqlite-store.ts";
import { temporaryDirectory } from "./core/temporary.ts";

const life = fileURLToPath(new URL("./kill-points/life.ts", import.meta.url));

/** Lives once on a directory, cut off as ordered. */
function live(directory: string, deed: string, order?: string): SpawnSyncReturns<string> {
  const env = { ...process.env, NODE_OPTIONS: "", ...(order && { LOCAL_KILL_AT: order }) };
  return spawnSync(process.execPath, [life, directory, deed], { encoding: "utf8", env });
}

const doneIn = (directory: string): readonly string[] => {
  const file = join(directory, "done");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
};

function keptIn(directory: string): { readonly messages: number; readonly marks: number } {
  const store = openStore(directory);
  try {
    const count = store.database.prepare("SELECT count(*) AS messages FROM sqs_messages").get();
    return { messages: Number(count?.messages), marks: store.list("mark").length };
  } finally {
    store.close();
  }
}

describe("a run that is told to be cut off", () => {
  test.each([
    ["before-sqs-send:2", 1],
    ["after-sqs-send:2", 2],
    ["before-sqs-send:1", 0],
    ["after-sqs-send:3", 3],
  ])("at %s: killed there, with %i messages on disk and what their transactions wrote beside", (order, kept) => {
    const directory = temporaryDirectory();
    expect(live(directory, "send", order).signal).toBe("SIGKILL");
    expect(keptIn(directory)).toEqual({ messages: kept, marks: kept });
  });

  test("at a passage that does not come: lives to its end", () => {
    const directory = temporaryDirectory();
    expect(live(directory, "send", "after-sqs-send:4")).toMatchObject({ signal: null, status: 0 });
    expect(keptIn(directory).messages).toBe(3);
  });

  test("between the commit of a step and its effect: the effect happens in the next life, once", () => {
    const directory = temporaryDirectory();
    expect(live(directory, "execute", "after-execution-step:1").signal).toBe("SIGKILL");
    expect(doneIn(directory)).toEqual([]);
    expect(live(directory, "execute").stdout.trim()).toBe("SUCCEEDED");
    expect(doneIn(directory)).toEqual(["called"]);
  });

  test("before the commit of a step: the step is made again, the effect happens once", () => {
    const directory = temporaryDirectory();
    expect(live(directory, "execute", "before-execution-step:1").signal).toBe("SIGKILL");
    expect(live(directory, "execute").stdout.trim()).toBe("SUCCEEDED");
    expect(doneIn(directory)).toEqual(["called"]);
  });

  test("after the effect, before its answer is kept: the call is made again", () => {
    const directory = temporaryDirectory();
    expect(live(directory, "execute", "before-execution-answer:1").signal).toBe("SIGKILL");
    expect(live(directory, "execute").stdout.trim()).toBe("SUCCEEDED");
    expect(doneIn(directory)).toEqual(["called", "called"]);
  });

  test("inside a function, after its second request: the function had that answer, and asked for nothing more", () => {
    const directory = temporaryDirectory();
    expect(live(directory, "request", "after-function-request:2").signal).toBe("SIGKILL");
    expect(doneIn(directory)).toEqual(["answered 1", "answered 2"]);
  });

  test("a run that is told to count: says at its end how often it passed each point", () => {
    const { stdout } = live(temporaryDirectory(), "send", "count");
    const line = stdout.split("\n").find((text) => text.startsWith(COUNTED)) ?? "";
    expect(JSON.parse(line.slice(COUNTED.length))).toEqual({ "before-sqs-send": 3, "after-sqs-send": 3 });
  });

  test("without an order: nothing is said", () => {
    expect(armKillPoints(undefined)).toBeUndefined();
  });

  test.each(["after-sqs-send", "after-sqs-send:0", "sqs-send:1", "after-lunch:1", "after-sqs-send:1.5", ""])(
    "the order %j: refused, with the acts that there are",
    (order) => {
      expect(() => armKillPoints(order)).toThrow(/sqs-send, sqs-delete/);
    },
  );
});
