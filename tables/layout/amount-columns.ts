import type { ColumnLayout, GivenNames } from './column-layout.ts';
import { isLikelyAmount } from './column-names.ts';

/** Returns the columns of amounts, as far as layout, mapping or names say which they are; empty where none does. */
export function listAmounts(
  { names, spread }: Pick<ColumnLayout, 'names' | 'spread'>,
  { values }: Pick<GivenNames, 'values'>,
): readonly number[] {
  const columns = [...names.keys()];
  const known = [
    spread.map(({ index }) => index),
    columns.filter((index) => values.includes(names[index]!)),
    columns.filter((index) => isLikelyAmount(names[index]!)),
  ];
  return known.find((indexes) => indexes.length > 0) ?? [];
}
