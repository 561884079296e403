import * as z from 'zod';
import { registryCalls as registry } from '../../chain/contracts/registry-call.ts';
import { askWallet } from '../../client/wallet/provider.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type RoleName, ROLES } from '../../core/records/kind.ts';
import type { WalletAccount } from '../ports.ts';
import { callChain, type RegistryCall } from './registrar-wallet.ts';

/** The `until` of a window that has no end. */
const OPEN = Number.MAX_SAFE_INTEGER;

/** A party as the registry on the chain of the wallet has it now. */
export interface PartyState {
  /** In the order in which they were added: the first one names the party. */
  readonly identifiers: readonly string[];
  /** Roles that are open. */
  readonly roles: readonly RoleName[];
  /** Keys that are open, or wait until `from`: unix seconds. */
  readonly keys: readonly { readonly key: string; readonly from: number }[];
}

/** Who reads a registry, and where it is. */
export interface Reader {
  readonly account: WalletAccount;
  /** The address of the registry. */
  readonly registry: string;
}

async function read(
  { account, registry: to }: Reader,
  name: string,
  values: readonly unknown[],
): Promise<unknown> {
  const data = registry.encodeFunctionData(name, values);
  return registry.decodeFunctionResult(name, await callChain(account.provider, { to, data }))[0];
}

type Windows = readonly { readonly from: bigint; readonly until: bigint }[];

/** Returns when the last window of a list begins, if it is open or waits; else null. */
function beginningOf(windows: Windows): number | null {
  const last = windows.at(-1);
  return last === undefined || Number(last.until) !== OPEN ? null : Number(last.from);
}

/** Reads a party from the chain of a wallet; null where the registry has none with the id. @throws WalletError */
export async function readPartyState(reader: Reader, party: Hex): Promise<PartyState | null> {
  const identifiers = [...((await read(reader, 'identifiers', [party])) as readonly string[])];
  if (identifiers.length === 0) return null;
  const keys = [...((await read(reader, 'keys', [party])) as readonly string[])];
  const opened = await Promise.all(keys.map((key) => readKeyBeginning(reader, party, key)));
  const names = Object.keys(ROLES) as RoleName[];
  const roles = await Promise.all(
    names.map(async (role) => (await read(reader, 'windows', [party, ROLES[role]])) as Windows),
  );
  return {
    identifiers,
    roles: names.filter((_role, at) => beginningOf(roles[at]!) !== null),
    keys: keys.flatMap((key, at) => (opened[at] == null ? [] : [{ key, from: opened[at] }])),
  };
}

/**
 * Reads from when an address is a key of a party: unix seconds, later than now while it waits; null where it is not one of its keys.
 * @throws WalletError
 */
export async function readKeyBeginning(reader: Reader, party: Hex, key: string): Promise<number | null> {
  return beginningOf((await read(reader, 'keyWindows', [party, key])) as Windows);
}

/** Tells whether a party has an identifier, as its first or a further one. @throws WalletError */
export async function readIsTaken(reader: Reader, identifier: string): Promise<boolean> {
  return BigInt(String(await read(reader, 'partyOf', [identifier]))) !== 0n;
}

/** Reads for how many seconds a key waits before it is valid, unless it is a party's first. @throws WalletError */
export async function readKeyDelay(reader: Reader): Promise<number> {
  return Number(await read(reader, 'keyDelay', []));
}

const amountSchema = z.union([z.string().regex(/^0x[0-9a-fA-F]{1,30}$/), z.number().int().nonnegative()]);
const blockSchema = z.object({ timestamp: amountSchema });

/** Reads the time of the newest block of a wallet’s chain: unix seconds; null where the wallet does not tell. */
export async function readBlockTime({ account }: Reader): Promise<number | null> {
  try {
    const block = await askWallet(account.provider, 'eth_getBlockByNumber', ['latest', false]);
    return Number(blockSchema.parse(block).timestamp);
  } catch {
    return null;
  }
}

/** What a transaction would cost now. */
export interface Fee {
  readonly gas: number;
  /** For one gas, in wei. */
  readonly price: number;
}

/** Estimates the fee of a call; null where the wallet does not tell. */
export async function estimateFee(
  { provider, account }: WalletAccount,
  { to, data }: RegistryCall,
): Promise<Fee | null> {
  try {
    const [gas, price] = await Promise.all([
      askWallet(provider, 'eth_estimateGas', [{ from: account, to, data }]),
      askWallet(provider, 'eth_gasPrice'),
    ]);
    return { gas: Number(amountSchema.parse(gas)), price: Number(amountSchema.parse(price)) };
  } catch {
    return null;
  }
}
