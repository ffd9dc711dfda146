import { useActs } from "./acts.ts";
import { record } from "./suites/record.ts";
import { repetition } from "./suites/repetition.ts";
import { requests } from "./suites/requests.ts";
import { tenancy } from "./suites/tenancy.ts";

useActs();

requests();
repetition();
tenancy();
record();
