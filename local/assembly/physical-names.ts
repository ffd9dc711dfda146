import { randomInt, randomUUID } from "node:crypto";
import { z } from "zod";
import type { Store } from "../contracts.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const RANDOM_LENGTH = 12;
/** Types whose names are cut as CloudFormation cuts them, to fit 64 characters. */
const SHORT = ["AWS::IAM::Role", "AWS::Lambda::Function", "AWS::Scheduler::ScheduleGroup"];
const SHORT_PART = 24;
/** Types whose names are in lower case. */
const LOWER = ["AWS::S3::Bucket"];

/**
 * The name CloudFormation would generate, `Stack-LogicalId-RANDOM`; drawn once per data directory, so that it is the same at
 * each boot and code that guesses a name fails.
 */
export function generatedName(store: Store, resource: { stack: string; logicalId: string; type: string }): string {
  const { stack, logicalId, type } = resource;
  const random = remembered(store, `${stack}/${logicalId}`, randomSuffix);
  const cut = (part: string) => (SHORT.includes(type) ? part.slice(0, SHORT_PART) : part);
  const name = `${cut(stack)}-${cut(logicalId)}-${random}`;
  return LOWER.includes(type) ? name.toLowerCase() : name;
}

/** The id of a stack, as `AWS::StackId` gives it. */
export function stackArn(store: Store, place: { account: string; region: string }, stack: string): string {
  const id = remembered(store, stack, randomUUID);
  return `arn:aws:cloudformation:${place.region}:${place.account}:stack/${stack}/${id}`;
}

function remembered(store: Store, id: string, draw: () => string): string {
  const known = z.string().optional().parse(store.get("physical-names", id));
  if (known !== undefined) return known;
  const drawn = draw();
  store.put("physical-names", id, drawn);
  return drawn;
}

function randomSuffix(): string {
  return Array.from({ length: RANDOM_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
