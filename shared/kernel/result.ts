/** What a parser or a rule hands back: the value, or the reason for which it is refused. Nothing is thrown at a user. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: E };

/** Why a text was refused: a code for programs, one French sentence for the person who typed it. */
export type Refusal<Code extends string> = { readonly code: Code; readonly sentence: string };

/** The value is accepted. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** The value is refused, for this reason. */
export const refused = <E>(reason: E): { readonly ok: false; readonly reason: E } => ({ ok: false, reason });
