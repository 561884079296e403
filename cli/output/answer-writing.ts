import { plainWriting } from '../../agents/render/plain-writing.ts';
import type { Writing } from '../../agents/render/writing.ts';
import type { Language } from '../../agents/words/language.ts';
import { showHidden } from '../../core/outside-text.ts';
import { RUN_FAULTS_IN_CHINESE } from '../../jobs/compute/chinese-run-faults.ts';
import { RUN_WARNINGS_IN_CHINESE } from '../../jobs/compute/chinese-run-warnings.ts';

/** Returns how answers are put into words in a terminal. What methods find is in English; in a Chinese answer it is in Chinese before. */
export function answerWriting(language: Language): Writing {
  const writing = plainWriting(language);
  return language === 'en' ? writing : { ...writing, finding: findInChinese };
}

/** Says in Chinese what a run found. The message of the program has the rows and values, and no panel shows it here: it is behind the text. */
function findInChinese(code: string, message: string): string | null {
  const texts: Readonly<Record<string, string>> = { ...RUN_FAULTS_IN_CHINESE, ...RUN_WARNINGS_IN_CHINESE };
  const own = Object.hasOwn(texts, code) ? texts[code] : undefined;
  return own === undefined ? null : `${own}程序原文：${showHidden(message)}`;
}
