import { EngineError, placeOf } from '../../../errors/engine-error.ts';
import type { Row, RowOf } from '../../../rows/row.ts';
import { tidyName } from '../../../rows/spelling.ts';

type Retirement = NonNullable<RowOf<'instrument'>['detail']['retirement']>;

/** Serial numbers of certificates from a first to a last one, both included. They differ in their last number alone. */
export interface SerialRange {
  /** Equal for ranges of one registry whose numbers can overlap, in any spelling. */
  readonly series: string;
  readonly first: bigint;
  readonly last: bigint;
  /** What is written around the number, and how many digits it has where it begins with a zero. */
  readonly around: readonly [before: string, after: string, digits: number];
}

/**
 * Returns the serial numbers of a retirement. Names of registries and texts around a number are compared without blanks, punctuation,
 * case and zeros in front.
 * @throws EngineError `bad-detail` for a range whose ends differ in more than their last number, or that runs backwards
 */
export function readSerials(row: Row, { registry, serials }: Retirement): SerialRange[] {
  return serials.map(({ from, to }, index) => {
    const [first, last] = [splitSerial(from), splitSerial(to)];
    const place = placeOf(row, `detail.retirement.serials.${index}.to`);
    if (first.name !== last.name) {
      const text =
        `${row.key}: expected serial numbers that differ in their last number alone, got ${from} to ${to}: ` +
        'give one range for each series, and leave out what stands after the number of a certificate';
      throw new EngineError('bad-detail', text, to, place);
    }
    if (first.number > last.number) {
      const text = `${row.key}: expected a range of serial numbers that ascends, got ${from} to ${to}`;
      throw new EngineError('bad-detail', text, to, place);
    }
    const { before, after, digits } = first;
    return {
      series: `${bareName(registry)} ${first.name}`,
      first: first.number,
      last: last.number,
      around: [before, after, digits.startsWith('0') ? digits.length : 0],
    };
  });
}

/** Returns how many serial numbers a range has. */
export function countSerials({ first, last }: Pick<SerialRange, 'first' | 'last'>): bigint {
  return last - first + 1n;
}

/** Returns a range as a text, such as `GO-100..150`. */
export function writeSerials({ first, last, around: [before, after, digits] }: SerialRange): string {
  const [from, to] = [first, last].map((number) => String(number).padStart(digits, '0'));
  return `${before}${first === last ? from! : `${from!}..${to!}`}${after}`;
}

/** Blanks, hyphens, dashes and other punctuation, which do not tell one name from another. */
const PUNCTUATION = /[\s!-/:-@[-`{-~\u00b7\u2010-\u2015\u2212]+/g;

/** Returns the letters and numbers of a name, in any spelling: REC-001 is REC001. A name of punctuation alone stays as it is. */
export function bareName(name: string): string {
  const bare = tidyName(name).toLowerCase().replaceAll(PUNCTUATION, '');
  return bare === '' ? name : bare;
}

/** A serial number, split at its last number. */
interface Serial {
  readonly before: string;
  readonly digits: string;
  readonly after: string;
  readonly number: bigint;
  /** What is around the number, in one spelling. Letters and numbers keep their borders: A-1-1 is not A-11. */
  readonly name: string;
}

function splitSerial(text: string): Serial {
  const [, before, digits, after] = /^(.*?)(\d+)(\D*)$/.exec(text.trim()) as unknown as [
    string,
    string,
    string,
    string,
  ];
  return { before, digits, after, number: BigInt(digits), name: `${foldPart(before)}#${foldPart(after)}` };
}

function foldPart(text: string): string {
  const words = tidyName(text).match(/\d+|\D+/g) ?? [];
  return words
    .map((word) => (/^\d/.test(word) ? String(BigInt(word)) : bareName(word)))
    .filter((word) => word.replaceAll(PUNCTUATION, '') !== '')
    .join('.');
}
