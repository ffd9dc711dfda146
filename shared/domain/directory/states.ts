/** An organisation is proposed by its first member and becomes active when the operator confirms that member. */
export const organisationStates = ["proposed", "active"] as const;
export type OrganisationState = (typeof organisationStates)[number];

export const memberStates = ["proposed", "active", "ended"] as const;

export const invitationStates = ["open", "accepted"] as const;
