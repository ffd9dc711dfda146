import { z } from "zod";

/** A person invented for the demonstration. */
export const IssuerAccount = z.strictObject({
  sub: z.string().min(1),
  name: z.string().min(1),
  /** Shown beside the name on the sign-in page; the token says nothing of it. */
  organisation: z.string().optional(),
  /** How the person proves who they are (RFC 8176), put into the token as is. */
  amr: z.array(z.string()).default(["pwd", "otp"]),
  acr: z.string().default("urn:local:demonstration"),
});
export type IssuerAccount = z.infer<typeof IssuerAccount>;

/**
 * A client of the issuer: a public one where people sign in (code and PKCE), or a system that signs in as itself with a
 * secret or with its own key.
 */
export const IssuerClient = z.union([
  z.strictObject({ id: z.string().min(1), redirectUris: z.array(z.url()).min(1) }),
  z.strictObject({ id: z.string().min(1), secret: z.string().min(32), scopes: z.array(z.string()) }),
  z.strictObject({
    id: z.string().min(1),
    jwks: z.strictObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) }),
    scopes: z.array(z.string()),
  }),
]);
export type IssuerClient = z.infer<typeof IssuerClient>;

/** All that the issuer's process is told when it starts. */
export const IssuerSettings = z.strictObject({
  port: z.number().int(),
  dataDir: z.string(),
  accounts: z.array(IssuerAccount),
  clients: z.array(IssuerClient),
  /** `aud` of the access tokens. */
  audience: z.string().min(1),
  /** Scopes that a token for that audience may carry. */
  scopes: z.array(z.string()),
});
export type IssuerSettings = z.infer<typeof IssuerSettings>;

/** First line that the issuer's process writes: it answers, or why it cannot. */
export const IssuerReport = z.union([
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ refusal: z.string() }),
]);
export type IssuerReport = z.infer<typeof IssuerReport>;
