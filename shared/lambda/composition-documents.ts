import { LambdaClient } from "@aws-sdk/client-lambda";
import { lambdaInspector } from "../adapters/lambda/inspector.ts";
import type { Inspector } from "../ports/documents.ts";
import { setting } from "./setting.ts";

/** The inspector that this function's environment names. */
export const inspector: Inspector = lambdaInspector(new LambdaClient({}), setting("INSPECT_PIECE_FUNCTION"));
