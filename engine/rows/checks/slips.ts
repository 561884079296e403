import { fromFloat } from '../../quantities/float.ts';

/** A mistake and the ratio that it makes: of what is stated to what is right above, the reverse below. */
interface Slip {
  readonly ratio: number;
  readonly above: string;
  readonly below: string;
}

const SLIPS: readonly Slip[] = [
  {
    ratio: 1_000_000,
    above: 'Wh entered as MWh, or g as t',
    below: 'MWh entered as Wh, or t as g',
  },
  {
    ratio: 1000,
    above: 'kWh entered as MWh, kg as t, litres as m3, or a decimal point read as a separator of thousands',
    below: 'MWh entered as kWh, t as kg, m3 as litres, or a separator of thousands read as a decimal point',
  },
  { ratio: 100, above: 'per cent entered as a ratio', below: 'a ratio entered as per cent' },
  { ratio: 29.3, above: 'kWh entered as therms', below: 'therms entered as kWh' },
  { ratio: 12, above: 'a year entered as a month', below: 'a month entered as a year' },
  { ratio: 10, above: 'a digit too many', below: 'a digit too few' },
  {
    ratio: 44 / 12,
    above: 'CO2 taken as carbon, or GJ entered as MWh',
    below: 'carbon taken as CO2, or MWh entered as GJ',
  },
  { ratio: 3, above: 'a quarter entered as a month', below: 'a month entered as a quarter' },
  { ratio: 1 / 0.45359237, above: 'pounds entered as kg', below: 'kg entered as pounds' },
  { ratio: 44 / 28, above: 'N2O taken as N2O-N', below: 'N2O-N taken as N2O' },
  {
    ratio: 1.1,
    above: 'gross energy taken as net, or short tons as metric tons',
    below: 'net energy taken as gross, or metric tons as short tons',
  },
];

/** Slips of at least this ratio are seen though amounts vary: then a ratio need only be this near. */
const LARGE = { ratio: 100, near: 1.5 };

/** Whether a ratio is that of a slip, within a factor of `near`. */
export function isSlip(ratio: number, near: number): boolean {
  const slip = nearestTo(ratio);
  return awayFrom(slip, ratio) <= (slip.ratio >= LARGE.ratio ? LARGE.near : near);
}

/** Whether some slip has a ratio between these two, which are both above 1 or both below, or within a factor of `near`. */
export function isSlipBetween(a: number, b: number, near: number): boolean {
  const [one, other] = [apart(a, 1), apart(b, 1)];
  const [least, most] = one < other ? [one, other] : [other, one];
  return SLIPS.some(({ ratio }) => ratio * near >= least && ratio <= most * near);
}

/** Whether a ratio is that of a large slip, such as 1000. */
export function isLargeSlip(ratio: number): boolean {
  const slip = nearestTo(ratio);
  return slip.ratio >= LARGE.ratio && awayFrom(slip, ratio) <= LARGE.near;
}

/** How far a ratio may be from that of a slip which a message names: amounts of two periods never agree exactly. */
const NAMED = 1.25;

/** Returns the mistake that a ratio suggests, as the end of a sentence: `: kWh entered as MWh …?`, or a full stop. */
export function guessSlip(ratio: number): string {
  const slip = nearestTo(ratio);
  if (awayFrom(slip, ratio) > NAMED) return '.';
  return `: ${ratio > 1 ? slip.above : slip.below}?`;
}

function nearestTo(ratio: number): Slip {
  return SLIPS.reduce((nearest, slip) => (awayFrom(slip, ratio) < awayFrom(nearest, ratio) ? slip : nearest));
}

function awayFrom({ ratio: slip }: Slip, ratio: number): number {
  return apart(slip, ratio > 1 ? ratio : 1 / ratio);
}

/** Returns the larger of two numbers above 0 over the smaller one. */
export function apart(a: number, b: number): number {
  return a > b ? a / b : b / a;
}

/** Writes a ratio with three digits: `1000 times`, `0.273 times`. */
export function showRatio(ratio: number): string {
  return `${String(fromFloat(ratio, 3))} times`;
}
