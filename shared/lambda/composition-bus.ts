import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { eventBridgeBus } from "../adapters/eventbridge/bus.ts";
import type { Bus } from "../ports/bus.ts";
import { setting } from "./setting.ts";

/** The bus of the platform. */
export const bus: Bus = eventBridgeBus(new EventBridgeClient({}), setting("BUS_NAME"));
