import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { acts } from "./suites/acts.ts";
import { description } from "./suites/description.ts";
import { faults } from "./suites/faults.ts";
import { filing } from "./suites/filing.ts";
import { filingCompletion } from "./suites/filing-completion.ts";
import { filingFaults } from "./suites/filing-faults.ts";
import { filingGrants } from "./suites/filing-grants.ts";
import { filingHints } from "./suites/filing-hints.ts";
import { instruction } from "./suites/instruction.ts";
import { isolation } from "./suites/isolation.ts";
import { messages } from "./suites/messages.ts";
import { permissions } from "./suites/permissions.ts";
import { record } from "./suites/record.ts";
import { register } from "./suites/register.ts";
import { repetition } from "./suites/repetition.ts";
import { tokens } from "./suites/tokens.ts";
import { type Product, startProduct } from "./support/product.ts";

jest.setTimeout(60_000);

let product: Product;
const running = () => product;

beforeAll(async () => {
  product = await startProduct({ port: 14_700, at: "2022-11-28T09:00:00+01:00" });
}, 180_000);

afterAll(async () => {
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
describe("faulty files", () => filingFaults(running));
describe("completion", () => filingCompletion(running));
describe("instruction", () => instruction(running));
// Moves the clock: after those that file in the days of the campaign.
describe("messages", () => messages(running));
describe("permissions", () => permissions(running));
