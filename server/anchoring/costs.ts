import * as z from 'zod';
import { askQuorum } from '../../chain/rpc/quorum.ts';
import type { Rpc } from '../../chain/rpc/endpoint.ts';
import { bigQuantitySchema, quantitySchema } from '../../chain/rpc/rpc-schema.ts';
import type { Hex } from '../../core/encoding/hex.ts';

/** The costs of anchoring as reported by an endpoint; null where it did not answer in time, or there is no transaction. */
export interface AnchorCosts {
  /** Balance of the account that anchors, in wei. */
  readonly balance: bigint | null;
  /** Gas used by an anchoring transaction, and its gas price in wei. */
  readonly gas: number | null;
  readonly gasPrice: bigint | null;
}

/** Reads the balance of the account that anchors, and the cost of one of its transactions. */
export type ReadAnchorCosts = (transaction: Hex | null) => Promise<AnchorCosts>;

/** Milliseconds to wait for an endpoint, so that metrics do not wait for a slow one. */
const TIMEOUT = 3_000;

const receiptSchema = z
  .object({ gasUsed: quantitySchema, effectiveGasPrice: bigQuantitySchema.optional() })
  .nullable();

/** Returns a reader of the costs of the account at an address. */
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
