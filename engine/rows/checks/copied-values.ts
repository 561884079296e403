import { listSome } from '../../errors/list-some.ts';
import { toFloat } from '../../quantities/float.ts';
import { Amount } from '../../quantities/decimal.ts';
import type { Row } from '../row.ts';
import { warn, type RowWarning } from './check.ts';
import { describeSeries, type Series, type SeriesIndex } from './series.ts';

/** The shortest month, and the fewest periods among which an equal one is unusual. */
const MONTH = 28 * 86_400;
const LEAST = 6;
/** Equal values are worth a look where fewer than so many pairs would be equal by chance. */
const CHANCE = 0.01;

/** Warns of a value in a series of months that is exactly another one of it: likely copied until the invoice came. */
export function warnOfCopiedValues(series: SeriesIndex): RowWarning[] {
  return series.all.flatMap(judge);
}

function judge(series: Series): RowWarning[] {
  const { samples, count } = series;
  if (samples.length < LEAST || count > samples.length) return [];
  const { unit } = samples[0]!;
  if (samples.some((row) => row.unit !== unit || row.until - row.from < MONTH)) return [];
  const groups = [...Map.groupBy(samples, ({ value }) => value).values()];
  const copies = groups.filter(([first, second]) => second !== undefined && !first!.amount.isZero());
  if (copies.length === 0 || 2 * groups.length <= samples.length) return [];
  const range = countValues(samples);
  const pairs = (samples.length * (samples.length - 1)) / 2;
  return copies.flatMap((rows) => {
    const chances = rows.some((row, at) => at > 0 && areNeighbours(samples, rows[at - 1]!, row))
      ? samples.length
      : pairs;
    return chances < CHANCE * range ? [describe(series, rows)] : [];
  });
}

function areNeighbours(samples: readonly Row[], a: Row, b: Row): boolean {
  return samples.indexOf(a) + 1 === samples.indexOf(b);
}

/**
 * Returns how many values rows could have, with the decimals that they state: twice those of the middle half, so that one value beyond
 * all others does not count.
 */
function countValues(rows: readonly Row[]): number {
  const scale = rows.reduce((most, { amount }) => (amount.scale > most ? amount.scale : most), 0);
  const values = Float64Array.from(rows, ({ amount }) => toFloat(amount)).sort();
  const quarter = values.length >> 2;
  const middle = values.at(-1 - quarter)! - values[quarter]!;
  return 2 * middle * toFloat(new Amount(10n ** BigInt(scale)));
}

function describe(series: Series, rows: readonly Row[]): RowWarning {
  const [first, ...copies] = rows as readonly [Row, ...Row[]];
  const message =
    `${listSome(copies.map(({ key }) => key))}: the same value as ${first.key} (${first.value} ${first.unit.text}) in ` +
    `${describeSeries(series)}: enter what was measured, if it is a copy`;
  const warned = warn('copied-value', message, [copies[0] ?? first, first, ...copies.slice(1)], copies);
  return { ...warned, series: describeSeries(series) };
}
