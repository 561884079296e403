import type { Interface } from 'ethers';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { askQuorum, type Endpoints } from './quorum.ts';
import { RpcError } from './endpoint.ts';
import { dataSchema } from './rpc-schema.ts';

/** A block by its hash (EIP-1898), or the newest one. */
export type BlockReference = 'latest' | { readonly blockHash: Hex; readonly requireCanonical: true };

/** Returns a reference to a block by its hash. An endpoint rejects it once the block is no longer on its chain. */
export function refer(blockHash: Hex): BlockReference {
  return { blockHash, requireCanonical: true };
}

/** A call of a contract's view function. */
export interface ViewCall {
  readonly contract: Interface;
  /** EIP-55. */
  readonly address: string;
  readonly name: string;
  readonly values: readonly unknown[];
}

/**
 * Returns what a view function returns as of a block, decoded by ethers, when a quorum of endpoints agrees.
 * @throws ReaderError `no-contract` when the address has no contract with this function, `rpc-…`
 */
export async function callView(
  endpoints: Endpoints,
  call: ViewCall,
  at: BlockReference,
): Promise<readonly unknown[]> {
  const { contract, address, name, values } = call;
  const data = contract.encodeFunctionData(name, values);
  const params = [{ to: address, data }, at];
  const answer = await askQuorum(endpoints, { method: 'eth_call', params, schema: dataSchema }).catch(
    (error: unknown) => {
      throw explainRevert(call, error);
    },
  );
  if (answer === '0x')
    throw new ReaderError(
      'no-contract',
      `there is no contract with the function ${name}() at ${address}. ${COMPARE}`,
    );
  return decode(call, answer);
}

const COMPARE = 'Compare the address and the chain with those of the ledger.';

/** An endpoint only says "execution reverted": adds the function and the contract, and what to do. */
function explainRevert({ address, name }: ViewCall, error: unknown): unknown {
  if (!(error instanceof ReaderError) || !isReverted(error)) return error;
  return new ReaderError(
    error.code,
    `${error.message}: the function ${name}() of the contract at ${address} failed. ${COMPARE}`,
    error.cause,
  );
}

/** Tells whether a call failed in the contract, as where the contract has no such function, and not at the endpoint. */
export function isReverted({ cause }: ReaderError): boolean {
  if (!(cause instanceof RpcError) || cause.code !== 'refused') return false;
  return cause.data !== null || cause.message.includes('revert');
}

function decode({ contract, address, name }: ViewCall, answer: Hex): readonly unknown[] {
  try {
    return contract.decodeFunctionResult(name, answer).toArray() as readonly unknown[];
  } catch (cause) {
    throw new ReaderError(
      'no-contract',
      `the contract at ${address} answers ${name}() in an unexpected form, so it is not a contract of a ledger. ${COMPARE}`,
      cause,
    );
  }
}
