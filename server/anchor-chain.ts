import { z } from 'zod';
import { askAll, askFirst } from '../chain/quorum.ts';
import { decodeRefusal, type Refusal } from '../chain/refusal.ts';
import { type Rpc, RpcError } from '../chain/rpc.ts';
import { bigQuantitySchema, formatQuantity, quantitySchema, wordSchema } from '../chain/rpc-schema.ts';
import type { Hex } from '../core/hex.ts';
import type { FeeMarket } from './anchor-fees.ts';

/** Asked where an endpoint names no usual priority fee: 1 gwei. */
const PRIORITY_FEE = 1_000_000_000n;

const headSchema = z.object({ timestamp: quantitySchema, baseFeePerGas: bigQuantitySchema.optional() });
const receiptSchema = z.object({ status: quantitySchema }).nullable();
const presenceSchema = z.object({ hash: wordSchema }).nullable();

/** Returns the nonce of the next transaction of an account, as far as blocks hold them. @throws RpcError */
export async function readNonce(rpcs: readonly Rpc[], address: string): Promise<number> {
  return askFirst(rpcs, {
    method: 'eth_getTransactionCount',
    params: [address, 'latest'],
    schema: quantitySchema,
  });
}

/** Returns what the chain asks for gas now. @throws RpcError */
export async function readFeeMarket(rpcs: readonly Rpc[]): Promise<FeeMarket> {
  const question = { method: 'eth_getBlockByNumber', params: ['latest', false], schema: headSchema };
  const { baseFeePerGas } = await askFirst(rpcs, question);
  const priorityFee = await askFirst(rpcs, {
    method: 'eth_maxPriorityFeePerGas',
    params: [],
    schema: bigQuantitySchema,
  }).catch(() => PRIORITY_FEE);
  const gasPrice = { method: 'eth_gasPrice', params: [], schema: bigQuantitySchema };
  return { baseFee: baseFeePerGas ?? (await askFirst(rpcs, gasPrice)), priorityFee };
}

/** Returns the time, in unix seconds, that a block mined now would have. @throws RpcError */
export async function readNextTime(rpcs: readonly Rpc[]): Promise<number> {
  const question = { method: 'eth_getBlockByNumber', params: ['pending', false], schema: headSchema };
  return (await askFirst(rpcs, question)).timestamp;
}

/** Returns whether an endpoint knows a transaction, mined or waiting. @throws RpcError */
export async function isKnown(rpcs: readonly Rpc[], hash: Hex): Promise<boolean> {
  return (
    (await askFirst(rpcs, { method: 'eth_getTransactionByHash', params: [hash], schema: presenceSchema })) !==
    null
  );
}

/** Returns whether a block holds a transaction that succeeded. Only says what to do next, never that a batch is anchored. */
export async function isMined(rpcs: readonly Rpc[], hash: Hex): Promise<boolean> {
  const receipt = await askFirst(rpcs, {
    method: 'eth_getTransactionReceipt',
    params: [hash],
    schema: receiptSchema,
  });
  return receipt?.status === 1;
}

/** A call of the ledger by the account that anchors. */
export interface LedgerCall {
  readonly from: string;
  readonly to: string;
  readonly data: Hex;
}

/** Returns the gas that a call takes, or the contract's error. @throws RpcError when the endpoint refuses for another reason */
export async function estimateGas(rpcs: readonly Rpc[], call: LedgerCall): Promise<number | Refusal> {
  try {
    return await askFirst(rpcs, {
      method: 'eth_estimateGas',
      params: [call, 'latest'],
      schema: quantitySchema,
    });
  } catch (error) {
    const refusal = error instanceof RpcError ? decodeRefusal(error.data) : null;
    if (refusal === null) throw error;
    return refusal;
  }
}

/** What endpoints say to a transaction that they know already, or that a block holds already. */
const HARMLESS = /already (known|imported)|nonce too low|AlreadyKnown/i;

/** Sends a signed transaction to all endpoints; returns null when one took it or had it, else why none did. */
export async function sendRaw(rpcs: readonly Rpc[], raw: Hex): Promise<string | null> {
  const question = { method: 'eth_sendRawTransaction', params: [raw], schema: wordSchema };
  const answers = await askAll({ rpcs, quorum: 1 }, question);
  const failures = answers.flatMap((answer) => ('failure' in answer ? [answer.failure.message] : []));
  if (failures.length < answers.length || failures.some((message) => HARMLESS.test(message))) return null;
  return failures.join('; ') || 'no endpoint is configured';
}

/** Returns a gas limit with room for what changes between estimate and block. */
export function limitGas(estimate: number): string {
  return formatQuantity(Math.ceil(estimate * 1.3));
}
