import type { Interface } from 'ethers';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { askQuorum, type Endpoints } from './quorum.ts';
import { dataSchema } from './rpc-schema.ts';

/** A block as EIP-1898 names it, or the newest one. */
export type BlockReference = 'latest' | { readonly blockHash: Hex; readonly requireCanonical: true };

/** Returns the reference to a block by its hash, which an endpoint refuses once the block is no longer on its chain. */
export function refer(blockHash: Hex): BlockReference {
  return { blockHash, requireCanonical: true };
}

/** A view of a contract with its arguments. */
export interface ViewCall {
  readonly contract: Interface;
  /** EIP-55. */
  readonly address: string;
  readonly name: string;
  readonly values: readonly unknown[];
}

/**
 * Returns what a view of a contract returns as of a block, as ethers decodes it, when a quorum of endpoints says the same.
 * @throws ReaderError `no-contract` when nothing answers at the address, `rpc-…`
 */
export async function callView(
  endpoints: Endpoints,
  call: ViewCall,
  at: BlockReference,
): Promise<readonly unknown[]> {
  const { contract, address, name, values } = call;
  const data = contract.encodeFunctionData(name, values);
  const answer = await askQuorum(endpoints, {
    method: 'eth_call',
    params: [{ to: address, data }, at],
    schema: dataSchema,
  });
  if (answer === '0x')
    throw new ReaderError('no-contract', `there is no contract with ${name}() at ${address}`);
  return decode(call, answer);
}

function decode({ contract, address, name }: ViewCall, answer: Hex): readonly unknown[] {
  try {
    return contract.decodeFunctionResult(name, answer).toArray() as readonly unknown[];
  } catch (cause) {
    throw new ReaderError(
      'no-contract',
      `${address} answers ${name}() as no contract of a ledger would`,
      cause,
    );
  }
}
