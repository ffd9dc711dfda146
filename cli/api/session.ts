import { renewedSession } from "../sign-in/session-file.ts";
import { CommandFailure } from "./failure.ts";

const LOCAL_ISSUER = "http://127.0.0.1:4602";
const LOCAL_API = "http://127.0.0.1:4600";

/** What a command may be told about where and as whom it acts; the environment tells the rest. */
export const placeOptions = {
  url: { type: "string" },
  organisation: { type: "string" },
  json: { type: "boolean" },
} as const;

/** What the help of each of these commands ends with. */
export const apiUsage = `Code de sortie : 0 fait, 1 refusé par le service, 2 demande mal formée, service qui ne répond pas, résultat qui n'a pu être écrit.
  --url           adresse de l'API (sinon GUICHET_URL, sinon ${LOCAL_API})
  --organisation  organisation au nom de laquelle vous agissez (sinon GUICHET_ORGANISATION, sinon la vôtre si vous n'en avez qu'une)
  --json          la réponse du service telle quelle, en JSON, sur la sortie standard
Le jeton d'accès est celui de GUICHET_TOKEN, sinon celui de la session ouverte par guichet sign-in.`;

/**
 * The address of the API, without trailing slash.
 *
 * @throws CommandFailure for an address to which a token must not be sent
 */
export function apiAddress(given: string | undefined): string {
  const address = (given ?? (process.env.GUICHET_URL || LOCAL_API)).replace(/\/+$/, "");
  const url = URL.parse(address);
  const isLocal = url?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url !== null && (url.protocol === "https:" || isLocal)) return address;
  throw new CommandFailure(
    "L'adresse de l'API doit commencer par https:// (http:// n'est admis que sur cette machine).",
    2,
  );
}

/** Gives access tokens: that of the environment, or new ones of the session that `guichet sign-in` opened. */
export class Session {
  #token = process.env.GUICHET_TOKEN || undefined;
  readonly #issuer = process.env.GUICHET_ISSUER || LOCAL_ISSUER;

  async token(): Promise<string> {
    this.#token ??= await this.#renewed();
    return this.#token;
  }

  /** After a token was refused: another one, or undefined where there is none to be had. */
  async another(): Promise<string | undefined> {
    if (process.env.GUICHET_TOKEN) return undefined;
    this.#token = await this.#renewed();
    return this.#token;
  }

  async #renewed(): Promise<string> {
    const tokens = await renewedSession(this.#issuer);
    if (tokens === undefined) throw new CommandFailure("Aucune session n'est ouverte : lancez guichet sign-in.", 2);
    return tokens.accessToken;
  }
}
