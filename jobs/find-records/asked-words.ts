import { listWords } from '../../engine/search/words.ts';
import { listCountryNames } from '../../tables/cells/country-name.ts';

/** What of a question names records and figures. */
export interface AskedWords {
  readonly words: ReadonlySet<string>;
  /** The words without those that name a country. */
  readonly others: ReadonlySet<string>;
  /** Codes of countries that it names. */
  readonly places: readonly string[];
  /** Years that it names in digits. */
  readonly years: readonly number[];
}

/** Reads which records and figures a question is about. Its words are those of its person: a model gives none. */
export function readAskedWords(question: string): AskedWords {
  const text = joinNumbers(question);
  const years = [...text.matchAll(/(?<![\d.,])(?:19|20)\d{2}(?!\d|[.,]\d)/gu)].map(([year]) => Number(year));
  const { places, rest } = takePlaces(text.toLowerCase());
  return {
    ...{ words: new Set(listWords(text)), others: new Set(listWords(rest)) },
    ...{ places, years: [...new Set(years)] },
  };
}

/** Writes names with a number as keys do: `scope 1` and 范围一 as `scope1`. */
function joinNumbers(text: string): string {
  const ofChinese = Object.entries(CHINESE_SCOPES).reduce(
    (read, [name, key]) => read.replaceAll(name, ` ${key} `),
    text,
  );
  return ofChinese.replaceAll(/\bscope\s+(?=\d)/giu, 'scope');
}

const CHINESE_SCOPES = {
  ...{ 范围一: 'scope1', 范围二: 'scope2', 范围三: 'scope3' },
  ...{ 范围1: 'scope1', 范围2: 'scope2', 范围3: 'scope3' },
};

interface NamedPlace {
  readonly code: string;
  /** Finds its name as words of its own; in Chinese, which has no blanks, anywhere. */
  readonly pattern: RegExp;
}

/** The languages in which questions are asked. */
const LANGUAGES = ['en', 'zh-CN'];
const LETTER = '[a-z\\u00c0-\\u024f]';
let countries: readonly NamedPlace[] | null = null;

/** Takes the names of countries out of a text in lower case, the longest first: Papua New Guinea is not Guinea. */
function takePlaces(text: string): { readonly places: readonly string[]; readonly rest: string } {
  const places = new Set<string>();
  countries ??= listPatterns();
  const rest = countries.reduce((left, { code, pattern }) => {
    const others = left.replaceAll(pattern, ' ');
    if (others !== left) places.add(code);
    return others;
  }, text);
  return { places: [...places], rest };
}

function listPatterns(): NamedPlace[] {
  return listCountryNames(LANGUAGES)
    .filter(([name, code]) => name !== code)
    .toSorted(([one], [other]) => other.length - one.length)
    .map(([name, code]) => {
      const escaped = name.toLowerCase().replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
      return { code, pattern: new RegExp(`(?<!${LETTER})${escaped}(?!${LETTER})`, 'gu') };
    });
}
