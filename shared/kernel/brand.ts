declare const brand: unique symbol;

/** A `Base` that only the kernel's own parsers can produce: two brands of the same base never mix. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
