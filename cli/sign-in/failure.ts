/** Why a sign-in did not succeed, as one French sentence for the person who asked for it. */
export class SignInFailure extends Error {
  override readonly name = "SignInFailure";
}
