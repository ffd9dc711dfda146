/** An error as S3 answers it; whatever else is thrown is our own fault and answers 500. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  /** Elements beside `Code` and `Message`, in their order. */
  readonly details: Readonly<Record<string, string | number>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    { headers = {}, ...details }: { headers?: Record<string, string>; [detail: string]: unknown } = {},
  ) {
    super(message);
    this.name = code;
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.details = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  }
}

export function accessDenied(message = "Access Denied", details: Record<string, string> = {}): S3Error {
  return new S3Error(403, "AccessDenied", message, details);
}

export function invalidArgument(message: string, name: string, value: string): S3Error {
  return new S3Error(400, "InvalidArgument", message, { ArgumentName: name, ArgumentValue: value });
}

export function invalidRequest(message: string): S3Error {
  return new S3Error(400, "InvalidRequest", message);
}

/** For what S3 offers and this one does not, by name: it never does half of what was asked. */
export function notImplemented(what: string): S3Error {
  return new S3Error(501, "NotImplemented", `The local S3 does not play ${what}`);
}

export function noSuchKey(key: string, headers: Record<string, string> = {}): S3Error {
  return new S3Error(404, "NoSuchKey", "The specified key does not exist.", { Key: key, headers });
}
