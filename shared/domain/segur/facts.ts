import * as z from "zod/mini";
import { fact } from "../../kernel/facts.ts";
import { centsSchema } from "../../kernel/money.ts";
import { civilDateSchema, instantSchema } from "../../kernel/time.ts";
import { enrolmentStates } from "./lifecycle-enrolment.ts";
import { pieceCodes } from "./programmes/bio-sgl-va1-pieces.ts";

const text = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
const textOrNone = z.nullable(text);
const yesOrNo = z.boolean();
const instantOrNone = z.nullable(instantSchema);
const dayOrNone = z.nullable(civilDateSchema);
const legalInstant = z.union([z.enum(["unknown", "absent"]), instantSchema]);

/**
 * Every fact that a rule of the appel à financement reads: keys are those of the catalogue, in camelCase. `At` is an
 * instant, `On` a day in Paris, sums are cents. `null` means that there is none.
 */
export const segurFacts = z.strictObject({
  // the request
  request: fact("declared", "Nature de la demande", z.enum(["enrolment", "avance", "solde"])),
  role: fact("declared", "Qualité du Fournisseur", z.enum(["editeur", "distributeur"])),
  exception: fact("declared", "Bénéfice de l'exception du §2 demandé", yesOrNo),
  channel: fact("evidence", "Voie par laquelle le dossier est parvenu", z.enum(["op_site", "email", "post", "other"])),
  pieces: fact("evidence", "Pièces produites", z.array(z.enum(pieceCodes))),
  // the form
  formTemplate: fact("evidence", "Formulaire de la Page web, complété", yesOrNo),
  formSigned: fact("evidence", "Formulaire signé", yesOrNo),
  fournisseurName: fact("declared", "Nom du Fournisseur", textOrNone),
  siret: fact("declared", "SIRET du Fournisseur", textOrNone),
  legalRep: fact("declared", "Représentant légal", textOrNone),
  depositor: fact("declared", "Dépositaire, s'il n'est pas le représentant légal", textOrNone),
  depositorIsLegalRep: fact("declared", "Le dépositaire est le représentant légal", yesOrNo),
  contact: fact("declared", "Coordonnées de contact", textOrNone),
  paymentDetails: fact("declared", "Coordonnées de paiement", textOrNone),
  formNumber: fact("declared", "Numéro de référencement porté au formulaire", textOrNone),
  formIban: fact("declared", "IBAN porté au formulaire", textOrNone),
  // the other pieces
  rapport: fact("evidence", "Rapport de référencement produit", yesOrNo),
  referencementNumber: fact("evidence", "Numéro de référencement lu sur le rapport", textOrNone),
  rib: fact("evidence", "RIB produit", yesOrNo),
  ribIban: fact("evidence", "IBAN lu sur le RIB", textOrNone),
  identityType: fact(
    "evidence",
    "Nature de la pièce d'identité",
    z.nullable(z.enum(["cni", "passport", "residence_permit", "driving_licence", "other"])),
  ),
  identityName: fact("evidence", "Nom lu sur la pièce d'identité", textOrNone),
  powersAttestation: fact("evidence", "Attestation de pouvoirs produite", yesOrNo),
  mandat: fact("evidence", "Mandat de l'Editeur produit", yesOrNo),
  mandatOperator: fact("evidence", "Opérateur désigné par le mandat", textOrNone),
  mandatSolution: fact("evidence", "Numéro de la Solution visée par le mandat", textOrNone),
  applicant: fact("register", "Opérateur demandeur", text),
  applicantSiret: fact("register", "SIRET de l'opérateur demandeur", text),
  // ANS
  ansRegister: fact("register", "Numéro du formulaire connu du registre de l'ANS", yesOrNo),
  ansNumber: fact("register", "Numéro délivré par l'ANS à la Solution", textOrNone),
  applicantIsEditeurOfNumber: fact("register", "Le demandeur est l'Editeur de la Solution", yesOrNo),
  declaredDistributor: fact("register", "Le demandeur est un distributeur déclaré", yesOrNo),
  declaredToAns: fact("register", "Distributeur déclaré à l'ANS par l'Editeur", yesOrNo),
  ansList: fact("register", "Date de la liste de l'ANS importée", civilDateSchema),
  inAnsList: fact("register", "Opérateur inscrit sur la liste de l'ANS", yesOrNo),
  referenced: fact("register", "Solution référencée", yesOrNo),
  referencedOn: fact("register", "Date d'octroi du référencement", dayOrNone),
  completeFileReceivedAt: fact("register", "Réception du dossier complet de preuves par l'ANS", instantOrNone),
  decision: fact("register", "Décision de l'ANS", z.nullable(z.enum(["grant", "refusal"]))),
  decisionPronouncedOn: fact("register", "Date de la décision de l'ANS", dayOrNone),
  conventionSignedOn: fact("register", "Date de la convention de référencement", dayOrNone),
  withdrawnOn: fact("register", "Date du retrait du référencement", dayOrNone),
  // our own record
  enrolmentStatus: fact("register", "État de l'enrôlement", z.enum(enrolmentStates)),
  enrolledSolution: fact("register", "Solution de l'enrôlement", text),
  orderSolution: fact("declared", "Solution nommée par la demande", text),
  paidTotal: fact("register", "Sommes versées, en centimes", centsSchema.check(z.nonnegative())),
  solde: fact("register", "État de la demande de solde", z.enum(["none", "pending", "paid"])),
  // what an officer finds
  dossierComplete: fact("officer", "Dossier d'enrôlement complet", yesOrNo),
  competitiveMarket: fact("officer", "Solution proposée sur un marché concurrentiel", yesOrNo),
  marketSituation: fact(
    "officer",
    "Situation de la Solution sur le marché",
    z.enum(["none", "listed", "other_suspicion"]),
  ),
  exclusiveOwnUse: fact("officer", "Solution à l'usage exclusif de son Editeur", yesOrNo),
  membersOnly: fact("officer", "Solution destinée aux seuls membres de son Editeur", yesOrNo),
  publisherIsGrouping: fact("officer", "Editeur constitué en groupement", yesOrNo),
  membersFreeToBuyElsewhere: fact("officer", "Membres libres de s'équiper auprès d'un tiers", yesOrNo),
  exceptionAdmitted: fact(
    "officer",
    "Exception du §2 admise, si le calendrier n'en donne pas les dates",
    z.nullable(yesOrNo),
  ),
  defect: fact("officer", "Défaut relevé", z.enum(["curable", "incurable"])),
  correctedOrderSignedOn: fact("evidence", "Date de signature de la commande corrigée", dayOrNone),
  // time
  receivedAt: fact("clock", "Réception de la demande", instantSchema),
  urlIssuedAt: fact("clock", "Délivrance du lien d'envoi", instantOrNone),
  uploadCompletedAt: fact("clock", "Réception complète de la dernière pièce exigée", instantOrNone),
  submittedAt: fact("clock", "Enregistrement du dépôt", instantOrNone),
  invitedAt: fact("clock", "Invitation à compléter", instantOrNone),
  invitedOn: fact("clock", "Jour de l'invitation à compléter", civilDateSchema),
  answeredAt: fact("clock", "Réponse à l'invitation", instantOrNone),
  answeredOn: fact("clock", "Jour de la réponse à l'invitation", dayOrNone),
  correctedAt: fact("clock", "Réception de la correction", instantOrNone),
  judgedOn: fact("clock", "Jour de l'examen", civilDateSchema),
  // the legal calendar in force, then the configuration
  referencementEndsAt: fact("calendar", "Fin de réception des demandes de référencement", legalInstant),
  fermetureAt: fact("calendar", "Date de fermeture", legalInstant),
  receptionEndsAt: fact("calendar", "Fin de réception des demandes de cette nature", legalInstant),
  opServicesOpenOn: fact("setting", "Ouverture des services de l'Opérateur de paiement", civilDateSchema),
  completionDelayDays: fact(
    "setting",
    "Délai de réponse à une invitation à compléter, en jours",
    z.int().check(z.gte(1)),
  ),
});
