import { ApiError } from '../../client/http/api-error.ts';
import { UserFacingError } from '../../core/errors.ts';

/** Mistakes on the command line: code → meaning. Wrong values of the protocol have their own codes. Closed. */
export const USAGE_CODES = {
  option: 'An option or argument is missing or has a wrong value.',
  'file-unreadable': 'The file cannot be read.',
  'file-exists': 'The file exists already; nothing is overwritten.',
  'file-unwritable': 'The file cannot be written.',
  'no-ledger': 'No ledger is named.',
  'no-password': 'A password is needed and cannot be asked for.',
  'other-lines': 'The file of results belongs to another file of submissions.',
  'not-signed': 'The record file has no signature yet.',
} as const;

export type UsageCode = keyof typeof USAGE_CODES;

/** A mistake of the user; the message says in one line what to do. */
export class UsageError extends UserFacingError<UsageCode> {
  override readonly name = 'UsageError';
}

/** The server refuses to send an input of a command. Has the exit code of an unreadable file. */
export class UnreadableInput extends ApiError {}

/** The chain refused a transaction, or can't be reached. */
export class ChainError extends UserFacingError<'chain-unreachable' | 'chain-refused'> {
  override readonly name = 'ChainError';
}
