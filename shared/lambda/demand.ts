import type { Authorisation, Proof } from "../kernel/access.ts";
import { notFound, Problem } from "../kernel/problem.ts";

/**
 * The proof of an authorisation that allows.
 *
 * @throws Problem `not-found` for what is hidden, `not-allowed` for what is refused
 */
export function demandAllowed(authorisation: Authorisation): Proof {
  if (authorisation.answer === "allow") return authorisation.proof;
  if (authorisation.answer === "hide") throw notFound();
  throw new Problem(
    "not-allowed",
    `Votre rôle dans cette organisation ne permet pas cette action (${authorisation.basis}). Adressez-vous à un administrateur de votre organisation.`,
  );
}

/** @throws Problem when the request names no organisation */
export function demandOrganisation(organisation: string | undefined): string {
  if (organisation !== undefined) return organisation;
  throw new Problem(
    "missing-organisation",
    "Indiquez l'organisation au nom de laquelle vous agissez dans l'en-tête Guichet-Organisation.",
  );
}
