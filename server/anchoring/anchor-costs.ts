import { z } from 'zod';
import { askQuorum } from '../../chain/rpc/quorum.ts';
import type { Rpc } from '../../chain/rpc/rpc.ts';
import { bigQuantitySchema, quantitySchema } from '../../chain/rpc/rpc-schema.ts';
import type { Hex } from '../../core/encoding/hex.ts';

/** What anchoring costs, as an endpoint says; null where it did not answer in time, or there is no such transaction. */
export interface AnchorCosts {
  /** What the account that anchors has, in wei. */
  readonly balance: bigint | null;
  /** Gas of a transaction that anchored, and what it paid for a unit of it, in wei. */
  readonly gas: number | null;
  readonly gasPrice: bigint | null;
}

/** Returns what the account at an address has, and what a transaction of it cost. */
export type ReadAnchorCosts = (transaction: Hex | null) => Promise<AnchorCosts>;

/** Milliseconds: whoever asks for metrics does not wait for a slow endpoint. */
const TIMEOUT = 3_000;

const receiptSchema = z
  .object({ gasUsed: quantitySchema, effectiveGasPrice: bigQuantitySchema.optional() })
  .nullable();

/** Returns what reads the costs of the account that anchors. */
export function openAnchorCosts(rpcs: readonly Rpc[], address: string): ReadAnchorCosts {
  return async (transaction) => {
    const balance = askQuorum(
      { rpcs, quorum: 1 },
      {
        method: 'eth_getBalance',
        params: [address, 'latest'],
        schema: bigQuantitySchema,
      },
    );
    const receipt =
      transaction === null
        ? Promise.resolve(null)
        : askQuorum(
            { rpcs, quorum: 1 },
            {
              method: 'eth_getTransactionReceipt',
              params: [transaction],
              schema: receiptSchema,
            },
          );
    const [has, paid] = await Promise.all([orNull(balance), orNull(receipt)]);
    return { balance: has, gas: paid?.gasUsed ?? null, gasPrice: paid?.effectiveGasPrice ?? null };
  };
}

async function orNull<Value>(answer: Promise<Value>): Promise<Value | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, TIMEOUT, null).unref());
  return Promise.race([answer.catch(() => null), late]);
}
