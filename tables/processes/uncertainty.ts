import { Amount } from '../../engine/quantities/decimal.ts';
import type { Uncertainty } from './inventory.ts';
import { readExact } from './exact-number.ts';
import type { LeftOut } from './left-out.ts';

/** A distribution as files state it, in the unit of the amount. Lognormal ones have a median and a geometric standard deviation. */
export type StatedDistribution =
  | { readonly type: 'lognormal'; readonly median: number; readonly deviation: number }
  | { readonly type: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly type: 'uniform'; readonly least: number; readonly most: number }
  | { readonly type: 'triangular'; readonly least: number; readonly mode: number; readonly most: number }
  | { readonly type: 'other'; readonly name: string };

/** How far the middle of a distribution can be from the amount, over it: files round both. */
const CLOSE = 1e-4;

/** Returns the uncertainty of a row; null, with a note, where rows cannot state it or it contradicts the amount. */
export function stateUncertainty(
  stated: StatedDistribution | null,
  { amount, unit, ratio }: { readonly amount: Amount; readonly unit: string; readonly ratio: Amount },
  place: string,
  leftOut: LeftOut,
): Uncertainty | null {
  if (stated === null) return null;
  if (stated.type === 'other') {
    leftOut.note('uncertainty', `${place}: ${stated.name}`);
    return null;
  }
  const made = make(stated, amount, unit, ratio);
  if (made === null) leftOut.note('uncertainty-differs', place);
  return made;
}

type Known = Exclude<StatedDistribution, { type: 'other' }>;
type Of<Type extends Known['type']> = Extract<Known, { type: Type }>;

function make(stated: Known, amount: Amount, unit: string, ratio: Amount): Uncertainty | null {
  const value = Number(amount.div(ratio).toString());
  switch (stated.type) {
    case 'lognormal':
      return makeLognormal(stated, value);
    case 'normal':
      return makeNormal(stated, value, unit, ratio);
    case 'uniform':
    case 'triangular':
      return makeBounded(stated, value, unit, ratio);
  }
}

function makeLognormal({ median, deviation }: Of<'lognormal'>, value: number): Uncertainty | null {
  if (!(deviation > 1 && Number.isFinite(deviation) && value > 0 && isClose(median, value))) return null;
  const text = spell(readExact(deviation)!);
  return text === null ? null : { distribution: 'lognormal', geometricStandardDeviation: text };
}

function makeNormal(
  { mean, deviation }: Of<'normal'>,
  value: number,
  unit: string,
  ratio: Amount,
): Uncertainty | null {
  const text = deviation > 0 && isClose(mean, value) ? spell(scale(deviation, ratio)) : null;
  return text === null ? null : { distribution: 'normal', standardDeviation: text, unit };
}

function makeBounded(
  stated: Of<'uniform'> | Of<'triangular'>,
  value: number,
  unit: string,
  ratio: Amount,
): Uncertainty | null {
  const { type: distribution, least, most } = stated;
  const isOrdered = least < most && least <= value && value <= most;
  if (!isOrdered || (stated.type === 'triangular' && !isClose(stated.mode, value))) return null;
  const [lower, upper] = [spell(scale(least, ratio)), spell(scale(most, ratio))];
  return lower === null || upper === null ? null : { distribution, least: lower, most: upper, unit };
}

function isClose(middle: number, value: number): boolean {
  return Math.abs(middle - value) <= CLOSE * Math.abs(value);
}

function scale(number: number, ratio: Amount): Amount {
  return (readExact(number) ?? new Amount(0n)).times(ratio);
}

/** Returns a decimal as members of a distribution have it; null if it needs more digits than they can have, or is 0 for them. */
function spell(amount: Amount): string | null {
  const text = amount.round(18).toString();
  if (!/^-?\d{1,18}(\.\d{1,18})?$/.test(text)) return null;
  return text === '0' && !amount.isZero() ? null : text;
}
