/** A person's data key in clear, for the length of one act, and the form of it that may be stored. */
export interface PersonKey {
  readonly key: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** Keys of persons, wrapped by the platform's personal key. `subject` is a random id and is bound to the wrapping. */
export interface PersonKeys {
  create(subject: string): Promise<PersonKey>;
  unwrap(subject: string, wrapped: Uint8Array): Promise<PersonKey>;
}
