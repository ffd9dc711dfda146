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
  CoverageGap: {
    alarm: "CoverageGap",
    says: "Reminders differed from duties and were put right: read the list COVERAGE-GAP and find what was lost.",
  },
};
