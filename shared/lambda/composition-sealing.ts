import { KMSClient } from "@aws-sdk/client-kms";
import { kmsPersonKeys } from "../adapters/kms/person-keys.ts";
import type { PersonKeys } from "../ports/person-keys.ts";
import { actDeps } from "./composition.ts";
import type { ActDeps } from "./perform-act.ts";
import { setting } from "./setting.ts";

/** Keys of persons under the platform's personal key. */
export const personKeys: PersonKeys = kmsPersonKeys(new KMSClient({}), setting("PERSONAL_KEY_ARN"));

/** What acts need that seal personal values. */
export const sealingActDeps: ActDeps = { ...actDeps, personKeys };
