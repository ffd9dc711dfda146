import type { AwsService } from "../contracts.ts";
import { AwsError } from "./aws-error.ts";

/** `sts:GetCallerIdentity`, which tells a person which credentials a shell holds. AWS asks no permission for it. */
export function createSts(account: string): AwsService {
  return {
    name: "sts",
    handle: async ({ body, principal, requestId }) => {
      const action = new URLSearchParams(body.toString("utf8")).get("Action");
      if (action !== "GetCallerIdentity") {
        throw new AwsError("UnknownOperationException", `The local cloud does not play sts:${action}`);
      }
      const result = `<Arn>${principal.arn}</Arn><UserId>${principal.arn}</UserId><Account>${account}</Account>`;
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${result}</GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
      };
    },
  };
}
