import * as z from 'zod';
import type { AgreedBlock } from '../../chain/rpc/agreed-block.ts';
import { refer } from '../../chain/rpc/contract-call.ts';
import {
  askAll,
  askQuorum,
  askReached,
  type Endpoints,
  explainNoQuorum,
  findReached,
} from '../../chain/rpc/quorum.ts';
import { decodeRefusal, type Refusal } from '../../chain/contracts/refusal.ts';
import { bigQuantitySchema, formatQuantity, quantitySchema, wordSchema } from '../../chain/rpc/rpc-schema.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { FeeMarket } from './fees.ts';

/** The priority fee if too few endpoints suggest one: 1 gwei. */
const PRIORITY_FEE = 1_000_000_000n;

const baseFeeSchema = z.object({ baseFeePerGas: bigQuantitySchema.optional() });
const timeSchema = z.object({ timestamp: quantitySchema }).transform(({ timestamp }) => timestamp);
const presenceSchema = z.object({ hash: wordSchema }).nullable();

/** Returns the nonce of the next transaction of an account, at a block. @throws ReaderError */
export async function readNonce(endpoints: Endpoints, address: string, block: Hex): Promise<number> {
  const params = [address, refer(block)];
  return askQuorum(endpoints, { method: 'eth_getTransactionCount', params, schema: quantitySchema });
}

/** Returns the price of gas after a block. @throws ReaderError */
export async function readFeeMarket({ block, endpoints }: AgreedBlock): Promise<FeeMarket> {
  const question = { method: 'eth_getBlockByHash', params: [block.hash, false], schema: baseFeeSchema };
  const { baseFeePerGas } = await askQuorum(endpoints, question);
  const askAmount = (method: string): Promise<bigint> =>
    askReached(endpoints, { method, params: [], schema: bigQuantitySchema });
  const priorityFee = await askAmount('eth_maxPriorityFeePerGas').catch(() => PRIORITY_FEE);
  return { baseFee: baseFeePerGas ?? (await askAmount('eth_gasPrice')), priorityFee };
}

/**
 * Returns the time, in unix seconds, that a block mined now would have. If endpoints do not report a pending block, it is the time by the
 * clock of this machine, but not earlier than that of the newest block.
 * @throws ReaderError
 */
export async function readNextTime(endpoints: Endpoints, now: () => number): Promise<number> {
  const askTime = (tag: 'pending' | 'latest'): Promise<number> =>
    askReached(endpoints, { method: 'eth_getBlockByNumber', params: [tag, false], schema: timeSchema });
  return askTime('pending').catch(async () => Math.max(await askTime('latest'), now()));
}

/** Tells whether a quorum of endpoints knows a transaction, mined or pending. If not, it can safely be sent again. */
export async function isKnown(endpoints: Endpoints, hash: Hex): Promise<boolean> {
  const question = { method: 'eth_getTransactionByHash', params: [hash], schema: presenceSchema };
  const answers = await askAll(endpoints, question);
  return answers.filter((answer) => 'value' in answer && answer.value !== null).length >= endpoints.quorum;
}

/** A call of the ledger contract by the account that anchors. */
export interface LedgerCall {
  readonly from: string;
  readonly to: string;
  readonly data: Hex;
}

/**
 * Returns the gas that a call needs, or the error of the contract, as reported by a quorum of endpoints.
 * @throws ReaderError if no quorum agrees on either
 */
export async function estimateGas(endpoints: Endpoints, call: LedgerCall): Promise<number | Refusal> {
  const { quorum } = endpoints;
  const question = { method: 'eth_estimateGas', params: [call, 'latest'], schema: quantitySchema };
  const answers = await askAll(endpoints, question);
  const gas = findReached(answers, quorum);
  if (gas !== null) return gas;
  const refusals = answers.flatMap((answer) => {
    const refusal = 'failure' in answer ? decodeRefusal(answer.failure.data) : null;
    return refusal === null ? [] : [refusal];
  });
  const agreed = refusals.find(
    ({ name }) => refusals.filter((other) => other.name === name).length >= quorum,
  );
  if (agreed === undefined) throw explainNoQuorum(answers, quorum, question.method);
  return agreed;
}

/** Answers of endpoints to a transaction that they already know, or that is already mined. */
const HARMLESS = /already (known|imported)|nonce too low|AlreadyKnown/i;

/** Sends a signed transaction to all endpoints. Returns null as soon as one accepts or knows it, else the errors of all. */
export async function sendRaw({ rpcs }: Pick<Endpoints, 'rpcs'>, raw: Hex): Promise<string | null> {
  const question = { method: 'eth_sendRawTransaction', params: [raw], schema: wordSchema };
  const sent = rpcs.map(async (rpc) => {
    const [answer] = await askAll({ rpcs: [rpc], quorum: 1 }, question);
    if (answer !== undefined && 'failure' in answer && !HARMLESS.test(answer.failure.message))
      throw answer.failure;
  });
  return Promise.any(sent).then(
    () => null,
    (failed: unknown) => {
      const failures = (failed as AggregateError).errors as Error[];
      return failures.map(({ message }) => message).join('; ') || 'no endpoint is configured';
    },
  );
}

/** Returns a gas limit with a margin, since the gas needed may change between estimate and block. */
export function limitGas(estimate: number): string {
  return formatQuantity(Math.ceil(estimate * 1.3));
}
