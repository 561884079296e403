import { foldName, showName } from '../engine/rows/spelling.ts';

/** A name with its pairs of letters, by which it is compared with many others. */
export interface PairedName {
  readonly text: string;
  readonly folded: string;
  readonly pairs: readonly string[];
  readonly known: ReadonlySet<string>;
}

/** Less alike is not offered. */
export const ALIKE = 0.4;

export function pairName(text: string): PairedName {
  const folded = showName(foldName(text));
  const pairs = Array.from({ length: Math.max(0, folded.length - 1) }, (_, at) => folded.slice(at, at + 2));
  return { text, folded, pairs, known: new Set(pairs) };
}

/** A name that a longer one contains as whole words, `diesel` of `gas oil / diesel`, is at least so alike. */
const CONTAINED = 0.7;

/** Returns how alike a name is to a known one, from 0 to 1 for the same: by the pairs of letters that they share (Dice's coefficient), or by its words. */
export function compareNames(one: PairedName, other: PairedName): number {
  if (one.folded === other.folded) return 1;
  const dice = comparePairs(one, other);
  if (!containsWords(one.folded, other.folded)) return dice;
  return Math.max(dice, CONTAINED + ((1 - CONTAINED) * other.folded.length) / one.folded.length);
}

/** Returns how many pairs of letters two names share, from 0 to 1. */
export function comparePairs(one: PairedName, other: PairedName): number {
  const shared = one.pairs.filter((pair) => other.known.has(pair)).length;
  const all = one.pairs.length + other.pairs.length;
  return all === 0 ? 0 : Math.min(1, (2 * shared) / all);
}

/** Whether a text contains another one that begins and ends with its words; Chinese has no blanks between words. */
function containsWords(text: string, words: string): boolean {
  const at = words.length < 2 ? -1 : text.indexOf(words);
  const isEnd = (sign: string | undefined): boolean => sign === undefined || !/[a-z0-9]/.test(sign);
  return at >= 0 && isEnd(text[at - 1]) && isEnd(text[at + words.length]);
}
