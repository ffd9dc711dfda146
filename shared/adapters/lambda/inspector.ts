import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import {
  type Inspected,
  type InspectionRequest,
  type Inspector,
  inspectionAnswer,
  quarantineKey,
} from "../../ports/documents.ts";

/** Bytes of the longest answer that is read: twice what the limits of the inspection let it say. */
const longestAnswer = 4_000_000;
const noAnswer: Inspected = { checker: "none" };
/** How Lambda names the ends that a file can bring about. */
const endings = ["Runtime.ExitError", "Runtime.OutOfMemory", "Sandbox.Timedout", "Function.ResponseSizeTooLarge"];
const failureSchema = z.object({ errorType: z.optional(z.string()) });

/**
 * The inspector as a function of its own. What ends it (its time, its memory, a kill) is an answer about the file: it could
 * not be inspected. So is an answer too long or of another form. Any other failure says nothing of the file.
 */
export function lambdaInspector(client: LambdaClient, functionName: string): Inspector {
  return {
    inspect: async ({ upload, version, size, sha256 }) => {
      const request: InspectionRequest = { key: quarantineKey(upload), versionId: version, size, sha256 };
      const { Payload, FunctionError } = await client.send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
      );
      const answer = Payload ?? new Uint8Array();
      if (FunctionError !== undefined) return endedBy(answer);
      return answer.length > longestAnswer ? noAnswer : readAnswer(answer);
    },
  };
}

/** @throws Error for an error that the function itself threw */
function endedBy(answer: Uint8Array): Inspected {
  const failure = z.safeParse(failureSchema, jsonIn(answer));
  const type = failure.data?.errorType ?? "";
  if (endings.includes(type)) return noAnswer;
  throw new Error(`the inspector failed: ${type}`);
}

function readAnswer(answer: Uint8Array): Inspected {
  const read = z.safeParse(inspectionAnswer, jsonIn(answer));
  return read.success ? read.data : noAnswer;
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
