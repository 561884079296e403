import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import type { Period } from '../rows/row.ts';

/** The rules of CBAM: of the period from October 2023 to 2025, or from 2026. */
export const CBAM_RULES = ['transitional', 'definitive'] as const;
export type CbamRules = (typeof CBAM_RULES)[number];

/** 2026-01-01, when the transitional period has ended (Regulation (EU) 2023/956, articles 32 and 36). */
const DEFINITIVE = 1_767_225_600;

/** Returns the rules of CBAM in a period. @throws EngineError `bad-parameters` where it has days of both */
export function findCbamRules({ from, until }: Period, column: string): CbamRules {
  if (from >= DEFINITIVE) return 'definitive';
  if (until <= DEFINITIVE) return 'transitional';
  const text = `${column}: the period has days before and after 2026-01-01, when the rules of CBAM change: split it there`;
  throw new EngineError('bad-parameters', text, from, placeOfAsked(column));
}
