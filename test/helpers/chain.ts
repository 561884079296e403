import { type JsonRpcProvider, HDNodeWallet, Wallet } from 'ethers';
import type { ChainConfig } from '../../runtime/chain-settings.ts';
import { type Deployment, deployLedger } from '../../chain/contracts/deploy.ts';
import { openProvider } from '../../chain/rpc/provider.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { type Role, ROLES } from '../../core/records/kind.ts';
import { startAnvil } from './anvil.ts';

/** Who holds an account of a test chain, in the order of its funded keys. */
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

/** The parties of a test, with identifier, roles and, as first key, the account of the same name. */
export const PARTIES = {
  operator: { identifier: 'demo:operator', roles: [ROLES.operator] },
  company: { identifier: 'lei:529900T8BM49AURSDO55', roles: [ROLES.company] },
  provider: { identifier: 'demo:provider', roles: [ROLES.provider] },
  auditor: { identifier: 'demo:auditor', roles: [ROLES.auditor] },
  exchange: { identifier: 'demo:exchange', roles: [ROLES.exchange] },
} as const satisfies Partial<Record<AccountName, { identifier: string; roles: readonly Role[] }>>;

export type PartyName = keyof typeof PARTIES;

/** A chain of a test's own. */
export interface TestChain {
  readonly url: string;
  readonly chainId: number;
  readonly provider: JsonRpcProvider;
  /** Funded keys. */
  readonly accounts: Readonly<Record<AccountName, Wallet>>;
  /** Deploys a ledger whose admin, registrar and anchorer are the accounts of these names. */
  deploy(delays?: { keyDelay?: number; maxDelay?: number }): Promise<Deployment>;
  /** Registers PARTIES, or those named; returns their party ids. */
  registerParties(registry: string, names?: readonly PartyName[]): Promise<Record<PartyName, Hex>>;
  /** Mines empty blocks; in finality of anvil's default here, the block two below the newest is final. */
  mine(count?: number): Promise<void>;
  /** Replaces the newest `depth` blocks by as many empty ones with other hashes. */
  reorg(depth: number): Promise<void>;
  /** Takes the newest `depth` blocks away and puts none in their place. */
  rollback(depth: number): Promise<void>;
  /** Turns mining on demand on or off; while it is off, transactions wait for `mine`. */
  setMining(mode: 'on-demand' | 'off'): Promise<void>;
  /** Mines a block with this time, unix seconds, later than the newest's. */
  mineAt(time: number): Promise<void>;
  /** Number and time of the newest block. */
  head(): Promise<{ number: number; time: number; hash: Hex }>;
  /** Any other request. */
  send(method: string, params: unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** How a test chain differs from the usual. */
export interface TestChainOptions {
  readonly chainId?: number;
  /** The final block is twice as many blocks below the newest; 1 by default. */
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

/** Returns a fresh chain that mines on demand: anvil on a free port. Whoever starts it stops it. */
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
    mineAt: async (time) => {
      await send('evm_mine', [time]);
    },
    head: () => readHead(provider),
    send,
    async stop() {
      provider.destroy();
      await anvil.stop();
    },
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

/** Empty blocks of equal times would be the same blocks again: another receiver of their fees makes them others. */
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
