import type { Factor } from '../../client/generated/openapi.ts';
import type { FactorRequest } from '../../client/http/fetch-factors.ts';
import { type AskedWords, readAskedWords } from '../find-records/asked-words.ts';

/** The most words of a question that are searched for, and factors that are found. */
const MOST = { words: 12, found: 10 } as const;

/** Finds factors by a request: in the starter data, and on a ledger where there is one. */
export type FindFactors = (request: FactorRequest) => Promise<readonly Factor[]>;

/** The factors that a question names, and the words of it by which they were found. */
export interface AskedFactors {
  readonly factors: readonly Factor[];
  readonly words: readonly string[];
  /** Whether there are others that have these words. */
  readonly hasMore: boolean;
}

/**
 * Finds factors by a question: those of its place and year that have as many of its words as go together, the rarest word before others. A word that no
 * factor has beside the others is left out; so are words that are only in the source of a factor.
 */
export async function findByQuestion(question: string, find: FindFactors): Promise<AskedFactors> {
  const asked = readAskedWords(question);
  const filters = filtersOf(asked);
  const search = async (words: readonly string[]): Promise<readonly Factor[]> =>
    (await find({ ...filters, q: words.join(' ') })).filter(({ match }) => match !== 'source');
  const known = await Promise.all(
    wordsOf(asked).map(async (word) => ({ word, count: (await search([word])).length })),
  );
  const ranked = known.filter(({ count }) => count > 0).sort((one, other) => one.count - other.count);
  let [words, factors]: [string[], readonly Factor[]] = [[], []];
  for (const { word } of ranked) {
    const found = await search([...words, word]);
    if (found.length > 0) [words, factors] = [[...words, word], found];
  }
  return { factors: factors.slice(0, MOST.found), words, hasMore: factors.length > MOST.found };
}

/** The words that can name a factor: no short words of English that join others, years or single characters. */
function wordsOf({ others }: AskedWords): readonly string[] {
  return [...others]
    .filter((word) => !JOINING.test(word) && !/^(?:\d+|\p{Script=Han})$/u.test(word))
    .slice(0, MOST.words);
}

const JOINING = /^(?:[a-z]{1,2}|the|for|and|are|our|per|can|has|was|its|any|all|which|what|with|from)$/;

function filtersOf({ places, years }: AskedWords): FactorRequest {
  const [place, year] = [places[0], years[0]];
  return {
    ...(place === undefined ? {} : { place }),
    ...(year === undefined ? {} : { year: String(year) }),
  };
}
