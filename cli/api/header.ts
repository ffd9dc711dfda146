/** One word of the signs that tokens and ids are written in; the line ends around it do not go with a request. */
const isWord = (text: string): boolean => /^[!-~]+$/.test(text.trim());

/** Why a token and an organisation cannot stand in the headers of a request; undefined where they can. */
export function unsendable(token: string, organisation: string | undefined): string | undefined {
  if (!isWord(token)) {
    return "Le jeton d'accès est coupé par un espace, un retour à la ligne ou un signe étranger : copiez-le de nouveau.";
  }
  if (!organisation || isWord(organisation)) return undefined;
  return `« ${organisation} » n'est pas l'identifiant d'une organisation, qui s'écrit sans espace ni accent.`;
}
