import { describe, expect, test } from "@jest/globals";
import { theFinding } from "./judged.ts";

test("SEG-3.1-05: no rapport under the exception, accept by a reading, and due later", () => {
  const found = theFinding("SEG-3.1-05", { rapport: false, exception: true });
  expect(found).toMatchObject({ outcome: "accept", provenance: "interpretation" });
  expect(found.sentence).toMatch(/n'est pas demandé/);
  expect(found.next).toMatch(/après l'octroi/);
});

test("SEG-3.1-05: rapport produced although under the exception, accept by the text", () => {
  expect(theFinding("SEG-3.1-05", { rapport: true, exception: true }).provenance).toBe("text");
});

test("SEG-3.1-05: rapport missing, the finding says what to add", () => {
  expect(theFinding("SEG-3.1-05", { rapport: false, exception: false }).next).toMatch(/^Ajoutez le rapport/);
});

describe("SEG-3.1-06: the account", () => {
  const french = "FR14 2004 1010 0505 0001 3M02 606";

  test("SEG-3.1-06: no RIB, to_complete by the text", () => {
    const found = theFinding("SEG-3.1-06", { rib: false, ribIban: null, formIban: french });
    expect(found).toMatchObject({ outcome: "to_complete", provenance: "text", expected: "RIB", read: "pièce absente" });
    expect(found.next).toMatch(/^Ajoutez/);
  });

  test("SEG-3.1-06: the same account in another writing, accept", () => {
    const found = theFinding("SEG-3.1-06", { rib: true, ribIban: french, formIban: "fr1420041010050500013m02606" });
    expect(found).toMatchObject({ outcome: "accept", provenance: "text" });
  });

  test("SEG-3.1-06: other accounts, to_complete by a reading, showing four characters of each", () => {
    const facts = { rib: true, ribIban: french, formIban: "FR76 3000 6000 0112 3456 7890 189" };
    const found = theFinding("SEG-3.1-06", facts);
    expect(found).toMatchObject({ outcome: "to_complete", provenance: "interpretation" });
    expect(found.expected).toMatch(/^IBAN du RIB\u202f: ••••.2606$/);
    expect(found.read).toMatch(/^IBAN du formulaire\u202f: ••••.0189$/);
    expect(found.sentence).toMatch(/2606.*0189/);
    expect(found.next).toMatch(/^Corrigez/);
    expect(JSON.stringify(found)).not.toMatch(/2004|3000|7890/);
  });

  test.each([
    [null, french, "absent", "2606"],
    [french, null, "2606", "absent"],
    [null, null, "absent", "absent"],
    ["FR00 0000", "FR00 0000", "illisible", "illisible"],
  ])("SEG-3.1-06: RIB %s, form %s, to_complete", (ribIban, formIban, expected, read) => {
    const found = theFinding("SEG-3.1-06", { rib: true, ribIban, formIban });
    expect(found.outcome).toBe("to_complete");
    expect(found.expected).toMatch(new RegExp(`${expected}$`));
    expect(found.read).toMatch(new RegExp(`${read}$`));
  });
});

describe("SEG-3.1-07: the identity document", () => {
  const finding = (facts: Readonly<Record<string, unknown>>) =>
    theFinding("SEG-3.1-07", {
      identityType: "cni",
      identityName: "Claude Petit",
      depositor: "Claude Petit",
      legalRep: "Alix Martin",
      ...facts,
    });

  test.each([
    ["cni", "carte nationale d'identité"],
    ["passport", "passeport"],
    ["residence_permit", "titre de séjour"],
  ])("SEG-3.1-07: %s, accept", (identityType, read) => {
    const found = finding({ identityType });
    expect(found).toMatchObject({ outcome: "accept", read });
    expect(found.sentence).toContain(read);
  });

  test.each([
    ["driving_licence", "permis de conduire"],
    ["other", "autre document"],
    [null, "pièce absente"],
  ])("SEG-3.1-07: %s, to_complete", (identityType, read) => {
    const found = finding({ identityType });
    expect(found).toMatchObject({ outcome: "to_complete", read });
    expect(found.sentence).toContain(read);
    expect(found.expected).toMatch(/carte nationale d'identité, passeport ou titre de séjour/);
    expect(found.next).toMatch(/^Joignez/);
  });

  test("SEG-3.1-07: no depositor named, the document is that of the legal representative", () => {
    expect(finding({ depositor: null, identityName: "Alix Martin" }).outcome).toBe("accept");
    expect(finding({ depositor: null, identityName: "Claude Petit" }).outcome).toBe("to_complete");
  });

  test("SEG-3.1-07: the same name with other case, accents and spaces, accept", () => {
    expect(finding({ identityName: "ZOÉ  DÉRAISON", depositor: "Zoe Deraison" }).outcome).toBe("accept");
  });

  test("SEG-3.1-07: another name, an unreadable one or none to compare with, to_complete without repeating any", () => {
    const [other, unreadable, nobody] = [
      finding({ identityName: "Dominique Roux" }),
      finding({ identityName: null }),
      finding({ depositor: null, legalRep: null }),
    ];
    expect(other).toMatchObject({ outcome: "to_complete", read: "autre nom" });
    expect(unreadable).toMatchObject({ outcome: "to_complete", read: "nom illisible" });
    expect(nobody.outcome).toBe("to_complete");
    expect(other.expected).toMatch(/nom du dépositaire/);
    expect(other.next).toMatch(/^Joignez/);
    expect(JSON.stringify([other, unreadable, nobody])).not.toMatch(/Claude|Dominique|Alix/);
  });
});

test.each([
  ["email", "courriel"],
  ["post", "courrier"],
  ["other", "autre voie"],
])("SEG-3.1-10: by %s, not received, and told where to file", (channel, read) => {
  const found = theFinding("SEG-3.1-10", { channel });
  expect(found).toMatchObject({ outcome: "log", read, expected: "site de l'Opérateur de paiement" });
  expect(found.sentence).toMatch(/^Le dossier n'est pas reçu/);
  expect(found.sentence).toContain(read);
  expect(found.next).toMatch(/^Déposez/);
});

test("SEG-3.1-11: another Solution, both are named and another enrolment is proposed", () => {
  const found = theFinding("SEG-3.1-11", { enrolledSolution: "R1", orderSolution: "R2" });
  expect(found).toMatchObject({ expected: "R1", read: "R2", provenance: "interpretation" });
  expect(found.sentence).toMatch(/R2.*R1/);
  expect(found.next).toMatch(/enrôlement/);
});
