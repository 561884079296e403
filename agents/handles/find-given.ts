import type { GivenItem } from './item.ts';

/** A number in digits: with commas or thin spaces between thousands, or without. Nothing beside it may continue it. */
const NUMBER =
  /(?<![\p{L}\p{N}_.,#/\\:@-])(?<minus>(?<=^|[\s(（])[-−])?(?<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?<fraction>\.\d+)?(?![\d/\\:@]|[.,]\d)(?<unit>[ \u00a0\u202f]?(?:%|％|(?:[kMG]?t|kg)(?![\p{L}\p{N}])))?(?![A-Za-z_])/dgu;
/** The most digits of a number that is read. */
const MOST_DIGITS = 30;

/** Returns the numbers that a person wrote in digits, each with its place, and its unit where that is beside it. Words such as "dozen" are not read. */
export function findGiven(question: string): GivenItem[] {
  return [...question.matchAll(NUMBER)].flatMap((match) => {
    const { minus, digits = '', fraction = '', unit = '' } = match.groups ?? {};
    const whole = digits.replaceAll(/[,\u00a0\u202f]/g, '').replace(/^0+(?=\d)/, '');
    const decimals = fraction.replace(/\.?0+$/, '');
    if (whole.length + decimals.length > MOST_DIGITS) return [];
    const size = `${whole}${decimals}`;
    const from = bytesBefore(question, match.index);
    const own = match[0].slice(0, match[0].length - unit.length);
    const read = unit.trim().replace('％', '%');
    return {
      kind: 'given',
      value: minus === undefined || size === '0' ? size : `-${size}`,
      unit: read === '' ? null : read,
      from,
      until: from + bytesBefore(own, own.length),
    };
  });
}

const ENCODER = new TextEncoder();

function bytesBefore(text: string, index: number): number {
  return ENCODER.encode(text.slice(0, index)).length;
}
