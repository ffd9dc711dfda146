import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { acts } from "./suites/acts.ts";
import { description } from "./suites/description.ts";
import { dossierFaults } from "./suites/dossier-faults.ts";
import { faults } from "./suites/faults.ts";
import { filing } from "./suites/filing.ts";
import { filingCompletion } from "./suites/filing-completion.ts";
import { filingGrants } from "./suites/filing-grants.ts";
import { filingHints } from "./suites/filing-hints.ts";
import { instruction } from "./suites/instruction.ts";
import { isolation } from "./suites/isolation.ts";
import { journeys } from "./suites/journeys.ts";
import { ansJourneys } from "./suites/journeys-ans.ts";
import { lateJourney } from "./suites/journeys-late.ts";
import { leftBehind } from "./suites/journeys-traces.ts";
import { messages } from "./suites/messages.ts";
import { permissions } from "./suites/permissions.ts";
import { record } from "./suites/record.ts";
import { register } from "./suites/register.ts";
import { repetition } from "./suites/repetition.ts";
import { blankPapers, standingWork } from "./suites/standing-work.ts";
import { tokens } from "./suites/tokens.ts";
import { type Product, startProduct } from "./support/product.ts";
import { listen } from "./support/traces.ts";

// A journey crosses days: on a busy machine the clock takes minutes to play them.
jest.setTimeout(600_000);

const { heard, stop } = listen();
let product: Product;
const running = () => product;

beforeAll(async () => {
  product = await startProduct({ port: 14_700, at: "2022-11-28T09:00:00+01:00" });
}, 240_000);

afterAll(async () => {
  stop();
  await product.stop();
  product.remove();
});

describe("acts", () => acts(running));
describe("faults", () => faults(running));
describe("repetition", () => repetition(running));
describe("isolation", () => isolation(running));
describe("tokens", () => tokens(running));
describe("description", () => description(running));
describe("record", () => record(running));
describe("register", () => register(running));
describe("filing", () => filing(running));
describe("grants of upload", () => filingGrants(running));
describe("hints of uploads", () => filingHints(running));
describe("completion", () => filingCompletion(running));
describe("instruction", () => instruction(running));
// From here on the clock is moved, and it does not go back: first what is filed in the days of the campaign.
describe("faults of a dossier", () => dossierFaults(running));
describe("decided before the Date de fermeture", () => journeys(running));
describe("in wait of ANS", () => ansJourneys(running));
describe("standing work", () => standingWork(running));
describe("left without an answer", () => lateJourney(running));
describe("papers without text", () => blankPapers(running));
describe("messages", () => messages(running));
// These look back at the whole run.
describe("left behind", () => leftBehind(running, heard));
describe("permissions", () => permissions(running));
