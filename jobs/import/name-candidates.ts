import { ALIKE, compareNames, type PairedName, pairName } from '../../tables/alike-names.ts';

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

/** Returns a text with what people call it. */
export function nameText(text: string, names: readonly string[] = []): KnownText {
  return { text, names: [text, ...names].map(pairName) };
}

/** Returns the texts that a name may mean, the most alike first. */
export function listCandidates(name: string, known: readonly KnownText[]): readonly Candidate[] {
  const wanted = pairName(name);
  return known
    .map(({ text, names }) => ({ text, score: Math.max(...names.map((each) => compareNames(wanted, each))) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST);
}
