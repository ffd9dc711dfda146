import { store } from "./desk.ts";

type Request = Parameters<Parameters<typeof store.interfere>[0]>[0];

/** Lets somebody act, once, before the first request to the store of this kind; tells whether there was one. */
export function between(isWhen: (request: Request) => boolean, act: () => Promise<unknown>): () => boolean {
  let done = false;
  store.interfere(async (request) => {
    if (done || !isWhen(request)) return undefined;
    done = true;
    await act();
    return undefined;
  });
  return () => done;
}

/** The transaction that an act writes. */
export const isWrite = ({ operation }: Request): boolean => operation === "TransactWriteItems";

/** The read of everything that an act decides on: by then, its texts have been opened. */
export const isReadOfAct = (request: Request): boolean => isReadOf("IDEMPOTENCY#", request);

/** A read that names this among its keys. */
export const isReadOf = (key: string, { operation, input }: Request): boolean =>
  operation === "BatchGetItem" && JSON.stringify(input).includes(key);
