import { UserFacingError } from '../core/errors.ts';

/** Why a program can't start. Closed. */
export type StartupErrorCode =
  | 'address-unusable'
  | 'database-refused'
  | 'database-unreachable'
  | 'key-file'
  | 'no-ledger'
  | 'other-ledger'
  | 'port-in-use'
  | 'rpc-unreachable'
  | 'same-key'
  | 'wrong-chain';

/** A program can't start; the message is one line that says what is wrong and what to do. */
export class StartupError extends UserFacingError<StartupErrorCode> {
  override readonly name = 'StartupError';
}
