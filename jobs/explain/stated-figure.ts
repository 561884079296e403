import * as z from 'zod';
import { type Citation, readCitation, readDerivation } from '../../core/records/derivation.ts';
import { type FigureDocument, listFigureDocuments } from '../../core/records/figure-documents.ts';
import { memberOf } from '../../core/records/selection.ts';
import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';

/** The members of a derivation that say how a figure was computed, besides its operands. */
export const computationSchema = z.object({
  formula: z.string(),
  rounding: z.union([
    z.object({ mode: z.string(), decimals: z.number() }),
    z.object({ mode: z.string(), digits: z.number() }),
  ]),
  roundingDifference: z.string().optional(),
  warnings: z.array(
    z.object({ code: z.string().catch(''), message: z.string(), accepted: z.string().optional() }),
  ),
});
const exclusionsSchema = z.array(z.object({ what: z.string(), reason: z.string() }));
type Computation = z.output<typeof computationSchema>;

/** What a figure states about itself, besides its operands. */
export interface StatedFigure {
  readonly formula: string | null;
  readonly rounding: Computation['rounding'] | null;
  /** The figure as it is shown minus what its formula gives with its parts as they are shown; null where that is zero. */
  readonly roundingDifference: string | null;
  readonly warnings: Computation['warnings'];
  /** What the figure leaves out, and why, as its party states it. */
  readonly exclusions: readonly { readonly what: string; readonly reason: string }[];
  /** How sure the figure is, where it says so. */
  readonly uncertainty: ShownUncertainty | null;
  /** The figure of a result that this one repeats. */
  readonly cites: Citation | null;
  /** The documents of a figure: what decided its factors, and matrices that it was computed from. */
  readonly documents: readonly FigureDocument[];
}

/** Reads what the detail of a figure states. It comes from anyone: what has no known form is left out. */
export function readStatedFigure(detail: unknown): StatedFigure {
  const members = readDerivation(detail)?.members ?? {};
  const { formula, rounding, roundingDifference, warnings } = computationSchema.shape;
  return {
    formula: formula.safeParse(members['formula']).data ?? null,
    rounding: rounding.safeParse(members['rounding']).data ?? null,
    roundingDifference: roundingDifference.safeParse(members['roundingDifference']).data ?? null,
    warnings: warnings.safeParse(members['warnings']).data ?? [],
    exclusions: exclusionsSchema.safeParse(memberOf(detail, 'exclusions')).data ?? [],
    uncertainty: readUncertainty(detail),
    cites: readCitation(detail),
    documents: listFigureDocuments(detail),
  };
}
