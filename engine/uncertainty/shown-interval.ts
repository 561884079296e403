import { Amount } from '../quantities/decimal.ts';
import { readFloat } from '../quantities/float.ts';
import type { ShownEnds } from './read-note.ts';

/** Significant digits of half the width of an interval: none of an end is beyond these. */
const DIGITS = 3;
/** The most decimals that are shown. */
const MOST_DECIMALS = 30;

/** The ends of an interval as they are shown, and how far they are from the value in per cent; null where it is 0. */
export interface ShownInterval {
  readonly low: string;
  readonly high: string;
  readonly percent: { readonly below: string; readonly above: string } | null;
}

/**
 * Returns the ends of an interval, each with the digits that it has. A unit of its last digit is at least the standard error that the number of draws
 * gives it; where they are too few to tell that, it is the first digit of half the width. Null where there is no interval.
 */
export function showEnds({ approach, low, high, below, above, errors }: ShownEnds): ShownInterval | null {
  if (low === undefined || high === undefined) return null;
  const half = (readFloat(high) - readFloat(low)) / 2;
  const error = (own: string | undefined): number | null => {
    if (approach !== 2) return 0;
    return own === undefined ? null : readFloat(own);
  };
  const [ofLow, ofHigh] = [error(errors?.low), error(errors?.high)];
  const show = (end: string, own: number | null, over = 1): string =>
    writeFixed(end, decimalsOf(half * over, own === null ? null : own * over));
  if (below === undefined || above === undefined)
    return { low: show(low, ofLow), high: show(high, ofHigh), percent: null };
  const over = half > 0 ? (readFloat(above) - readFloat(below)) / (2 * half) : 1;
  return {
    low: show(low, ofLow),
    high: show(high, ofHigh),
    percent: { below: show(below, ofLow, over), above: show(above, ofHigh, over) },
  };
}

/** Returns the mean of draws with the digits that its standard error gives it, and that error; without draws all digits that are stated. */
export function showMean(
  mean: string,
  errors: ShownEnds['errors'],
): { readonly mean: string; readonly error: string | null } {
  const error = errors === undefined ? 0 : readFloat(errors.mean);
  if (!(error > 0)) return { mean, error: null };
  const decimals = placeAbove(error);
  return { mean: writeFixed(mean, decimals), error: writeFixed(errors!.mean, decimals + 1) };
}

/** Returns the decimals of an end: at most those of three digits of half the width. */
function decimalsOf(half: number, error: number | null): number {
  if (!(half > 0)) return DIGITS;
  if (error === null) return -exponentOf(half);
  const most = DIGITS - 1 - exponentOf(half);
  return error > 0 && placeAbove(error) < most ? placeAbove(error) : most;
}

/** Returns to how many decimals a number is written so that one unit of the last is at least `error`, and less than ten times it. */
function placeAbove(error: number): number {
  const [mantissa, exponent] = error.toExponential().split('e');
  return -(readFloat(exponent ?? '0') + (mantissa === '1' ? 0 : 1));
}

function exponentOf(size: number): number {
  return readFloat(size.toExponential(0).split('e')[1]!);
}

/** Returns a decimal text rounded to decimals, with its zeros; to tens, hundreds and so on where they are below 0. */
function writeFixed(text: string, decimals: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  const least = decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
  const rounded = String(new Amount(BigInt(whole + fraction), fraction.length).round(least, 'half-up'));
  if (least <= 0) return rounded;
  const [before = '', after = ''] = rounded.split('.');
  return `${before}.${after.padEnd(least, '0')}`;
}
