import { CHECK_WORDS } from '../../../jobs/verify/check-words.ts';
import { defineTexts } from '../../language/texts.ts';

/** Each check of a verification, in the order of a report: its name in words, and what it depends on and cannot tell. */
export const useCheckTexts = defineTexts(CHECK_WORDS.en, CHECK_WORDS['zh-CN']);
