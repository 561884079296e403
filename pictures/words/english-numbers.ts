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
