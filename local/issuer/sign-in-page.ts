import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { html } from "../console/html.ts";
import { type Page, sendPage } from "../console/pages.ts";
import { readBody } from "../supervisor/door.ts";
import { loginResult } from "./provider.ts";
import type { IssuerAccount } from "./settings.ts";

const MAX_FORM_BYTES = 4096;

/** The sign-in page: shows the demonstration accounts, and takes the one that the person chose. */
export async function answerSignIn(
  provider: Provider,
  accounts: readonly IssuerAccount[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
  if (interaction === undefined) return sendPage(response, 400, expiredPage());
  if (request.method !== "POST") {
    const { client_id, redirect_uri } = interaction.params;
    return sendPage(response, 200, accountsPage(accounts, String(client_id), originOf(redirect_uri)));
  }
  const form = new URLSearchParams((await readBody(request, MAX_FORM_BYTES)).toString("utf8"));
  const account = accounts.find(({ sub }) => sub === form.get("sub"));
  if (account === undefined) return sendPage(response, 400, unknownPage());
  await provider.interactionFinished(request, response, loginResult(account));
}

/** Where the browser goes after the form: a page's policy covers the redirections that follow it. */
function originOf(redirectUri: unknown): readonly string[] {
  return typeof redirectUri === "string" ? [new URL(redirectUri).origin] : [];
}

function accountsPage(accounts: readonly IssuerAccount[], clientId: string, formTargets: readonly string[]): Page {
  const choices = accounts.map(
    ({ sub, name, organisation }) => html`<button type="submit" name="sub" value="${sub}"><strong>${name}</strong>
<span class="soft">${organisation ?? ""} <code>${sub}</code></span></button>`,
  );
  return {
    title: "Se connecter – comptes de démonstration",
    formTargets,
    body: html`<header><h1>Se connecter</h1>
<p class="soft">Serveur d'identité local, demandé par <code>${clientId}</code></p></header>
<main id="contenu">
<h2 id="comptes">Comptes de démonstration</h2>
<p>Ces personnes sont inventées et aucun mot de passe n'est demandé. Choisissez le compte avec lequel vous connecter.</p>
<form method="post" aria-labelledby="comptes">
${choices}
</form>
</main>`,
  };
}

function expiredPage(): Page {
  return {
    title: "Demande de connexion expirée",
    body: html`<main id="contenu"><h1>Demande de connexion expirée</h1>
<p>Cette demande de connexion est terminée, a expiré ou vient d'un autre navigateur. Reprenez-la depuis le début.</p></main>`,
  };
}

function unknownPage(): Page {
  return {
    title: "Compte inconnu",
    body: html`<main id="contenu"><h1>Compte inconnu</h1>
<p>Ce compte de démonstration n'existe pas. Revenez à la page précédente et choisissez un des comptes proposés.</p></main>`,
  };
}
