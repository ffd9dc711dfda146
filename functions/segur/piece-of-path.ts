import * as z from "zod/mini";
import { type PieceCode, pieceCodes } from "../../shared/domain/segur/programmes/bio-sgl-va1-pieces.ts";
import { notFound } from "../../shared/kernel/problem.ts";
import type { ApiRequest } from "../../shared/lambda/act.ts";

/** The piece that the path names. @throws Problem `not-found` for a code of no piece */
export function pieceOf({ path }: ApiRequest<unknown>): PieceCode {
  const code = z.safeParse(z.enum(pieceCodes), path.piece);
  if (!code.success) throw notFound();
  return code.data;
}
