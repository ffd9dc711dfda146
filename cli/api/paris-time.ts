const paris = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "medium" });

/** An instant of the API in a list, to the second, in Paris: « 28/11/2022 09:00:00 ». */
export const inParis = (instant: string): string => paris.format(new Date(instant));
