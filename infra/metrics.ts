/** What functions count in their logs and a person must look at: the name of its alarm, and what that says. */
export const countedForAPerson: Readonly<Record<string, { readonly alarm: string; readonly says: string }>> = {
  RecordTampering: {
    alarm: "Incidents",
    says: "An event was changed or removed: read the table of incidents.",
  },
  MailNotSent: {
    alarm: "MailNotSent",
    says: "A mail could not be sent, or had nobody to go to: read GET /v1/segur/mail-troubles and use another channel.",
  },
  MailNotReceived: {
    alarm: "MailNotReceived",
    says: "A mail bounced or was complained of: read GET /v1/segur/mail-troubles and use another channel.",
  },
  ScanWithoutVerdict: {
    alarm: "ScanWithoutVerdict",
    says: "The scanner could not look at a file: read its access and its log, then have the piece sent again.",
  },
  VerdictMissing: {
    alarm: "VerdictMissing",
    says: "A file has waited for its scan for half an hour: see whether the scanner runs. No dossier moves without it.",
  },
  UploadOverlooked: {
    alarm: "UploadOverlooked",
    says: "A file came of which no message told, and was found by the sweep: see the rule and the queue of uploads.",
  },
  UploadHintDropped: {
    alarm: "UploadHintDropped",
    says: "A message told of a file under no grant: find who put it into the bucket of uploads.",
  },
  PromotionDigestMismatch: {
    alarm: "PromotionDigestMismatch",
    says: "A filed piece has not the digest of its receipt, and is not in the vault: find who changed it, within 90 days.",
  },
  CoverageGap: {
    alarm: "CoverageGap",
    says: "Reminders differed from duties and were put right: read the list COVERAGE-GAP and find what was lost.",
  },
};
