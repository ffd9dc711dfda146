/** What the parts of the local cloud are doing: while anything is in progress or ready, virtual time does not move on. */
export interface Work {
  /** Runs what counts as work in progress until it settles. */
  track<T>(run: () => Promise<T>): Promise<T>;
  /** Adds a part that learns of its work only by looking for it: `look` deals with all that is ready, then resolves. */
  addLook(look: () => Promise<void>): void;
  /** Resolves once nothing is in progress and nothing is ready. */
  drained(): Promise<void>;
}

/** Opens the account of what is in progress. */
export function openWork(): Work {
  const looks: Array<() => Promise<void>> = [];
  let running = 0;
  /** Moves with each start and each end: the same before and after means that nothing happened between. */
  let changes = 0;
  let idle = Promise.withResolvers<void>();
  const step = (by: 1 | -1) => {
    running += by;
    changes += 1;
    if (running > 0) return;
    idle.resolve();
    idle = Promise.withResolvers();
  };
  const settled = async () => {
    // What was announced in a microtask (a message to its consumer) has started once the event loop comes round.
    await new Promise((resolve) => setImmediate(resolve));
    while (running > 0) await idle.promise;
  };
  return {
    track: async (run) => {
      step(1);
      try {
        return await run();
      } finally {
        step(-1);
      }
    },
    addLook: (look) => {
      looks.push(look);
    },
    drained: async () => {
      for (let before = -1; before !== changes; ) {
        before = changes;
        await settled();
        for (const look of looks) await look();
        await settled();
      }
    },
  };
}
