import type { AwsResponse } from "../contracts.ts";

/** An error as an AWS service answers it; whatever else is thrown behind the door is our own fault and answers 500. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  /** @param code e.g. `AccessDeniedException`: what an SDK gives as the name of the error. */
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** The JSON form, with the header and the member where the SDKs of each protocol look for the code. */
export function errorResponse(error: AwsError): AwsResponse {
  return {
    status: error.status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": error.code },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
}
