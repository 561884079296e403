import type { Language } from '../../../agents/words/language.ts';
import { CHINESE_WORDS } from './chinese-words.ts';
import { ENGLISH_WORDS, type VerificationWords } from './english-words.ts';

/** What a terminal says around the verification of a proof file, in each language. */
export const VERIFICATION_WORDS: Readonly<Record<Language, VerificationWords>> = {
  en: ENGLISH_WORDS,
  'zh-CN': CHINESE_WORDS,
};
