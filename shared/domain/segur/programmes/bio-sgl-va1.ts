import {
  type CalendarVersion,
  type LegalCalendar,
  type LegalDate,
  type LegalInstant,
  versionInForce,
} from "../../../kernel/programme.ts";
import { civilDateSchema, type Instant, instantSchema } from "../../../kernel/time.ts";

const at = (text: string) => instantSchema.parse(text);
const on = (text: string) => civilDateSchema.parse(text);

/** The dates of the wave that amendments move (§2). `On` is a whole day in Paris. */
export type WaveDates = Readonly<{
  referencementOpensOn: LegalDate;
  referencementEndsAt: LegalInstant;
  fermetureAt: LegalInstant;
  firmDateDueOn: LegalDate;
  finPrestationsOn: LegalDate;
  clotureAt: LegalInstant;
}>;

/**
 * The successive calendars (« Historique du document », §2). What V1 to V1.2 printed and later versions replaced is
 * unknown here: a decision that depends on it is taken by a person.
 */
export const calendar: LegalCalendar<WaveDates> = {
  first: {
    version: "V1",
    publishedOn: on("2021-08-13"),
    act: "arrêté du 11 août 2021",
    summary: "Version initiale.",
    changes: {
      referencementOpensOn: on("2021-08-31"),
      referencementEndsAt: "unknown",
      fermetureAt: "unknown",
      firmDateDueOn: "absent",
      finPrestationsOn: "absent",
      clotureAt: "unknown",
    },
  },
  amendments: [
    {
      version: "V1.1",
      publishedOn: on("2022-02-15"),
      act: null,
      summary: "Logos ; aucune date ne change.",
      changes: {},
    },
    {
      version: "V1.2",
      publishedOn: on("2022-04-08"),
      act: "arrêté rectificatif du 5 avril 2022",
      summary: "Report de la fin de réception des demandes de référencement ; ajout de l'exception du §2.",
      changes: { referencementEndsAt: at("2022-06-15T14:00:00+02:00") },
    },
    {
      version: "V1.3",
      publishedOn: on("2022-07-04"),
      act: "arrêté rectificatif du 23 juin 2022",
      summary: "Report de la Date de fermeture et de la Date de clôture.",
      changes: { fermetureAt: at("2022-11-30T14:00:00+01:00"), clotureAt: at("2023-04-28T14:00:00+02:00") },
    },
    {
      version: "V1.4",
      publishedOn: on("2022-11-28"),
      act: null,
      summary: "Corrections du §6.2 et logos ; aucune date ne change.",
      changes: {},
    },
    {
      version: "V1.5",
      publishedOn: on("2023-04-07"),
      act: "arrêté rectificatif du 7 avril 2023",
      summary: "Ajout de la Date de fin des Prestations Ségur ; report de la Date de clôture ; solde (§6.2).",
      changes: {
        firmDateDueOn: on("2023-04-28"),
        finPrestationsOn: on("2023-09-20"),
        clotureAt: at("2023-12-14T14:00:00+01:00"),
      },
    },
  ],
};

/** What the text leaves open, with the value kept until whoever runs the programme sets another. */
export const settings = {
  completionDelayDays: {
    label: "Délai de réponse à une invitation à compléter, en jours calendaires",
    default: 30,
    why: "Le texte ne fixe aucun délai.",
    rule: "SEG-6.1-29",
  },
  opServicesOpenOn: {
    label: "Ouverture des services de l'Opérateur de paiement",
    default: on("2021-10-01"),
    why: "Le texte dit « Octobre 2021 », sans jour.",
    rule: "SEG-2-03",
  },
  dateOuverture: {
    label: "Date d'ouverture (parution de l'arrêté au Journal officiel)",
    default: on("2021-08-13"),
    why: "Le texte ne donne pas la date de parution.",
    rule: "SEG-2-01",
  },
} as const;

/**
 * The calendar version by which a request received at this instant is judged (SEG-H-08), and its dates.
 *
 * @returns undefined before V1 was published: no request could be judged
 */
export function calendarInForce(at: Instant): CalendarVersion<WaveDates> | undefined {
  return versionInForce(calendar, at);
}
