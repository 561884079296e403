import { BAD_INPUT_CODES, FAILED_CHECK_CODES } from '../../core/error-codes.ts';
import { READER_CODES } from '../../core/verify/chain-reader.ts';
import { VERIFY_CODES } from '../../core/verify/result.ts';

/** What each code of a verification means, and what to do next: the one English text of docs/errors.md, the command line and the portal. */
export const CODE_MEANINGS = { ...BAD_INPUT_CODES, ...FAILED_CHECK_CODES, ...READER_CODES, ...VERIFY_CODES };
