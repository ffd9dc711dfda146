/** A refusal of the Lambda service itself, as its API answers it. */
export class LambdaException extends Error {
  override readonly name = "LambdaException";
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
