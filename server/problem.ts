import { Problem } from '../core/errors.ts';

/** Why a server can't start, and waiting does not help. Closed. */
export type ServerProblemCode =
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

/** A server can't start; the message is one line that says what is wrong and what to do. */
export class ServerProblem extends Problem<ServerProblemCode> {
  override readonly name = 'ServerProblem';
}
