import { XMLParser } from "fast-xml-parser";
import type { z } from "zod";
import { S3Error } from "./s3-error.ts";

/** Content of an element: text, fields in their order, or one element for each value of a list; `undefined` leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlFields | readonly XmlValue[];
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A result of S3, in its namespace. */
export function xmlResult(name: string, content: XmlValue): string {
  return `${DECLARATION}<${name} xmlns="${NAMESPACE}">${inner(content)}</${name}>`;
}

/** The body of an error, which has no namespace. */
export function xmlError(fields: XmlFields): string {
  return `${DECLARATION}${element("Error", fields)}`;
}

function element(name: string, content: XmlValue): string {
  if (content === undefined) return "";
  if (isList(content)) return content.map((one) => element(name, one)).join("");
  return `<${name}>${inner(content)}</${name}>`;
}

function inner(content: XmlValue): string {
  if (content === undefined) return "";
  if (typeof content !== "object") return escapeXml(String(content));
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join("");
}

function isList(content: XmlValue): content is readonly XmlValue[] {
  return Array.isArray(content);
}

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Control characters become references, as S3 writes them: a parser would turn a bare CR into LF, and lose it from a key. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a key may hold them
  return text.replace(/[&<>"'\u0000-\u001f\u007f\ufffe\uffff]/g, (char) => {
    return NAMED[char] ?? `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  // Without it, numeric references such as &#13; would stay as they are.
  htmlEntities: true,
  isArray: (name) => ["Object", "Part", "Tag"].includes(name),
});

/**
 * Reads the body of a request.
 * @param shape of the document, root element included; whatever else stands in it is ignored, as S3 does
 * @throws S3Error `MalformedXML`
 */
export function readXml<T>(body: Buffer, shape: z.ZodType<T>): T {
  const text = body.toString("utf8");
  const document = text.includes("<!DOCTYPE") ? undefined : parsed(text);
  const read = shape.safeParse(document);
  if (!read.success) {
    const message = "The XML you provided was not well-formed or did not validate against our published schema";
    throw new S3Error(400, "MalformedXML", message);
  }
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch {
    return undefined;
  }
}
