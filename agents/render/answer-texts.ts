import type { Language } from '../words/language.ts';
import { CHINESE_TEXTS } from './chinese-texts.ts';
import { type AnswerTexts, ENGLISH_TEXTS } from './english-texts.ts';

/** What the program says around handles, in each language. */
export const ANSWER_TEXTS: Readonly<Record<Language, AnswerTexts>> = {
  en: ENGLISH_TEXTS,
  'zh-CN': CHINESE_TEXTS,
};
