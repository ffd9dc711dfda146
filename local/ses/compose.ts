import PostalMime, { addressParser, type Email } from "postal-mime";
import { AwsError } from "../aws-door/aws-error.ts";
import type { SendEmailInput, Simple } from "./inputs.ts";
import type { Written } from "./mail.ts";

/** A mail that is to be sent: what is written, by whom and to whom, address alone. */
export interface Composed {
  readonly written: Written;
  readonly from: string;
  /** As people read it, empty where there is none. */
  readonly fromName: string;
  readonly recipients: readonly string[];
}

/** Stamp of SES itself, which no sender chooses. */
export interface Stamp {
  readonly id: string;
  /** UTC ms. */
  readonly at: number;
  readonly region: string;
}

/** Reads a mail from its two forms. Throws an AwsError BadRequestException for what is none. */
export async function compose(input: SendEmailInput, stamp: Stamp): Promise<Composed> {
  const { Simple, Raw } = input.Content;
  const isOne = (Simple === undefined) !== (Raw === undefined);
  if (!isOne) throw badRequest("Content has exactly one of Simple and Raw.");
  const composed = Simple === undefined ? await composeRaw(input, stamp) : composeSimple(input, Simple, stamp);
  if (composed.recipients.length === 0) throw badRequest("Must have at least one recipient.");
  if (composed.recipients.length > MOST_RECIPIENTS) throw badRequest("Recipient count exceeds 50.");
  const wrong = [composed.from, ...composed.recipients].find((address) => !ADDRESS.test(address));
  if (wrong !== undefined) throw badRequest(`Illegal address: ${wrong}`);
  return composed;
}

const MOST_RECIPIENTS = 50;
const ADDRESS = /^[^\s@<>"]+@[\w-]+(\.[\w-]+)+$/;

export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}

function composeSimple(input: SendEmailInput, simple: Simple, stamp: Stamp): Composed {
  const { FromEmailAddress = "", Destination, ReplyToAddresses } = input;
  const lists = [
    ["From", [FromEmailAddress]],
    ["To", Destination.ToAddresses],
    ["Cc", Destination.CcAddresses],
    ["Reply-To", ReplyToAddresses],
  ] as const;
  const headers = lists
    .filter(([, addresses]) => addresses.length > 0)
    .map(([name, addresses]) => ({ name, value: addresses.join(", ") }));
  const own = simple.Headers.map(({ Name, Value }) => ({ name: Name, value: Value }));
  const written = {
    headers: stamped([...headers, { name: "Subject", value: simple.Subject.Data }, ...own], stamp),
    subject: simple.Subject.Data,
    text: simple.Body.Text?.Data ?? "",
    html: simple.Body.Html?.Data ?? "",
    attachments: simple.Attachments.map(({ FileName, ContentType, RawContent }) => ({
      name: FileName,
      type: ContentType,
      bytes: Buffer.byteLength(RawContent, "base64"),
    })),
  };
  return { written, ...senderOf(FromEmailAddress), recipients: destinations(input) };
}

async function composeRaw(input: SendEmailInput, stamp: Stamp): Promise<Composed> {
  const email = await PostalMime.parse(Buffer.from(input.Content.Raw?.Data ?? "", "base64"));
  const given = destinations(input);
  const from = input.FromEmailAddress ?? email.headers.find(({ key }) => key === "from")?.value ?? "";
  const recipients = given.length > 0 ? given : recipientsIn(email);
  return { written: writtenIn(email, stamp), ...senderOf(from), recipients };
}

function recipientsIn({ to = [], cc = [], bcc = [] }: Email): readonly string[] {
  return [...to, ...cc, ...bcc].flatMap((one) => (one.group ?? [one]).map(({ address }) => address ?? ""));
}

function writtenIn(email: Email, stamp: Stamp): Written {
  return {
    // Who is in blind copy shows in no mail that is sent.
    headers: stamped(email.headers.filter(({ key }) => key !== "bcc").map(headerOf), stamp),
    subject: email.subject ?? "",
    text: email.text ?? "",
    html: email.html ?? "",
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? "",
      type: mimeType,
      bytes: Buffer.byteLength(content),
    })),
  };
}

function headerOf({ originalKey, value }: { readonly originalKey: string; readonly value: string }) {
  return { name: originalKey, value };
}

/** SES writes Date and Message-ID itself, over those of the sender. */
function stamped(headers: Written["headers"], { id, at, region }: Stamp): Written["headers"] {
  const own = headers.filter(({ name }) => !["date", "message-id"].includes(name.toLowerCase()));
  const date = new Date(at).toUTCString().replace("GMT", "+0000");
  return [...own, { name: "Date", value: date }, { name: "Message-ID", value: `<${id}@${region}.amazonses.com>` }];
}

function destinations({ Destination }: SendEmailInput): readonly string[] {
  const all = [...Destination.ToAddresses, ...Destination.CcAddresses, ...Destination.BccAddresses];
  return all.map((text) => senderOf(text).from);
}

function senderOf(text: string): Pick<Composed, "from" | "fromName"> {
  const [first, ...more] = /[\r\n]/.test(text) ? [] : addressParser(text, { flatten: true });
  if (first?.address === undefined || more.length > 0) throw badRequest(`Illegal address: ${JSON.stringify(text)}`);
  return { from: first.address, fromName: first.name };
}
