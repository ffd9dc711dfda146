import { describe, expect, test } from "@jest/globals";
import type { Enrolment } from "../../../shared/domain/segur/enrolment.ts";
import { enrolmentLifecycle } from "../../../shared/domain/segur/lifecycle-enrolment.ts";

import { letterOf } from "../../../shared/domain/segur/mails.ts";
import { reminder } from "../../../shared/domain/segur/mails-filing.ts";
import { day, dossier, dossierId, instant, invitation, invited, occasions, told, whole } from "./dossiers.ts";
import { written } from "./written.ts";

const asked = (changes: object = {}) => ({
  kind: "half-way",
  seq: 5,
  dueOn: day("2022-12-28"),
  today: day("2022-12-13"),
  ...changes,
});
const letters = [
  ...occasions.map(
    ([event, head]) => [`${event.type} (${letterOf(event, head)?.template})`, letterOf(event, head)] as const,
  ),
  ["a reminder", reminder(invited(), asked())] as const,
];
/** An invitation of 28 November, under the exception of §2, while no date of reception is known. */
const underException = (changes: Partial<Enrolment> = {}) =>
  invited(
    { points: invitation.points.map((point) => ({ ...point, dueOn: day("2022-11-30") })) },
    {
      declared: { ...dossier().declared, exception: true },
      ...changes,
    },
  );
const awaited = [
  "an invitation under the exception",
  letterOf(told("piece-or-field-missing"), underException()),
] as const;

describe("every mail", () => {
  test.each([...letters, awaited])(
    "%s: a subject of at most 78 characters, no banned word, sentences of at most 30 words",
    (_, letter) => {
      const { subject, text } = written(letter);
      expect(subject.length).toBeLessThanOrEqual(78);
      expect(`${subject}\n${text}`).not.toMatch(/malheureusement|veuillez|!/i);
      const sentences = text
        .split(/[.\n](?=\s|$)/)
        .map((sentence) => sentence.split(/\s+/).filter((word) => /\w/.test(word)));
      expect(Math.max(...sentences.map((words) => words.length))).toBeLessThanOrEqual(30);
    },
  );

  test.each(letters)("%s: names its rule or article", (_, letter) => {
    expect(written(letter).text).toMatch(/SEG-\d|§\d/);
  });

  test.each([
    ["reopened", "SEG-3.2-02, §3.2"],
    ["granted", "SEG-2-19, §2"],
    ["lapsed", "SEG-2-20, §2"],
    ["suspended", "SEG-7-07, §7"],
    ["to-complete", "SEG-6.1-29, §6.1"],
    ["expired", "SEG-6.1-29, §6.1"],
    ["completed", "SEG-6.1-29, §6.1"],
  ])("%s: cites no article for what is a reading of the text (%s)", (template, citation) => {
    const told = letters.filter(([, letter]) => letter?.template === template);
    expect(told).toHaveLength(1);
    for (const [, letter] of told) expect(written(letter).text).not.toContain(citation);
  });

  test.each(letters)("%s: names its dossier, and who alone is to be believed", (_, letter) => {
    const { text } = written(letter);
    expect(text).toContain(`Dossier d'enrôlement ${dossierId}, programme BIO-SGL-Va1.`);
    expect(text).toContain("L'état du dossier sur le site du guichet fait seul foi.");
  });

  test("no two occasions are told in the words of one template, but those of inadmissibility", () => {
    const templates = letters.map(([, letter]) => letter?.template);
    const inadmissible = templates.filter((template) => template === "inadmissible");
    expect(inadmissible).toHaveLength(3);
    expect(new Set(templates).size).toBe(templates.length - 2);
  });

  test("an event that asks nothing of anyone, or that is not of the law: nothing is told", () => {
    const silent = [
      "dossier.created",
      "withdrawn-by-filer",
      "found-receivable",
      "pieces-examined",
      "facts-reviewed",
      "x",
    ];
    for (const type of silent) expect(letterOf(told(type), dossier())).toBeUndefined();
    const occasional = new Set(occasions.map(([{ type }]) => type));
    const untold = Object.keys(enrolmentLifecycle.events).filter((type) => !occasional.has(type));
    expect(untold.toSorted()).toEqual(["facts-reviewed", "found-receivable", "pieces-examined", "withdrawn-by-filer"]);
  });
});

describe("a filing", () => {
  test("SEG-2-16 whole: its date of reception, to the millisecond, in Paris", () => {
    const data = { receivedAt: instant("2022-11-30T13:59:59.007+01:00"), pieces: whole };
    const { subject, text } = written(letterOf(told("submitted-with-pieces", { data }), dossier()));
    expect(subject).toBe("Dépôt reçu le mercredi 30 novembre 2022, référence 6f2b7d9a");
    expect(text).toContain("est reçue le mercredi 30 novembre 2022 à 13 h 59 min 59,007 s (heure de Paris).");
  });

  test("SEG-2-16 without all its pieces: no date of reception, and what is missing, piece by piece", () => {
    const { subject, text } = written(
      letterOf(told("submitted-with-pieces", { data: { pieces: whole.slice(0, 2) } }), dossier()),
    );
    expect(subject).toBe("Dépôt incomplet, sans date de réception, référence 6f2b7d9a");
    expect(text).toContain(
      "- RIB (SEG-3.1-06)\n- Pièce d'identité du dépositaire (CNI, passeport ou titre de séjour) (SEG-3.1-07)",
    );
    expect(text).not.toMatch(/est reçue le|Formulaire/);
  });
});

describe("an invitation to complete", () => {
  test("SEG-6.1-29 open: each point with its reason, its last day and its rule, and what follows from silence", () => {
    const { subject, text } = written(letterOf(told("piece-or-field-missing"), invited()));
    expect(subject).toBe("À compléter jusqu'au mercredi 28 décembre 2022 inclus : dossier 6f2b7d9a");
    expect(text).toContain(
      "- RIB. Le document ne concorde pas avec les autres pièces du dossier. Réponse attendue jusqu'au mercredi 28 décembre 2022 inclus (SEG-3.1-06).",
    );
    expect(text).toContain("sans réponse, la demande sera rejetée (SEG-6.1-29, par analogie avec le §6.1)");
    expect(text).not.toContain("date de réception");
  });

  test("SEG-2-17 under the exception, not received yet: the last day, and the instant of it that counts", () => {
    const { subject, text } = written(awaited[1]);
    expect(subject).toBe("À compléter jusqu'au mercredi 30 novembre 2022 inclus : dossier 6f2b7d9a");
    expect(text).toContain(
      "Présentée sous l'exception du §2, votre demande doit de plus être reçue complète au plus tard le mercredi 30 novembre 2022 à 14 h 00 (heure de Paris) (SEG-2-17).",
    );
    expect(text).not.toContain("date de réception");
  });

  test.each([
    ["at the Date de fermeture", "2022-11-30T14:00:00.000+01:00", underException(), true],
    ["one millisecond after it", "2022-11-30T14:00:00.001+01:00", underException(), false],
    ["once received", "2022-11-28T10:00:00+01:00", underException({ receivedAt: told("").at }), false],
    ["outside the exception", "2022-11-28T10:00:00+01:00", invited(), false],
  ])("SEG-2-17 asked %s: the instant is told or not", (_, now, head, isTold) => {
    const { text } = written(letterOf(told("piece-or-field-missing", { at: instant(now) }), head));
    expect(text.includes("SEG-2-17")).toBe(isTold);
  });

  test("of two last days: the first is in the subject, each point has its own", () => {
    const [rib, identity] = invitation.points;
    const points = [rib!, { ...identity!, dueOn: day("2023-01-02") }];
    const { subject, text } = written(letterOf(told("piece-or-field-missing"), invited({ points })));
    expect(subject).toContain("mercredi 28 décembre 2022");
    expect(text).toContain(
      "Répondez à chaque point avant sa date limite ; la première est le mercredi 28 décembre 2022",
    );
    expect(text).toContain("Réponse attendue jusqu'au lundi 2 janvier 2023 inclus (SEG-3.1-07).");
  });

  test.each([
    ["answered in between", dossier({ invitation: { ...invitation, state: "answered" } })],
    ["followed by another", invited({ seq: 8 })],
    ["expired in between", dossier({ state: "rejected", invitation: { ...invitation, state: "expired" } })],
  ])("%s: asked for no more", (_, head) => {
    expect(letterOf(told("piece-or-field-missing"), head)).toBeUndefined();
    expect(reminder(head, asked())).toBeUndefined();
  });

  test("answered in part: the mail says what is left; answered whole before it left: nothing", () => {
    const half = invited({
      points: invitation.points.map((point, index) => (index === 0 ? { ...point, answeredAt: told("").at } : point)),
    });
    const { subject, text } = written(letterOf(told("piece-completed", { seq: 6 }), half));
    expect(subject).toBe("Complément reçu : il reste 1 point, dossier 6f2b7d9a");
    expect(text).not.toContain("RIB");
    expect(
      letterOf(told("piece-completed", { seq: 6 }), dossier({ invitation: { ...invitation, state: "answered" } })),
    ).toBeUndefined();
  });

  test("a reminder speaks of the points of its own last day, and is silent once that day is over", () => {
    const [rib, identity] = invitation.points;
    const head = invited({ points: [rib!, { ...identity!, dueOn: day("2023-01-02") }] });
    const { subject, text } = written(reminder(head, asked({ dueOn: day("2023-01-02") })));
    expect(subject).toBe("Rappel : 1 point à compléter jusqu'au lundi 2 janvier 2023 inclus");
    expect(text).not.toContain("RIB");
    expect(reminder(head, asked({ dueOn: day("2023-01-03") }))).toBeUndefined();
    expect(reminder(head, asked({ today: day("2022-12-28") }))).toBeDefined();
    expect(reminder(head, asked({ today: day("2022-12-29") }))).toBeUndefined();
  });
});
