/** A fault that a user of the procedure `segur` may meet, and what it makes of the dossier. */
export interface Fault {
  readonly fault: string;
  /** Where its sentence is read. */
  readonly where: "answer of the API" | "piece, in the dossier" | "list of mail troubles";
  /** Status, problem code and field; or the verdict or finding of the file; or the state of the mail. */
  readonly shows: string;
  /** As it is read; « {…} » stands for what differs from one time to another. */
  readonly sentence: string;
  readonly remedy: string;
  readonly kept: string;
}

const api = { where: "answer of the API" } as const;
const file = {
  where: "piece, in the dossier",
  kept: "The draft; the file, to be looked at, until newer ones take its place.",
} as const;
const announced = { ...api, remedy: "Choose another file.", kept: "All: nothing was granted." } as const;
const unfiled = { ...api, kept: "All: nothing was filed." } as const;

/** All of them, in the order in which a dossier may meet them. The suite `dossier-faults` makes each, and compares. */
export const faults: readonly Fault[] = [
  {
    fault: "empty file",
    ...announced,
    shows: "422 invalid-content at /size",
    sentence: "Le fichier est vide : choisissez le fichier de la pièce.",
  },
  {
    fault: "over size",
    ...announced,
    shows: "422 invalid-content at /size",
    sentence: "Le fichier dépasse 10 Mo, la taille la plus grande d'une pièce.",
  },
  {
    fault: "wrong type under a right name",
    ...file,
    shows: "not-pdf",
    sentence:
      "Le fichier n'est pas un PDF, quel que soit son nom : il n'en a pas l'en-tête. Déposez la pièce au format PDF.",
    remedy: "Send the piece as a PDF.",
  },
  {
    fault: "truncated",
    ...file,
    shows: "truncated",
    sentence: "Le PDF est tronqué : la fin du document manque. Envoyez de nouveau le fichier entier.",
    remedy: "Send the whole file.",
  },
  {
    fault: "encrypted",
    ...file,
    shows: "unsupported",
    sentence:
      "Refusé : le fichier ne peut pas être analysé (mot de passe, par exemple) ; déposez un fichier sans protection.",
    remedy: "Send a file without password.",
  },
  {
    fault: "scripted",
    ...file,
    shows: "javascript",
    sentence: "Le PDF contient un script JavaScript ({place}). Fournissez un PDF qui n'en contient pas.",
    remedy: "Send a PDF that runs nothing.",
  },
  {
    fault: "polyglot",
    ...file,
    shows: "zip-inside",
    sentence: "Une archive ZIP est mêlée au document ({place}). Fournissez un fichier qui ne contient que le document.",
    remedy: "Send the document alone.",
  },
  {
    fault: "bomb",
    ...file,
    shows: "bomb",
    sentence:
      "Le PDF se décompresse sans mesure : l'examen a été interrompu. Déposez un PDF refait à partir du document d'origine.",
    remedy: "Make the PDF again.",
  },
  {
    fault: "EICAR",
    ...file,
    shows: "infected",
    sentence: "Refusé : une menace a été détectée dans le fichier ; déposez un fichier sain.",
    remedy: "Send a sound file.",
  },
  {
    fault: "XML named .pdf",
    ...file,
    shows: "xml",
    sentence: "Le fichier est un document XML et non un PDF : déposez la pièce au format PDF.",
    remedy: "Send the piece as a PDF.",
  },
  {
    fault: "expired grant",
    ...api,
    shows: "409 illegal-transition",
    sentence: "Cette autorisation d'envoi a expiré : demandez-en une autre, sous une nouvelle clé d'idempotence.",
    remedy: "Ask for another grant. The store refuses the old form too (403), and keeps nothing.",
    kept: "All: nothing was stored.",
  },
  {
    fault: "grant used twice",
    ...api,
    shows: "409 illegal-transition",
    sentence: "Le fichier de cette autorisation d'envoi a déjà été reçu : consultez le dossier.",
    remedy: "Nothing; or another grant for another file.",
    kept: "The first file.",
  },
  {
    fault: "object replaced after the scan",
    where: "piece, in the dossier",
    shows: "ignored",
    sentence:
      "L'autorisation d'envoi avait déjà servi : ce second fichier n'est pas retenu, et le premier reste celui de la pièce. Pour le remplacer, demandez une nouvelle autorisation.",
    remedy: "Another grant. The administrator of the account cannot replace the object either.",
    kept: "The version that was scanned, and no other, is filed and goes to the vault.",
  },
  {
    fault: "wrong digest",
    ...unfiled,
    shows: "422 invalid-content at /pieces/D-ENR-RIB",
    sentence:
      "L'empreinte SHA-256 n'est pas celle du fichier reçu sous cette version : vérifiez votre fichier, ou envoyez-le de nouveau.",
    remedy: "Name the digest of the file received. The store refuses a file of another digest than announced (400).",
  },
  {
    fault: "piece of another case",
    ...unfiled,
    shows: "422 invalid-content at /pieces/D-ENR-RIB",
    sentence:
      "Aucun fichier reçu pour cette pièce de ce dossier ne porte cette version : envoyez le fichier dans ce dossier.",
    remedy: "Send the file in the dossier that it is for.",
  },
  {
    fault: "submission while uploading",
    ...unfiled,
    shows: "409 illegal-transition",
    sentence:
      "Un fichier est en cours de réception : il n'a pas encore été constaté. Renouvelez le dépôt dans quelques secondes ; rien n'a été déposé.",
    remedy: "File again once the dossier shows the file.",
  },
  {
    fault: "submission twice",
    ...api,
    shows: "409 illegal-transition",
    sentence:
      "Ce dossier n'est plus un brouillon : il ne se dépose qu'une fois. Une pièce ne s'ajoute ensuite que sur une invitation à compléter.",
    remedy: "Nothing: the receipt shows what was filed.",
    kept: "The first filing, its date of reception and its receipt. The same request repeated has no further effect, and shows the dossier as it now stands.",
  },
  {
    fault: "decision by the filer",
    ...api,
    shows: "403 not-allowed",
    sentence:
      "Votre rôle dans cette organisation ne permet pas cette action (SEG-3.2-02) : elle revient à une personne qui tient un autre rôle, dans votre organisation ou dans une autre.",
    remedy: "Wait for the instructor.",
    kept: "All: nothing was decided.",
  },
  {
    fault: "completion of what was not asked",
    ...unfiled,
    shows: "422 invalid-content at /pieces/D-ENR-FORM",
    sentence: "L'invitation à compléter ne porte pas sur cette pièce : elle ne se remplace pas.",
    remedy: "Complete what the invitation names, and nothing else.",
  },
  {
    fault: "decision by two officers at once",
    ...api,
    shows: "409 illegal-transition",
    sentence:
      "Ce dossier est pris depuis le {instant} par un autre instructeur (membre {membre}) : lui seul peut l'instruire, ou le rendre à la file.",
    remedy: "Leave it to the other, or ask for it to be given back.",
    kept: "The one who has the dossier in hand decides; there is one decision.",
  },
  {
    fault: "mail that bounces",
    where: "list of mail troubles",
    shows: "bounced",
    sentence:
      "Le courriel n'a pas été remis : l'adresse de son destinataire l'a rejeté. Prévenez l'organisation par une autre voie.",
    remedy: "An officer reads `GET /v1/segur/mail-troubles`, after an alarm, and tells the organisation otherwise.",
    kept: "The dossier and its delays; what the mail was to tell is in the dossier.",
  },
];
