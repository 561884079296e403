import { ApiError } from '../../client/http/api-error.ts';
import { UserFacingError } from '../../core/errors.ts';

/** What a user of the command line can get wrong, beside values of the protocol. Closed. */
export const USAGE_CODES = {
  option: 'An option or argument is missing, or not as expected.',
  'file-unreadable': 'The file cannot be read.',
  'file-exists': 'The file exists; nothing is overwritten.',
  'file-unwritable': 'The file cannot be written.',
  'no-ledger': 'It is not known which ledger is meant.',
  'no-password': 'A password is wanted and there is no way to ask for it.',
  'other-lines': 'The file of results is not of this file of records.',
  'not-signed': 'The record file holds no signature yet.',
} as const;

export type UsageCode = keyof typeof USAGE_CODES;

/** The user's fault: the message says in one line what to do. */
export class UsageError extends UserFacingError<UsageCode> {
  override readonly name = 'UsageError';
}

/** The server refuses what a command was to read: to whoever runs it, a file that cannot be read. */
export class UnreadableInput extends ApiError {}

/** The chain refused a transaction, or could not be asked. */
export class ChainError extends UserFacingError<'chain-unreachable' | 'chain-refused'> {
  override readonly name = 'ChainError';
}
