import { type JsonRpcProvider, HDNodeWallet, Wallet } from 'ethers';
import type { ChainConfig } from '../../runtime/chain-settings.ts';
import { type Deployment, deployLedger } from '../../chain/contracts/deploy.ts';
import { openProvider } from '../../chain/rpc/provider.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { type Role, ROLES } from '../../core/records/kind.ts';
import { startAnvil } from './anvil.ts';

/** The holders of the funded accounts of a test chain, in the order of its keys. */
export const ACCOUNTS = [
  'admin',
  'registrar',
  'anchorer',
  'operator',
  'company',
  'provider',
  'auditor',
  'exchange',
  'regulator',
  'stranger',
] as const;

export type AccountName = (typeof ACCOUNTS)[number];

/** The parties of a test. The first key of each is the account of the same name. */
export const PARTIES = {
  operator: { identifier: 'demo:operator', roles: [ROLES.operator] },
  company: { identifier: 'lei:529900T8BM49AURSDO55', roles: [ROLES.company] },
  provider: { identifier: 'demo:provider', roles: [ROLES.provider] },
  auditor: { identifier: 'demo:auditor', roles: [ROLES.auditor] },
  exchange: { identifier: 'demo:exchange', roles: [ROLES.exchange] },
} as const satisfies Partial<Record<AccountName, { identifier: string; roles: readonly Role[] }>>;

export type PartyName = keyof typeof PARTIES;

/** A chain that belongs to one test. */
export interface TestChain {
  readonly url: string;
  readonly chainId: number;
  readonly provider: JsonRpcProvider;
  /** The funded accounts. */
  readonly accounts: Readonly<Record<AccountName, Wallet>>;
  /** Deploys a ledger with the accounts `admin`, `registrar` and `anchorer` in these roles. */
  deploy(delays?: { keyDelay?: number; maxDelay?: number }): Promise<Deployment>;
  /** Registers all PARTIES, or the named ones, and returns their party ids. */
  registerParties(registry: string, names?: readonly PartyName[]): Promise<Record<PartyName, Hex>>;
  /** Mines empty blocks. By default the block two before the newest is final. */
  mine(count?: number): Promise<void>;
  /** Replaces the newest `depth` blocks with as many empty ones that have other hashes. */
  reorg(depth: number): Promise<void>;
  /** Removes the newest `depth` blocks. */
  rollback(depth: number): Promise<void>;
  /** Turns mining on demand on or off. While it is off, transactions wait for `mine`. */
  setMining(mode: 'on-demand' | 'off'): Promise<void>;
  /** Resolves when a block holds every transaction that was sent. While mining is off it resolves at once. */
  mined(): Promise<void>;
  /** Mines a block with this time in Unix seconds, which must be later than the newest block's. */
  mineAt(time: number): Promise<void>;
  /** Returns number, time and hash of the newest block. */
  head(): Promise<{ number: number; time: number; hash: Hex }>;
  /** Sends any other request. */
  send(method: string, params: unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** How a test chain differs from the default. */
export interface TestChainOptions {
  readonly chainId?: number;
  /** The final block is twice this many blocks before the newest; default 1. */
  readonly slotsInAnEpoch?: number;
  /** Further arguments of anvil. */
  readonly args?: readonly string[];
}

const MNEMONIC = 'test test test test test test test test test test test junk';
const CHAIN_ID = 31_337;

/** Returns the settings of a program that follows a ledger on a test chain. */
export function configOf(
  chain: Pick<TestChain, 'url'>,
  { ledger, block }: Pick<Deployment, 'ledger' | 'block'>,
  changes: Partial<ChainConfig> = {},
): ChainConfig {
  return {
    rpcUrls: [chain.url],
    quorum: 1,
    ledger,
    chainId: null,
    startBlock: block,
    finality: 'finalized',
    pollMilliseconds: 20,
    ...changes,
  };
}

/** Starts a new chain that mines on demand: anvil on a free port. The caller stops it. */
export async function startTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const { chainId = CHAIN_ID, slotsInAnEpoch = 1, args = [] } = options;
  const anvil = await startAnvil([
    '--chain-id',
    `${chainId}`,
    '--slots-in-an-epoch',
    `${slotsInAnEpoch}`,
    ...args,
  ]);
  const provider = openProvider(anvil.url, chainId);
  provider.pollingInterval = 20;
  const looking = lookAgain(provider);
  const accounts = deriveAccounts(provider);
  const send = (method: string, params: unknown[]): Promise<unknown> => provider.send(method, params);
  return {
    url: anvil.url,
    chainId,
    provider,
    accounts,
    deploy: (delays = {}) => deployLedger(accounts.admin, { ...powers(accounts), ...delays }),
    registerParties: (registry, names) => registerParties(registry, accounts, names),
    mine: async (count = 1) => {
      await send('anvil_mine', [`0x${count.toString(16)}`]);
    },
    reorg: (depth) => reorganise(send, depth),
    rollback: async (depth) => {
      await send('anvil_rollback', [depth]);
    },
    setMining: async (mode) => {
      await send('evm_setAutomine', [mode === 'on-demand']);
    },
    async mined() {
      // On demand, too, anvil answers before it has mined.
      while ((await send('anvil_getAutomine', [])) === true && (await countPending(send)) > 0);
    },
    mineAt: async (time) => {
      await send('evm_mine', [time]);
    },
    head: () => readHead(provider),
    send,
    async stop() {
      clearInterval(looking);
      provider.destroy();
      await anvil.stop();
    },
  };
}

/**
 * Returns a function that starts chains which begin alike. The first one is prepared; others load the state that it then had, for a fifth
 * of the processor time of a deployment. They know no states of older blocks. Snapshots of anvil would not undo clocks and reorganisations.
 */
export function startAlike<T>(
  prepare: (chain: TestChain) => Promise<T>,
  options: TestChainOptions = {},
): () => Promise<{ readonly chain: TestChain; readonly prepared: T }> {
  let first: { readonly state: unknown; readonly prepared: T } | null = null;
  return async () => {
    const chain = await startTestChain(options);
    if (first === null) {
      const prepared = await prepare(chain);
      first = { prepared, state: await chain.send('anvil_dumpState', []) };
    } else {
      await chain.send('anvil_loadState', [first.state]);
      await chain.send('anvil_setTime', [(await chain.head()).time]);
    }
    return { chain, prepared: first.prepared };
  };
}

function powers(accounts: Record<AccountName, Wallet>): {
  admin: string;
  registrar: string;
  anchorer: string;
} {
  return {
    admin: accounts.admin.address,
    registrar: accounts.registrar.address,
    anchorer: accounts.anchorer.address,
  };
}

function deriveAccounts(provider: JsonRpcProvider): Record<AccountName, Wallet> {
  const root = HDNodeWallet.fromPhrase(MNEMONIC, '', "m/44'/60'/0'/0");
  const entries = ACCOUNTS.map(
    (name, at) => [name, new Wallet(root.deriveChild(at).privateKey, provider)] as const,
  );
  return Object.fromEntries(entries) as Record<AccountName, Wallet>;
}

async function registerParties(
  registry: string,
  accounts: Record<AccountName, Wallet>,
  names = Object.keys(PARTIES) as readonly PartyName[],
): Promise<Record<PartyName, Hex>> {
  const writer = openRegistryWriter(registry, accounts.registrar);
  for (const name of names) await writer.registerParty({ ...PARTIES[name], key: accounts[name].address });
  return Object.fromEntries(names.map((name) => [name, hashParty(PARTIES[name].identifier)])) as Record<
    PartyName,
    Hex
  >;
}

async function countPending(send: TestChain['send']): Promise<number> {
  const { pending } = (await send('txpool_status', [])) as { pending: Hex };
  return Number(pending);
}

/**
 * Lets a test that waits for a transaction look for it again now and then. ethers looks once, then waits for the next block; a block that
 * is mined between the two is not seen, and on demand no other follows.
 */
function lookAgain(provider: JsonRpcProvider): ReturnType<typeof setInterval> {
  return setInterval(() => void provider.emit('block', 0).catch(() => {}), 500).unref();
}

/** Replaces blocks. A new receiver of fees changes their hashes; empty blocks with equal times would be the same blocks again. */
async function reorganise(send: TestChain['send'], depth: number): Promise<void> {
  await send('anvil_setCoinbase', [Wallet.createRandom().address]);
  await send('anvil_reorg', [depth, []]);
}

async function readHead(provider: JsonRpcProvider): Promise<{ number: number; time: number; hash: Hex }> {
  const block = (await provider.send('eth_getBlockByNumber', ['latest', false])) as Record<
    'number' | 'timestamp' | 'hash',
    Hex
  >;
  return { number: Number(block.number), time: Number(block.timestamp), hash: block.hash };
}
