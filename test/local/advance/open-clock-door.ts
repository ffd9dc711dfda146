import { Advance } from "../../../local/advance/advance.ts";
import { answerClock } from "../../../local/advance/clock-door.ts";
import { openDueRunner } from "../../../local/clock/due-runner.ts";
import { openClock } from "../../../local/clock/virtual-clock.ts";
import { openWork } from "../../../local/clock/work.ts";
import { startConsole } from "../../../local/console/start.ts";
import type { ConsoleState } from "../../../local/console/state.ts";
import { openStore } from "../../../local/store/sqlite-store.ts";
import { freePort, temporaryDirectory } from "../iam-cloud.ts";

/** A clock that stands at `start`, nothing due yet, behind the door of a console of its own. */
export async function openClockDoor(start: number) {
  const store = openStore(temporaryDirectory());
  const clock = openClock(store, start);
  const due = openDueRunner(store, clock);
  const work = openWork();
  const advance = new Advance({ clock, due, work, tell: () => undefined });
  const port = await freePort();
  const door = await startConsole({
    port,
    clock,
    state: () => ({ at: clock.now() }) as ConsoleState,
    inbox: { list: () => [], find: () => undefined },
    executions: { get: () => undefined, history: () => [] },
    posts: { "/clock": (asked, answer) => answerClock(advance, asked, answer) },
  });
  const close = async () => {
    await door.close();
    due.close();
    clock.close();
    store.close();
  };
  return { clock, due, work, advance, port, close };
}
