/**
 * SHA-256 (lower-case hexadecimal) of the registry: what each event records as the law that judged. Kept as a constant
 * so that a function records it without carrying every rule; `npm run docs` rewrites it and a test compares it with the
 * registry.
 */
export const rulesDigest = "5fe81ae3eab86a5d115106e55f4be9378ed2097c5e655585f570717d9f6e00ac";
