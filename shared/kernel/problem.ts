import type { Finding } from "./finding.ts";
import { typeset } from "./typography.ts";

/** Every problem the API answers: its status and its French title. The code is the last part of the RFC 9457 `type`. */
const catalogue = {
  "malformed-request": { status: 400, title: "Requête illisible" },
  "missing-organisation": { status: 400, title: "Organisation non précisée" },
  "missing-idempotency-key": { status: 400, title: "Clé d'idempotence absente" },
  "not-allowed": { status: 403, title: "Action non autorisée" },
  "not-found": { status: 404, title: "Introuvable" },
  "key-reused": { status: 409, title: "Clé d'idempotence déjà utilisée" },
  "illegal-transition": { status: 409, title: "Action impossible dans cet état" },
  "already-exists": { status: 409, title: "Déjà enregistré" },
  "version-changed": { status: 412, title: "Modifié entre-temps" },
  "body-too-large": { status: 413, title: "Requête trop volumineuse" },
  "unsupported-media-type": { status: 415, title: "Format non accepté" },
  "invalid-content": { status: 422, title: "Contenu refusé" },
  "missing-version": { status: 428, title: "Version attendue non précisée" },
  "internal-error": { status: 500, title: "Erreur du service" },
  "try-again": { status: 503, title: "Service momentanément occupé" },
} as const;

export type ProblemCode = keyof typeof catalogue;

/** One field that was refused: where (JSON Pointer) and why, in French. The value itself is never repeated. */
export interface FieldRefusal {
  readonly pointer: string;
  readonly reason: string;
}

/** A refusal on its way to the caller, thrown anywhere below the HTTP stack and answered as RFC 9457 problem details. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly fields: readonly FieldRefusal[];
  readonly findings: readonly Finding[];

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      readonly fields?: readonly FieldRefusal[];
      readonly findings?: readonly Finding[];
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, { cause: more.cause });
    this.code = code;
    this.detail = detail;
    this.fields = more.fields ?? [];
    this.findings = more.findings ?? [];
  }
}

export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly trace: string;
  readonly errors?: readonly FieldRefusal[];
  readonly findings?: readonly Finding[];
}

/** Fields told at once: an answer stays small, whatever was sent. */
const mostFields = 20;

/** RFC 9457 body of a problem; `trace` is the request id to quote to support. */
export const problemDetails = (problem: Problem, trace: string): ProblemDetails => ({
  type: `urn:guichet:problem:${problem.code}`,
  title: catalogue[problem.code].title,
  status: catalogue[problem.code].status,
  detail: typeset(problem.detail + untold(problem.fields.length - mostFields)),
  trace,
  ...(problem.fields.length > 0
    ? {
        errors: problem.fields
          .slice(0, mostFields)
          .map(({ pointer, reason }) => ({ pointer, reason: typeset(reason) })),
      }
    : {}),
  ...(problem.findings.length > 0 ? { findings: problem.findings } : {}),
});

const untold = (count: number): string =>
  count > 0 ? ` Les ${mostFields} premiers refus sont donnés ; il y en a ${count} de plus.` : "";

/** The one answer for what does not exist and for what the caller may not know to exist (CNV-6-03). */
export const notFound = (): Problem =>
  new Problem(
    "not-found",
    "Aucun élément accessible ne correspond à cette adresse pour l'organisation indiquée. Vérifiez l'identifiant et l'organisation au nom de laquelle vous agissez.",
  );
