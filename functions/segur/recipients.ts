import * as z from "zod/mini";
import { type Member, memberSchema } from "../../shared/domain/directory/items.ts";
import type { Proof } from "../../shared/kernel/access.ts";
import type { Instant } from "../../shared/kernel/time.ts";
import { mostSubjects, openSubjects } from "../../shared/lambda/open-sealed.ts";
import type { PersonKeys } from "../../shared/ports/person-keys.ts";
import { places } from "../../shared/ports/places.ts";
import type { Records } from "../../shared/ports/records.ts";

/** Whom a mail is for: a membership, and its address unless that was erased. */
export interface Recipient {
  readonly member: string;
  readonly address?: string;
}

export interface RecipientDeps {
  readonly records: Records;
  readonly personKeys: PersonKeys;
}

const memberPrefix = "MEMBER#";
const addressSchema = z.email();

/**
 * The members of an organisation who file or sign for it at an instant, with the addresses they gave: read from the
 * directory now, so that whoever left is written to no more (CNV-6-05).
 */
export async function recipientsOf(
  deps: RecipientDeps,
  proof: Proof,
  organisation: string,
  now: Instant,
): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = [];
  let after = memberPrefix;
  for (;;) {
    const page = await deps.records.listPartition(
      proof,
      { ...places.organisation(organisation), sk: after },
      mostSubjects,
    );
    const found = page.filter(({ sk }) => sk.startsWith(memberPrefix)).map(({ item }) => z.parse(memberSchema, item));
    recipients.push(
      ...(await withAddress(
        deps,
        proof,
        found.filter((member) => isParty(member, now)),
      )),
    );
    const last = page.at(-1)?.sk;
    if (last === undefined || page.length < mostSubjects || !last.startsWith(memberPrefix)) return recipients;
    after = last;
  }
}

function isParty({ state, roles, from, to }: Member, now: Instant): boolean {
  const inForce = state === "active" && from <= now && (to === undefined || now < to);
  return inForce && roles.some((role) => role === "filer" || role === "signatory");
}

async function withAddress(
  deps: RecipientDeps,
  proof: Proof,
  members: readonly Member[],
): Promise<readonly Recipient[]> {
  const sealed = members.map(({ organisationId: chain, identitySeq: seq, personId: subject }) => ({
    chain,
    seq,
    subject,
    fields: ["mail"],
  }));
  const opened = await openSubjects(deps, proof, sealed);
  return members.map(({ id: member }, index) => {
    const address = addressSchema.safeParse(opened[index]?.mail);
    return address.success ? { member, address: address.data } : { member };
  });
}
