import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import { compareValues } from '../../jobs/derive/exact.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { GivenItem } from '../handles/item.ts';

/** The ends of an interval, as decimal texts in the unit of its figure. */
export interface Ends {
  readonly low: string;
  readonly high: string;
}

/** Returns the ends of the interval of a figure; null where it has none. */
export function endsOf({ uncertainty }: { readonly uncertainty: ShownUncertainty | null }): Ends | null {
  const { low, high } = uncertainty ?? {};
  return low === undefined || high === undefined ? null : { low, high };
}

/** Returns where 0 is: below an interval (1), inside it (0), above it (-1). */
export function sideOfZero({ low, high }: Ends): -1 | 0 | 1 {
  const [ofLow, ofHigh] = [low, high].map((end) => compareValues({ value: end, unit: '1' }, ZERO));
  return ofLow === 1 ? 1 : ofHigh === -1 ? -1 : 0;
}

const ZERO = { value: '0', unit: '1' };

/** Returns the sign of a value: 1, 0 or -1. */
export function signOf(value: string): -1 | 0 | 1 {
  return compareValues({ value, unit: '1' }, ZERO)!;
}

/** Returns a number that the person gave in the unit that it has, or in that of the figure beside it. */
export function takenIn(
  { value, unit }: GivenItem,
  figure: FigureItem,
): { readonly value: string; readonly unit: string } {
  return { value, unit: unit ?? figure.unit };
}

/** Returns the larger distance of the ends of an interval from its value, in per cent; null where there is none. */
export function widthOf({ uncertainty }: Pick<FigureItem, 'uncertainty'>): string | null {
  const { below, above } = uncertainty ?? {};
  if (below === undefined || above === undefined) return null;
  const [down, up] = [below, above].map((end) => end.replace('-', ''));
  return compareValues({ value: down!, unit: '%' }, { value: up!, unit: '%' }) === 1 ? down! : up!;
}
