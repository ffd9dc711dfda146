/** `hide` answers exactly as an id never issued would; `refuse` tells a caller who may know that the thing exists. */
export type AccessAnswer = "allow" | "refuse" | "hide";

/** One row: these roles may (or may not) do these actions, under these relations and in these states, because of `basis`. */
interface AccessRow<Role extends string, Action extends string, Relation extends string, State extends string> {
  readonly roles: readonly Role[];
  readonly actions: readonly Action[];
  readonly relations: readonly Relation[];
  readonly states: readonly State[];
  readonly answer: "allow" | "refuse";
  /** Rule that names the actor. */
  readonly basis: string;
}

/** The whole authorisation of one kind of case. What no row names is hidden. */
export interface AccessTable<
  Role extends string,
  Action extends string,
  Relation extends string,
  State extends string,
> {
  readonly roles: readonly Role[];
  readonly actions: readonly Action[];
  readonly relations: readonly Relation[];
  readonly states: readonly State[];
  readonly rows: readonly AccessRow<Role, Action, Relation, State>[];
}

export interface AccessQuestion<
  Role extends string,
  Action extends string,
  Relation extends string,
  State extends string,
> {
  /** Roles that the caller's membership holds now; a caller without membership holds the table's role for it, or none. */
  readonly roles: readonly Role[];
  readonly action: Action;
  readonly relation: Relation;
  readonly state: State;
}

/** Made by `authorise` alone: a repository that asks for one cannot be called without the table having said yes. */
class AccessProof {
  readonly #allowed = true;
  readonly action: string;
  readonly basis: string;

  constructor(action: string, basis: string) {
    this.action = action;
    this.basis = basis;
  }

  /** A value of another shape, however it was made, is no proof. */
  static holds(value: object): boolean {
    return #allowed in value;
  }
}

// A proof does not lead back to its class, with which anyone could make another.
Reflect.deleteProperty(AccessProof.prototype, "constructor");

export type Proof = AccessProof;

/** True only for what `authorise` made: repositories check it, so that a forged object is refused at run time too. */
export const isProof = (value: object): boolean => AccessProof.holds(value);

export type Authorisation =
  | { readonly answer: "allow"; readonly proof: Proof }
  | { readonly answer: "refuse"; readonly basis: string }
  | { readonly answer: "hide" };

/** Evaluates the table: one row that allows is enough; else one that refuses; what no row names is hidden. */
export const authorise = <Role extends string, Action extends string, Relation extends string, State extends string>(
  table: AccessTable<Role, Action, Relation, State>,
  // The table alone says which words exist: a question about another does not compile.
  question: AccessQuestion<NoInfer<Role>, NoInfer<Action>, NoInfer<Relation>, NoInfer<State>>,
): Authorisation => {
  const matching = table.rows.filter(
    (row) =>
      row.actions.includes(question.action) &&
      row.relations.includes(question.relation) &&
      row.states.includes(question.state) &&
      row.roles.some((role) => question.roles.includes(role)),
  );
  const allowing = matching.find((row) => row.answer === "allow");
  if (allowing) return { answer: "allow", proof: new AccessProof(question.action, allowing.basis) };
  const [refusing] = matching;
  return refusing ? { answer: "refuse", basis: refusing.basis } : { answer: "hide" };
};
