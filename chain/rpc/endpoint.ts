import type { Hex } from '../../core/encoding/hex.ts';

/** One endpoint of a chain: JSON-RPC over HTTP. */
export interface Rpc {
  /** Host and port. Path and query are left out, as they may hold a secret. */
  readonly host: string;
  /** Returns the result of a call, unchecked. @throws RpcError */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** Why an endpoint gave no result: not reached in time; not JSON-RPC, or too long; it rejected the call; or it was asked often or long enough. No other codes exist. */
export type RpcErrorCode = 'unreachable' | 'answer' | 'refused' | 'limit';

/** An endpoint gave no result. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  /** The data with which a contract reverted, where the endpoint gives it. */
  readonly data: Hex | null;
  /** Whether the endpoint does not take these parameters. */
  readonly isInvalid: boolean;

  constructor(
    code: RpcErrorCode,
    message: string,
    { data, isInvalid = false, cause }: { data?: Hex; isInvalid?: boolean; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data ?? null;
    this.isInvalid = isInvalid;
  }
}
