import type { Language } from '../../../agents/words/language.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { CHECK_WORDS } from '../../../jobs/verify/check-words.ts';
import { CODE_MEANINGS } from '../../../jobs/verify/code-meanings.ts';
import { showBasis } from './difference-text.ts';

/** How much is shown of the checks: all of them, or one line for what passed alike and one for each cause of what did not. */
export type Detail = 'brief' | 'full';

/**
 * Says what a check found: in English as the check says it; in Chinese by the check or its code, with what the check says behind it, which has the
 * ids and values. Of a check that passed, that is shown where all is shown.
 */
export function describeFinding(
  { check, result, code, basis }: CheckResult,
  detail: Detail,
  language: Language,
): string {
  const said = showBasis(basis);
  if (language === 'en') return said;
  const original = `程序原文：${said}`;
  if (result !== 'pass' || code !== 'ok')
    return `${CODE_MEANINGS[language][code].replaceAll('`', '')}${original}`;
  const { name } = CHECK_WORDS[language][check];
  return detail === 'brief' ? name : `${name}。${original}`;
}
