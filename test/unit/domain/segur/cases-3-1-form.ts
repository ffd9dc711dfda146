import type { PublishedCase } from "./published-case.ts";

const form = {
  fournisseurName: "Bioinformatique du Midi",
  siret: "73282932000074",
  legalRep: "Alix Martin",
  depositor: null,
  depositorIsLegalRep: true,
  contact: "contact@fournisseur.example",
  paymentDetails: "virement",
};

export const casesOfTheForm: readonly PublishedCase[] = [
  {
    title: "SEG-3.1-01#1: an Editeur with its four pieces, accept",
    given: { role: "editeur", depositor_is_legal_rep: true, pieces: ["form", "rapport", "rib", "identity"] },
    expected: "complete",
    facts: {
      role: "editeur",
      depositorIsLegalRep: true,
      exception: false,
      pieces: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID"],
    },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.1-01#2: an Editeur without its RIB, to_complete",
    given: { role: "editeur", depositor_is_legal_rep: true, pieces: ["form", "rapport", "identity"] },
    expected: "to_complete: RIB missing",
    facts: {
      role: "editeur",
      depositorIsLegalRep: true,
      exception: false,
      pieces: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-ID"],
    },
    outcomes: ["to_complete"],
  },
  {
    title: "SEG-3.1-01#3: a distributor with its six pieces, accept",
    given: {
      role: "distributeur",
      depositor_is_legal_rep: false,
      pieces: ["form", "rapport", "rib", "identity", "powers", "mandat"],
    },
    expected: "complete",
    facts: {
      role: "distributeur",
      depositorIsLegalRep: false,
      exception: false,
      pieces: ["D-ENR-FORM", "D-ENR-RAPPORT", "D-ENR-RIB", "D-ENR-ID", "D-ENR-POUVOIRS", "D-ENR-MANDAT"],
    },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.1-02#1: form signed, accept",
    given: { form_signed: true },
    expected: "accept",
    facts: { formTemplate: true, formSigned: true },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.1-02#2: form not signed, to_complete",
    given: { form_signed: false },
    expected: "to_complete: form not signed",
    facts: { formTemplate: true, formSigned: false },
    outcomes: ["to_complete"],
  },
  {
    title: "SEG-3.1-03#1: no depositor named and the legal representative files, accept",
    given: { siret: "14 digits", legal_rep: "A", depositor: null, contact: "yes", payment_details: "yes" },
    expected: "complete: depositor is the legal representative",
    facts: form,
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.1-03#2: no SIRET, to_complete",
    given: { siret: null },
    expected: "to_complete: SIRET missing",
    facts: { ...form, siret: null },
    outcomes: ["to_complete"],
  },
  {
    title: "SEG-3.1-04#1: the number is that of ANS, accept",
    given: { form_number: "R1", ans_number: "R1" },
    expected: "accept",
    facts: { formNumber: "R1", ansNumber: "R1", ansRegister: true, referencementNumber: "R1", exception: false },
    outcomes: ["accept"],
  },
  {
    title: "SEG-3.1-04#2: numbers differ, to_complete",
    given: { form_number: "R1", ans_number: "R2" },
    expected: "to_complete: number mismatch",
    facts: { formNumber: "R1", ansNumber: "R2", ansRegister: true, referencementNumber: "R1", exception: false },
    outcomes: ["to_complete"],
  },
  {
    title: "SEG-3.1-04#3: no number under the exception of §2, accept",
    given: { form_number: null, exception: true },
    expected: "accept as pending",
    facts: { formNumber: null, ansNumber: null, ansRegister: false, referencementNumber: null, exception: true },
    outcomes: ["accept"],
  },
];
