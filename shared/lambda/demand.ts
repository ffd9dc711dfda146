import type { Asker } from "../domain/directory/access.ts";
import type { Authorisation, Proof } from "../kernel/access.ts";
import { notFound, Problem } from "../kernel/problem.ts";

/**
 * The proof of an authorisation that allows.
 *
 * @param roles of whoever asks: they decide what the refusal advises
 * @throws Problem `not-found` for what is hidden, `not-allowed` for what is refused
 */
export function demandAllowed(authorisation: Authorisation, roles: readonly Asker[] = []): Proof {
  if (authorisation.answer === "allow") return authorisation.proof;
  if (authorisation.answer === "hide") throw notFound();
  throw new Problem("not-allowed", refusalFor(roles, authorisation.basis));
}

function refusalFor(roles: readonly Asker[], basis: string): string {
  if (roles.includes("applicant")) {
    return `Votre appartenance à cette organisation n'est pas encore confirmée : cette action ne vous est pas ouverte (${basis}).`;
  }
  const refusal = `Votre rôle dans cette organisation ne permet pas cette action (${basis})`;
  return roles.includes("administrator")
    ? `${refusal} : elle revient à une personne qui tient un autre rôle, dans votre organisation ou dans une autre.`
    : `${refusal}. Adressez-vous à un administrateur de votre organisation.`;
}

/** @throws Problem when the request names no organisation */
export function demandOrganisation(organisation: string | undefined): string {
  if (organisation !== undefined) return organisation;
  throw new Problem(
    "missing-organisation",
    "Indiquez l'organisation au nom de laquelle vous agissez dans l'en-tête Guichet-Organisation.",
  );
}
