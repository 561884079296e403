import { listWords } from '../../engine/search/words.ts';
import { COUNTRY_CODES } from '../import/country-codes.ts';

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
  const named = findPlaces(text);
  const rest = named.reduce((left, { name }) => left.replaceAll(name, ' '), text.toLowerCase());
  return {
    ...{ words: new Set(listWords(text)), others: new Set(listWords(rest)) },
    ...{ places: [...new Set(named.map(({ code }) => code))], years: [...new Set(years)] },
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

function findPlaces(text: string): readonly { readonly code: string; readonly name: string }[] {
  const plain = text.toLowerCase();
  const languages = ['en', 'zh-CN'].map((language) => new Intl.DisplayNames(language, { type: 'region' }));
  return COUNTRY_CODES.flatMap((code) =>
    languages.flatMap((each) => {
      const name = each.of(code);
      const isName = name !== undefined && name !== code && hasName(plain, name.toLowerCase());
      return isName ? { code, name: name.toLowerCase() } : [];
    }),
  );
}

/** Whether a text has a name as words of its own; of Chinese, which has no blanks, anywhere. */
function hasName(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const isLetter = (character: string | undefined): boolean => /[a-z\u00c0-\u024f]/u.test(character ?? '');
  return !isLetter(text[at - 1]) && !isLetter(text[at + name.length]);
}
