import {
  ContractFactory,
  Interface,
  getAddress,
  type ErrorDescription,
  type InterfaceAbi,
  type Result,
} from 'ethers';
import hre from 'hardhat';
import { carbonLedgerBytecode } from '../../chain/generated/carbon-ledger-bytecode.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { partyRegistryBytecode } from '../../chain/generated/party-registry-bytecode.ts';
import { partyRegistryAbi } from '../../chain/generated/party-registry.ts';

/** The time at which a chain of the tests begins, unix seconds: 2024-12-01. */
export const GENESIS = 1_733_011_200;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;
/** `until` of a window that has no end. */
export const OPEN = 2n ** 53n - 1n;
export const ZERO = `0x${'00'.repeat(32)}`;

export interface Chain {
  readonly request: (method: string, params: unknown[]) => Promise<unknown>;
  readonly close: () => Promise<void>;
  readonly admin: string;
  readonly registrar: string;
  readonly anchorer: string;
  readonly others: readonly string[];
}

export interface Target {
  readonly address: string;
  readonly abi: Interface;
}

export interface Receipt {
  readonly gasUsed: bigint;
  readonly time: number;
  /** The events of the contract that was called, as their names and named values. */
  readonly events: readonly { readonly name: string; readonly values: Record<string, unknown> }[];
}

export interface Refusal {
  readonly name: string;
  readonly values: unknown[];
}

/** Returns a new chain in this process, whose first block is at {@link GENESIS}. */
export async function openChain(): Promise<Chain> {
  const connection = await hre.network.create({
    network: 'default',
    override: { initialDate: new Date(GENESIS * 1000), allowBlocksWithSameTimestamp: true },
  });
  const request = (method: string, params: unknown[]): Promise<unknown> =>
    connection.provider.request({ method, params });
  const accounts = (await request('eth_accounts', [])) as string[];
  const [admin, registrar, anchorer, ...others] = accounts.map((account) => getAddress(account));
  if (admin === undefined || registrar === undefined || anchorer === undefined)
    throw new Error('no accounts');
  return { request, close: () => connection.close(), admin, registrar, anchorer, others };
}

/** Deploys creation bytecode and returns the contract. */
export async function deploy(
  chain: Chain,
  abi: InterfaceAbi,
  bytecode: string,
  args: readonly unknown[],
): Promise<Target> {
  const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args);
  const hash = await chain.request('eth_sendTransaction', [{ from: chain.admin, data, gas: '0xf00000' }]);
  const receipt = (await chain.request('eth_getTransactionReceipt', [hash])) as { contractAddress: string };
  return { address: getAddress(receipt.contractAddress), abi: new Interface(abi) };
}

/** Returns a registry with the chain's admin and registrar, whose keys wait a day. */
export function deployRegistry(chain: Chain): Promise<Target> {
  return deploy(chain, partyRegistryAbi, partyRegistryBytecode, [chain.admin, chain.registrar, DAY]);
}

/** Returns a ledger with the chain's admin and anchorer, whose batches wait at most 6 hours. */
export function deployLedger(chain: Chain, registry: Target): Promise<Target> {
  const args = [chain.admin, chain.anchorer, registry.address, 6 * HOUR];
  return deploy(chain, carbonLedgerAbi, carbonLedgerBytecode, args);
}

/**
 * Sends a transaction, in a block at `time` or else at the time of the last one: what the machine takes doesn't count. Returns what it did.
 * Throws the error with which the contract reverts.
 */
export async function write(
  chain: Chain,
  target: Target,
  from: string,
  name: string,
  args: readonly unknown[],
  time?: number,
): Promise<Receipt> {
  await chain.request('evm_setNextBlockTimestamp', [time ?? (await readTime(chain, 'latest'))]);
  const data = target.abi.encodeFunctionData(name, args);
  const transaction = { from, to: target.address, data, gas: '0xf00000' };
  const hash = await chain.request('eth_sendTransaction', [transaction]);
  return readReceipt(chain, target, hash);
}

/** Returns the result of a view function. Throws the error with which it reverts. */
export async function read(
  chain: Chain,
  target: Target,
  name: string,
  args: readonly unknown[],
): Promise<Result> {
  const data = target.abi.encodeFunctionData(name, args);
  const answer = await chain.request('eth_call', [{ to: target.address, data, gas: '0xf00000' }, 'latest']);
  return target.abi.decodeFunctionResult(name, answer as string);
}

/** Returns the custom error with which a call reverts. Throws when it does not revert, or reverts otherwise. */
export async function refusalOf(target: Target, call: Promise<unknown>): Promise<Refusal> {
  const data = await call.then(
    () => undefined,
    (error: unknown) => findData(error),
  );
  if (data === undefined) throw new Error('the call was not refused');
  const error: ErrorDescription | null = target.abi.parseError(data);
  if (error === null) throw new Error(`the contract has no such error: ${data}`);
  return { name: error.name, values: toPlain(error.args) as unknown[] };
}

/** Returns a value with each list of ethers as an array. */
export function toPlain(value: unknown): unknown {
  return Array.isArray(value) ? Array.from(value, toPlain) : value;
}

async function readReceipt(chain: Chain, target: Target, hash: unknown): Promise<Receipt> {
  const receipt = (await chain.request('eth_getTransactionReceipt', [hash])) as {
    gasUsed: string;
    blockNumber: string;
    logs: { address: string; topics: string[]; data: string }[];
  };
  const events = receipt.logs.flatMap((log) => {
    const event = target.abi.parseLog(log);
    return event === null
      ? []
      : [{ name: event.name, values: toPlain(event.args.toObject()) as Record<string, unknown> }];
  });
  return { gasUsed: BigInt(receipt.gasUsed), time: await readTime(chain, receipt.blockNumber), events };
}

async function readTime(chain: Chain, block: string): Promise<number> {
  const { timestamp } = (await chain.request('eth_getBlockByNumber', [block, false])) as {
    timestamp: string;
  };
  return Number(timestamp);
}

function findData(error: unknown): string {
  let current: unknown = error;
  while (typeof current === 'object' && current !== null) {
    const { data, cause } = current as { data?: unknown; cause?: unknown };
    if (typeof data === 'string' && data.length >= 10) return data;
    current = typeof data === 'object' && data !== null ? data : cause;
  }
  throw error;
}
