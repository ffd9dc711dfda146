/** What must be closed when the run ends, whatever ends it. */
export interface Shutdown {
  /** Adds a closer; it runs at once when the run is ending already. */
  add(close: () => Promise<void> | void): void;
  /** Closes everything, last opened first, each even if another fails; a second call waits for the first. */
  run(): Promise<void>;
}

/** Opens the list of closers of a run. */
export function openShutdown(): Shutdown {
  const closers: Array<() => Promise<void> | void> = [];
  let running: Promise<void> | undefined;
  const closeAll = async () => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        console.error(error);
      }
    }
  };
  return {
    add: (close) => {
      closers.push(close);
      if (running !== undefined) running = running.then(closeAll);
    },
    run: () => {
      running ??= closeAll();
      return running;
    },
  };
}
