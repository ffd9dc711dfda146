/** The package has no types of its own. It writes into the definition that it is given. */
declare module "asl-validator" {
  function validate(definition: object): {
    readonly errors: readonly { readonly "Error code": string; readonly Message: string }[];
  };
  export = validate;
}
