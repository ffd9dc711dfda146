import * as z from "zod";

/** What answers of several procedures are made of. */
export const instant = z.iso.datetime({ precision: 3 }).describe("UTC, milliseconds");
export const day = z.iso.date().describe("A day in Paris");
export const caseId = z.uuid();
export const siret = z.string().regex(/^\d{14}$/);
export const cursor = z.string().describe("Give it as `cursor` to read the next page; absent on the last page.");
