import { BAD_INPUT_CODES, FAILED_CHECK_CODES } from '../../core/error-codes.ts';
import { READER_CODES } from '../../core/verify/chain-reader.ts';
import { VERIFY_CODES } from '../../core/verify/result.ts';
import { CHINESE_CODE_MEANINGS } from './chinese-code-meanings.ts';

/**
 * What each code of a verification means, and what to do next, in each language: the one text of it on the command line, in the portal and in
 * verify.html. docs/errors.md has the English ones.
 */
export const CODE_MEANINGS = {
  en: { ...BAD_INPUT_CODES, ...FAILED_CHECK_CODES, ...READER_CODES, ...VERIFY_CODES },
  'zh-CN': CHINESE_CODE_MEANINGS,
};

/** Tells whether a code is about a value that the protocol does not allow. */
export function isOfValue(code: string): boolean {
  return Object.hasOwn(BAD_INPUT_CODES, code);
}
