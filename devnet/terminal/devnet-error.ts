import { UserFacingError } from '../../core/errors.ts';

/** A local service cannot start. The message is one line that says what to do; the stack is not shown. */
export class DevnetError extends UserFacingError<DevnetErrorCode> {
  override readonly name = 'DevnetError';
}

/** Why `npm start` ends: code → meaning and what to do. No other codes exist. */
export const DEVNET_CODES = {
  'already-running': 'Another npm start uses the folder. Stop it, or set LEDGER_HOME to another folder.',
  damaged: 'A file in the folder of the ledger cannot be used. The message says which, and what to do.',
  died: 'A local service ended or did not start. The message has its last lines and the path of its log.',
  halted: 'The ledger is halted. The message says why.',
  'not-installed': 'A program that is needed is missing. The message says how to install it.',
  'not-permitted': 'The system does not allow what a start needs. The message says what to do.',
  option: 'An option or a setting is missing or has a wrong value.',
  'other-version':
    'Another version of this program or of PostgreSQL made the folder. Use that version, or another folder.',
  'port-in-use': 'Another process uses the port. Stop it, or choose another port.',
} as const;

export type DevnetErrorCode = keyof typeof DEVNET_CODES;
