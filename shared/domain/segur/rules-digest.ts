/**
 * SHA-256 (lower-case hexadecimal) of the registry: what each event records as the law that judged. Kept as a constant
 * so that a function records it without carrying every rule; `npm run docs` rewrites it and a test compares it with the
 * registry.
 */
export const rulesDigest = "ee0ad6db243237ffe032da745aeb9f414a6412df4675e77109c51f9befc6c952";
