/** Excel computes with as many digits. */
const MOST_DIGITS = 15;
const SHORT = /^-?\d+(?:\.\d+)?$/;
const NUMBER = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/**
 * Returns a number as a workbook stores it, rounded half-even to 15 digits: what a formula leaves behind its last digit, as in
 * 0.30000000000000004, nobody wrote. Null if the text is not a number.
 */
export function roundStored(text: string): { readonly value: number; readonly isRounded: boolean } | null {
  // Most have so few characters that nothing is to be rounded.
  if (text.length <= MOST_DIGITS && SHORT.test(text)) return { value: Number(text), isRounded: false };
  const [matched, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (matched === undefined || whole + fraction === '') return null;
  const digits = `${whole}${fraction}`.replace(/^0+/, '').replace(/0+$/, '');
  if (digits.length <= MOST_DIGITS) return { value: Number(text), isRounded: false };
  const kept = `${whole}${fraction}`.replace(/^0+/, '');
  const places = kept.length - MOST_DIGITS;
  const head = BigInt(kept.slice(0, MOST_DIGITS));
  const tail = BigInt(kept.slice(MOST_DIGITS));
  const half = 5n * 10n ** BigInt(places - 1);
  const isUp = tail > half || (tail === half && head % 2n === 1n);
  const scale = Number(exponent) - fraction.length + places;
  return { value: Number(`${sign}${String(isUp ? head + 1n : head)}e${scale}`), isRounded: true };
}
