/** One mail to one recipient. No header of it may hold a line break. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Ids under which what becomes of the mail is told: letters, digits, `-` and `_`. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface Notifier {
  /**
   * Hands a mail over, once: a failure is never tried again here. `refused`: it was not taken and never will be as it is.
   *
   * @throws Error when nobody knows whether it was taken
   */
  send(mail: OutgoingMail): Promise<"taken" | "refused">;
}
