/** Significant digits of a number in a picture. The table has all of them. */
const DIGITS = 4;
/** Numbers of this many digits before the point, or zeros behind it, are written with a power of ten. */
const MOST_WHOLE = 9;
const MOST_ZEROS = 4;

/** Returns a decimal for a picture: four significant digits, and thin spaces between thousands. */
export function shortNumber(value: string | number): string {
  const number = Number(value);
  if (number === 0) return '0';
  const [digits = '', exponent = '0'] = number.toExponential(DIGITS - 1).split('e');
  const power = Number(exponent);
  if (power >= MOST_WHOLE || power < -MOST_ZEROS)
    return `${Number(digits)} × 10^${power}`.replaceAll('-', '−');
  const plain =
    power >= DIGITS
      ? String(BigInt(Math.round(Number(digits) * 1000)) * 10n ** BigInt(power - DIGITS + 1))
      : String(Number(number.toPrecision(DIGITS)));
  return groupDigits(plain);
}

/** Returns a decimal as it is, with thin spaces between thousands and a minus sign. */
export function groupDigits(value: string): string {
  const [whole = '', fraction] = value.replace('-', '−').split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Returns a share in per cent, with three significant digits. */
export function formatShare(share: number): string {
  return `${groupDigits(String(Number((100 * share).toPrecision(3))))} %`;
}

/** Returns a unit for people: `kg{CO2e}` is `kg CO2e`, `{EUR}` is `EUR`. */
export function nameUnit(unit: string): string {
  return unit
    .replaceAll(/([^/.\s])\{/g, '$1 ')
    .replaceAll(/[{}]/g, '')
    .trim();
}

/** Returns a coordinate in pixels, with at most two decimals. */
export function px(value: number): string {
  return String(Number(value.toFixed(2)) + 0);
}

/** Returns round numbers within a range, at even distances: at most `most` distances. */
export function ticksOf(low: number, high: number, most: number): number[] {
  const least = (high - low) / most;
  if (!(least > 0)) return [low];
  const unit = Number(`1e${least.toExponential(0).split('e')[1] ?? '0'}`);
  const step = unit * (STEPS.find((times) => times * unit >= least) ?? 20);
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - ROUNDING); at * step <= high + step * ROUNDING; at++)
    ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}

const STEPS = [1, 2, 2.5, 5, 10, 20];
const ROUNDING = 1e-9;
