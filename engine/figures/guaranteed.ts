import { EngineError } from '../errors/engine-error.ts';
import { parseAmount, roundAmount, ZERO, type Amount, type Rounding } from '../quantities/decimal.ts';
import { type Bound, decimalsKept, NOT_PROVEN, roundUp } from './bound.ts';

/** What becomes of digits that a bound does not guarantee: the run is refused, or the figure is shown without them. */
export type UnsureDigits = 'refuse' | 'drop';

/** A figure before it is rounded. Value and bound are in the unit that is shown. */
export interface Unrounded {
  readonly key: string;
  readonly value: Amount;
  /** How far the value is from the true one, at most. */
  readonly bound: Bound;
  readonly rounding: Rounding;
  readonly unsureDigits: UnsureDigits;
  /** The figures whose difference it is; none for another figure. */
  readonly parts: readonly { readonly value: string }[];
}

export interface Rounded {
  readonly rounded: Amount;
  /** What was done: of a figure with a bound it can be other than what was asked. */
  readonly rounding: Rounding;
  /** A decimal text, rounded up, or `not proven`; absent where the figure is exact. */
  readonly bound?: string;
}

/** The most decimals of an entry. */
const MOST_DECIMALS = 30;
/** Significant digits of a bound. */
const BOUND_DIGITS = 2;

/**
 * Rounds a figure, once. One with a bound shows only digits that the bound guarantees: what is shown is within one unit of its last digit
 * of the true value, and the bound that is shown includes the rounding. One whose bound is not proven says so, and guarantees no digit.
 * @throws EngineError `too-few-digits`
 */
export function roundFigure(figure: Unrounded): Rounded {
  const { value, bound, rounding } = figure;
  if (bound === null) return { rounded: roundAmount(value, rounding), rounding };
  if (bound === NOT_PROVEN) {
    const asked = limitDecimals(value, askedRounding(figure));
    return { rounded: roundAmount(value, asked), rounding: asked, bound };
  }
  const done = chooseRounding(figure, bound);
  const rounded = roundAmount(value, done);
  const whole = bound.plus(rounded.minus(value).abs());
  return { rounded, rounding: done, bound: String(roundUp(whole, BOUND_DIGITS)) };
}

/** The rounding of the run; of a difference, that of its parts. */
function askedRounding({ value, rounding, parts }: Omit<Unrounded, 'bound'>): Rounding {
  return parts.length > 0 && 'digits' in rounding ? alignWith(value, parts, rounding) : rounding;
}

/** An entry can't hold more decimals. */
function limitDecimals(value: Amount, rounding: Rounding): Rounding {
  const kept = decimalsOf(value, rounding);
  return kept !== null && kept > MOST_DECIMALS ? { mode: rounding.mode, decimals: MOST_DECIMALS } : rounding;
}

function chooseRounding(figure: Omit<Unrounded, 'bound'>, bound: Amount): Rounding {
  const { key, value, unsureDigits } = figure;
  const asked = limitDecimals(value, askedRounding(figure));
  const kept = decimalsOf(value, asked);
  if (kept === null && sureDecimals(bound, 0) === 0) return asked;
  if (kept === null) throw refuse({ key, value, bound }, asked, sureDecimals(bound, 0));
  const sure = sureDecimals(bound, kept);
  if (sure === kept) return asked;
  if (unsureDigits === 'refuse') throw refuse({ key, value, bound }, asked, sure);
  const safe = keepSure(value, sure, asked);
  if (safe === null) throw refuse({ key, value, bound }, asked, sure);
  return safe;
}

function refuse(
  { key, value, bound }: Pick<Unrounded, 'key' | 'value'> & { readonly bound: Amount },
  asked: Rounding,
  sure: number,
): EngineError {
  const digits = digitsDownTo(value, sure);
  const [wanted, given] =
    'digits' in asked
      ? [`${asked.digits} digits`, `${digits} ${digits === 1 ? 'is' : 'are'}`]
      : [
          `${asked.decimals} decimals`,
          sure < 0 ? 'not even units are' : `${sure} ${sure === 1 ? 'is' : 'are'}`,
        ];
  const text =
    `${key}: the rounding asks for ${wanted}, and ${given} guaranteed (the error is at most ${String(roundUp(bound, BOUND_DIGITS))}): ` +
    (sure >= 0 || digits > 0
      ? 'ask for fewer, or set parameters.unsureDigits to "drop"'
      : 'no digit of it is known, so it is shown in no rounding');
  return new EngineError('too-few-digits', text, String(value.round(MOST_DECIMALS)), {
    record: '',
    key,
    column: 'value',
  });
}

/** A difference has no digit behind the last one of its parts, however much of them it cancels. */
function alignWith(
  value: Amount,
  parts: Unrounded['parts'],
  { mode, digits }: Extract<Rounding, { digits: number }>,
): Rounding {
  const places = parts
    .map(({ value }) => decimalsKept(parseAmount(value), digits))
    .filter((place) => place !== null);
  const least = places.reduce((a, b) => (a < b ? a : b), MOST_DECIMALS);
  if (least >= 0) return { mode, decimals: least };
  const aligned = digitsDownTo(value, least);
  return { mode, digits: aligned > 1 ? aligned : 1 };
}

/** Returns how many decimals a rounding keeps: below 0 for tens and hundreds; null for all of zero, or of an amount that has fewer. */
function decimalsOf(value: Amount, rounding: Rounding): number | null {
  return 'decimals' in rounding ? rounding.decimals : decimalsKept(value, rounding.digits);
}

/** Returns the most decimals, up to `most`, whose last one is guaranteed: the error is at most half of its unit, and rounding adds half. */
function sureDecimals(bound: Amount, most: number): number {
  if (bound.isZero()) return most;
  let decimals = most;
  const twice = bound.plus(bound);
  const size = twice.coefficient.toString().length - twice.scale;
  // 2 · bound < 10^size, so 10^−decimals with decimals = −size is enough.
  if (-size < decimals) decimals = -size;
  return decimals;
}

/** Returns null where a rounding cannot state what is guaranteed: not even units are, and the amount has no digit above. */
function keepSure(value: Amount, decimals: number, { mode }: Rounding): Rounding | null {
  if (decimals >= 0) return { mode, decimals: decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals };
  const digits = digitsDownTo(value, decimals);
  return digits >= 1 ? { mode, digits } : null;
}

/** Returns how many significant digits an amount has down to a decimal place. */
function digitsDownTo(value: Amount, decimals: number): number {
  const kept = decimalsKept(value.isZero() ? ZERO : value, 1);
  if (kept === null) return 0;
  const digits = decimals - kept + 1;
  return digits > 0 ? digits : 0;
}
