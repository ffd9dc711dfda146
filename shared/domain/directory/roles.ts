/** What an organisation is on the platform; laboratories join with the procedures that they act in. */
export const organisationKinds = ["supplier", "operator", "ans"] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** Roles that a membership can hold. `administrator` runs the membership of its own organisation and nothing else. */
export const roles = [
  "administrator",
  "filer",
  "signatory",
  "instructor",
  "authorising-officer",
  "controller",
  "collector",
  "calendar-keeper",
  "programme-admin",
  "ans",
  "client-lab",
  "auditor",
  "dpo",
  "support",
] as const;
export type Role = (typeof roles)[number];

/** Roles that an administrator can give, by kind of organisation: nobody makes an instructing officer of a supplier. */
export const rolesOf: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  supplier: ["administrator", "filer", "signatory"],
  operator: [
    "administrator",
    "instructor",
    "authorising-officer",
    "controller",
    "collector",
    "calendar-keeper",
    "programme-admin",
    "auditor",
    "dpo",
    "support",
  ],
  ans: ["administrator", "ans", "auditor"],
};

export const roleLabels: Readonly<Record<Role, string>> = {
  administrator: "administrateur de l'organisation",
  filer: "déposant",
  signatory: "signataire",
  instructor: "instructeur",
  "authorising-officer": "ordonnateur",
  controller: "contrôleur",
  collector: "agent de recouvrement",
  "calendar-keeper": "gardien du calendrier",
  "programme-admin": "administrateur de programme",
  ans: "agent de l'ANS",
  "client-lab": "laboratoire client final",
  auditor: "auditeur",
  dpo: "délégué à la protection des données",
  support: "assistance",
};
