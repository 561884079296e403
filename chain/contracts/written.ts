import type { Contract, TransactionReceipt, TransactionResponse } from 'ethers';
import type { Hex } from '../../core/encoding/hex.ts';
import { explainFailure } from './refusal.ts';

/** Where a transaction was mined. */
export interface Written {
  readonly transaction: Hex;
  readonly block: number;
}

/** Sends a transaction that calls a contract, and returns where it was mined. @throws ChainRefusal */
export async function sendCall(
  contract: Contract,
  name: string,
  values: readonly unknown[],
): Promise<Written> {
  try {
    const response = (await contract.getFunction(name).send(...values)) as TransactionResponse;
    const receipt = (await response.wait()) as TransactionReceipt;
    return { transaction: receipt.hash as Hex, block: receipt.blockNumber };
  } catch (error) {
    throw explainFailure(error);
  }
}
