import { ApiError } from '../../client/http/api-error.ts';
import { UserFacingError } from '../../core/errors.ts';

/** Mistakes on the command line: code → meaning. Wrong values of the protocol have their own codes. No other codes exist. */
export const USAGE_CODES = {
  option: 'An option or argument is missing or has a wrong value.',
  'time-ahead': 'The time is in the future: nothing can be judged as of it yet.',
  'file-unreadable': 'The file cannot be read.',
  'file-exists': 'The file exists already; nothing is overwritten.',
  'file-unwritable': 'The file cannot be written.',
  'not-installed': 'An option needs packages that are not installed. The message names them.',
  'no-ledger': 'No ledger, server, policy or endpoint is named. The message names the option.',
  'no-password':
    'A password is missing, empty, or not the same twice. Use --password-file or LEDGER_KEY_PASSWORD.',
  'other-engine':
    'No run in the proof file names the engine in the file. The message has its SHA-256 and those that are named.',
  'other-rows':
    'A file of rows has not exactly the entries of any record in the proof file. Write it again with ledger record entries.',
  'other-lines':
    'The file of results belongs to another file of submissions. Name another file with --results.',
  'stream-exists': 'The stream exists, so its absence cannot be proven. Nothing is written.',
  'not-registered':
    'The registry does not know a party that an option names. Check the spelling: a party is named by its first identifier, or by its id.',
  'foreign-key':
    'The key is not a valid key of the party that the record names. Name a key file of this party, or add the key first.',
  'registered-already':
    'The record file is registered, or may be: another signature would part it from its receipt. Add --force to sign it again; the file as it was is kept.',
  'not-signed': 'The record file has no signature yet. Sign it with ledger record sign.',
} as const;

/** Other codes that `ledger` prints, besides those of the server and of values: code → meaning and what to do. */
export const COMMAND_CODES = {
  usage: 'The command or an option is unknown. Add --help to see the usage.',
  'chain-refused': 'The contract or the node rejected the transaction. The message says why.',
  'chain-unreachable': 'No node answers at this URL. Check --rpc and try again.',
} as const;

export type UsageCode = keyof typeof USAGE_CODES;

/** A mistake of the user; the message says in one line what to do. */
export class UsageError extends UserFacingError<UsageCode> {
  override readonly name = 'UsageError';
}

/** The server refuses to send an input of a command. Has the exit code of an unreadable file. */
export class UnreadableInput extends ApiError {}

/** The chain rejected a transaction, or cannot be reached. */
export class ChainError extends UserFacingError<'chain-unreachable' | 'chain-refused'> {
  override readonly name = 'ChainError';
}
