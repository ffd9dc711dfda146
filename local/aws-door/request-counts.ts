import type { AwsService, SignedRequest } from "../contracts.ts";

/** Counts the signed requests that reach services, by operation, since the start of the run. */
export class RequestCounts {
  readonly #counts = new Map<string, number>();

  /** The same service, counted. */
  counted(service: AwsService): AwsService {
    return {
      name: service.name,
      handle: (request) => {
        this.count(service.name, operationOf(request));
        return service.handle(request);
      },
    };
  }

  count(service: string, operation: string): void {
    const name = `${service}:${operation}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** E.g. `{"dynamodb:BatchGetItem": 12}`. */
  read(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}

/** Protocols that name no operation in a header are counted by method. */
function operationOf({ headers, method }: SignedRequest): string {
  return headers["x-amz-target"]?.toString().split(".").at(-1) ?? method;
}
