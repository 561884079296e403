import type { Hex } from '../../core/encoding/hex.ts';
import type { DraftSketch } from '../register/draft-record.ts';
import { discloseFigure, type ShownFigure } from './disclosed-figure.ts';

/** Figures of a registered result that are shown to others. */
export interface ResultToDisclose {
  /** The record of the result. */
  readonly record: Hex;
  readonly figures: readonly ShownFigure[];
  /** Keys of the figures to show, in the order in which they are shown. */
  readonly keys: readonly string[];
}

/** What a disclosure holds; `missing` has the keys that the result does not have. */
export interface DisclosedContent extends Pick<DraftSketch, 'entries' | 'sources'> {
  readonly missing: readonly string[];
}

/** Returns the content of the disclosure that shows chosen figures of a result, and nothing that they were computed from. */
export function discloseResult({ record, figures, keys }: ResultToDisclose): DisclosedContent {
  const byKey = new Map(figures.map((figure) => [figure.key, figure] as const));
  const chosen = keys.flatMap((key) => byKey.get(key) ?? []);
  return {
    entries: chosen.map((figure) => discloseFigure(figure, record)),
    sources: [record],
    missing: keys.filter((key) => !byKey.has(key)),
  };
}
