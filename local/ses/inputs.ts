import { z } from "zod";

const addresses = z.array(z.string()).default([]);
const content = z.strictObject({ Data: z.string(), Charset: z.string().optional() });

/** CR and LF would begin another header. */
const headerText = z.string().regex(/^[^\r\n]*$/, "no line break is allowed here");

const simple = z.strictObject({
  Subject: z.strictObject({ Data: headerText, Charset: z.string().optional() }),
  Body: z.strictObject({ Text: content.optional(), Html: content.optional() }),
  Headers: z.array(z.strictObject({ Name: z.string().regex(/^[\w-]+$/), Value: headerText })).default([]),
  Attachments: z
    .array(
      z.strictObject({
        FileName: headerText,
        RawContent: z.base64(),
        ContentType: headerText.default("application/octet-stream"),
        ContentDisposition: z.string().optional(),
        ContentDescription: z.string().optional(),
        ContentId: z.string().optional(),
        ContentTransferEncoding: z.string().optional(),
      }),
    )
    .default([]),
});
export type Simple = z.infer<typeof simple>;

/** Templates, and whatever else is not named here, are refused by name. */
export const SendEmailInput = z.strictObject({
  FromEmailAddress: z.string().optional(),
  Destination: z.strictObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }).prefault({}),
  ReplyToAddresses: addresses,
  FeedbackForwardingEmailAddress: z.string().optional(),
  Content: z.strictObject({ Simple: simple.optional(), Raw: z.strictObject({ Data: z.base64() }).optional() }),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
  ConfigurationSetName: z.string().optional(),
});
export type SendEmailInput = z.infer<typeof SendEmailInput>;
