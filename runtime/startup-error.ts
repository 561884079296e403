import { UserFacingError } from '../core/errors.ts';

/** Why a program can't start: code → meaning and what to do. No other codes exist. */
export const STARTUP_CODES = {
  'address-unusable': 'The server cannot listen at this address. Correct HOST or PORT.',
  'database-refused': 'PostgreSQL refused the login, or has no such database. Correct DATABASE_URL.',
  'database-unreachable': 'PostgreSQL does not answer. Start it, or correct DATABASE_URL.',
  'key-file': 'A key file cannot be used. The message says why.',
  'no-ledger':
    'No ledger contract is at this address. Correct LEDGER_ADDRESS or RPC_URL, or deploy a ledger.',
  'other-ledger': 'The database belongs to another ledger. Correct DATABASE_URL, LEDGER_ADDRESS or RPC_URL.',
  'port-in-use': 'Another process uses the port. Stop it, or choose another port.',
  'rpc-unreachable': 'The chain cannot be read. Start the node, or correct RPC_URL.',
  'same-key': 'Operator and anchorer have the same key. Create another key for one of them.',
  'wrong-chain': 'RPC_URL serves another chain than CHAIN_ID names. Correct one of them.',
} as const;

export type StartupErrorCode = keyof typeof STARTUP_CODES;

/** A program can't start. The message is one line. */
export class StartupError extends UserFacingError<StartupErrorCode> {
  override readonly name = 'StartupError';
}
