import { foldName, showName } from '../../engine/rows/spelling.ts';

/** A text that a member can have, and what people call it. */
export interface KnownText {
  readonly text: string;
  readonly names: readonly PairedName[];
}

/** What a name may mean. */
export interface Candidate {
  readonly text: string;
  /** How alike the name is to the text or one of its names: 1 where it is the same. */
  readonly score: number;
}

const MOST = 3;
/** Less alike is not offered. */
const ALIKE = 0.4;

/** Returns a text with what people call it. */
export function nameText(text: string, names: readonly string[] = []): KnownText {
  return { text, names: [text, ...names].map(pairName) };
}

/** Returns the texts that a name may mean, the most alike first. */
export function listCandidates(name: string, known: readonly KnownText[]): readonly Candidate[] {
  const wanted = pairName(name);
  return known
    .map(({ text, names }) => ({ text, score: Math.max(...names.map((each) => comparePairs(wanted, each))) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST);
}

/** A name with its pairs of letters, by which it is compared with many others. */
interface PairedName {
  readonly text: string;
  readonly folded: string;
  readonly pairs: readonly string[];
  readonly known: ReadonlySet<string>;
}

function pairName(text: string): PairedName {
  const folded = showName(foldName(text));
  const pairs = Array.from({ length: Math.max(0, folded.length - 1) }, (_, at) => folded.slice(at, at + 2));
  return { text, folded, pairs, known: new Set(pairs) };
}

/** A name that a longer one contains as whole words, `diesel` of `gas oil / diesel`, is at least so alike. */
const CONTAINED = 0.7;

/** Returns how alike a name is to a known one, from 0 to 1 for the same: by the pairs of letters that they share (Dice's coefficient), or by its words. */
function comparePairs(one: PairedName, other: PairedName): number {
  if (one.folded === other.folded) return 1;
  const shared = one.pairs.filter((pair) => other.known.has(pair)).length;
  const all = one.pairs.length + other.pairs.length;
  const dice = all === 0 ? 0 : Math.min(1, (2 * shared) / all);
  if (!containsWords(one.folded, other.folded)) return dice;
  return Math.max(dice, CONTAINED + ((1 - CONTAINED) * other.folded.length) / one.folded.length);
}

/** Whether a text contains another one that begins and ends with its words; Chinese has no blanks between words. */
function containsWords(text: string, words: string): boolean {
  const at = words.length < 2 ? -1 : text.indexOf(words);
  const isEnd = (sign: string | undefined): boolean => sign === undefined || !/[a-z0-9]/.test(sign);
  return at >= 0 && isEnd(text[at - 1]) && isEnd(text[at + words.length]);
}
