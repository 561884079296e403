import { Amount, sumAmounts, ZERO } from '../quantities/decimal.ts';
import { toFloat } from '../quantities/float.ts';
import { exactPower } from '../quantities/transcendental.ts';

/** Returns the exact sum of readings. */
export function sumReadings(readings: readonly string[]): Amount {
  return sumAmounts(readings.map(readReading));
}

/** Returns the standard error of the mean of readings: √(Σ (x − mean)² / (n (n − 1))), with 50 digits. JCGM 100:2008 (GUM), 4.2.3. */
export function standardErrorOf(readings: readonly string[]): Amount {
  const n = BigInt(readings.length);
  const squares = deviationsOf(readings).reduce((sum, each) => sum.plus(each.times(each)), ZERO);
  // Each deviation is n times too large.
  return exactPower(squares.div(new Amount(n * n * n * (n - 1n))), { over: 1, under: 2 });
}

/**
 * Returns what each reading adds to the deviation of their mean: (x − mean) / √(n (n − 1)) over the standard error. The squares add up to 1. Two
 * quantities that were read together have the correlation Σ of the products: that of their readings (GUM, 5.2.3). Null where all readings are equal.
 */
export function loadingsOf(readings: readonly string[]): Float64Array | null {
  const deviations = deviationsOf(readings);
  const squares = deviations.reduce((sum, each) => sum.plus(each.times(each)), ZERO);
  if (squares.isZero()) return null;
  const size = exactPower(squares, { over: 1, under: 2 });
  return Float64Array.from(deviations, (each) => toFloat(each.div(size)));
}

/** Returns n × (reading − mean) of each reading, exactly. */
function deviationsOf(readings: readonly string[]): Amount[] {
  const n = new Amount(BigInt(readings.length));
  const sum = sumReadings(readings);
  return readings.map((reading) => readReading(reading).times(n).minus(sum));
}

/** Returns the amount of a reading, whose last digits can be 0. */
function readReading(text: string): Amount {
  const [whole = '', fraction = ''] = text.split('.');
  return new Amount(BigInt(whole + fraction), fraction.length);
}
