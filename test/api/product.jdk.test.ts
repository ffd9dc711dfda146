import { afterAll, beforeAll, describe, jest } from "@jest/globals";
import { acts } from "./suites/acts.ts";
import { description } from "./suites/description.ts";
import { faults } from "./suites/faults.ts";
import { isolation } from "./suites/isolation.ts";
import { permissions } from "./suites/permissions.ts";
import { record } from "./suites/record.ts";
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
describe("permissions", () => permissions(running));
