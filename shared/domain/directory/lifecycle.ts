import type { Lifecycle } from "../../kernel/lifecycle.ts";
import { interpretation } from "../../kernel/source.ts";
import type { OrganisationState } from "./states.ts";

export type OrganisationEvent = "member.confirmed" | "member.invited" | "invitation.accepted" | "member.ended";

const reading = interpretation(
  "Le texte exige des pouvoirs attestés ; la façon de les tenir à jour est celle du service.",
);

/** An organisation from the proposal of its first member on. Its members come and go while it is active. */
export const organisationLifecycle: Lifecycle<OrganisationState, OrganisationEvent> = {
  procedure: "organisation",
  label: "Organisation et membres",
  initial: "proposed",
  terminal: [],
  states: { proposed: "En attente de confirmation", active: "Active" },
  events: {
    "member.confirmed": "membre confirmé",
    "member.invited": "membre invité",
    "invitation.accepted": "invitation acceptée",
    "member.ended": "fin d'appartenance",
  },
  rows: [
    { from: "proposed", event: "member.confirmed", to: "active", rule: "SEG-3.1-08", provenance: reading },
    { from: "active", event: "member.confirmed", to: "active", rule: "SEG-3.1-08", provenance: reading },
    { from: "active", event: "member.invited", to: "active", rule: "SEG-3.1-08", provenance: reading },
    { from: "active", event: "invitation.accepted", to: "active", rule: "SEG-3.1-08", provenance: reading },
    { from: "active", event: "member.ended", to: "active", rule: "CNV-6-05", provenance: reading },
  ],
};
