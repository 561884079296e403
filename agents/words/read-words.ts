import { CHINESE_WORDS } from './chinese-words.ts';
import { ENGLISH_WORDS } from './english-words.ts';
import type { Language } from './language.ts';

/** The most words of a remark. */
const MOST_WORDS = 60;

const ENGLISH: ReadonlySet<string> = new Set(ENGLISH_WORDS);
const CHINESE: ReadonlySet<string> = new Set(CHINESE_WORDS);
const LONGEST = Math.max(...CHINESE_WORDS.map(({ length }) => length));

/** Returns the words of a remark, each from the list of its language; null where one is not, or there are none. Stops and commas are dropped. */
export function readWords(text: string, language: Language): readonly string[] | null {
  const words = language === 'en' ? splitEnglish(text) : splitChinese(text);
  return words === null || words.length === 0 || words.length > MOST_WORDS ? null : words;
}

function splitEnglish(text: string): string[] | null {
  if (!/^[A-Za-z ,.;:?!\n]*$/.test(text)) return null;
  const words = text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return words.every((word) => ENGLISH.has(word)) ? words : null;
}

/** Cuts each run of characters into words of the list, the longest first; null where no cut has listed words alone. */
function splitChinese(text: string): string[] | null {
  const words: string[] = [];
  for (const run of text.split(/[，。；：？！、 \n]+/u)) {
    const cut = cutRun([...run]);
    if (cut === null) return null;
    words.push(...cut);
  }
  return words;
}

function cutRun(characters: readonly string[]): string[] | null {
  /** For each place, the words of a cut up to it; undefined where there is none. */
  const cuts: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= characters.length; end++)
    for (let start = Math.max(0, end - LONGEST); start < end; start++) {
      const [before, word] = [cuts[start], characters.slice(start, end).join('')];
      if (before === undefined || !CHINESE.has(word)) continue;
      cuts[end] = [...before, word];
      break;
    }
  return cuts[characters.length] ?? null;
}
