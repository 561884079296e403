import { readDerivation } from '../../core/records/derivation.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { toDetail } from '../engines/detail.ts';

/** A figure as a result or a file shows it. */
export type ShownFigure = Omit<UnsaltedEntry, 'detail'> & { readonly detail: object | null };

/**
 * Returns the entry that discloses a figure of a result. It has the value, unit, period and coverage, formula, rounding and warnings, and
 * cites the result and the key (§10). It leaves out the operands, because they are the private data that the figure was computed from, and
 * the salt, because who has it could try out what the result's own entry holds.
 */
export function discloseFigure(figure: ShownFigure, result: string): UnsaltedEntry {
  const { key, value, unit, from, until } = figure;
  const { operands: _operands, ...stated } = readDerivation(figure.detail)?.members ?? {};
  const derivation = { ...stated, result, key };
  return { key, value, unit, from, until, detail: toDetail({ ...figure.detail, derivation }) };
}
