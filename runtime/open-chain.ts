import type { Pool } from 'pg';
import { type Finality, selectChain } from '../chain/rpc/agreed-block.ts';
import { CHAIN_ID } from '../chain/rpc/chain-id.ts';
import { callView, isReverted } from '../chain/rpc/contract-call.ts';
import { ledgerInterface } from '../chain/contracts/ledger.ts';
import { askQuorum, type Endpoints } from '../chain/rpc/quorum.ts';
import { shareHead } from '../chain/rpc/remembered-answers.ts';
import { openRpcs } from '../chain/rpc/rpc.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import type { Domain } from '../core/hashing/domain.ts';
import { readChainState } from '../db/chain/chain-state.ts';
import type { ChainConfig } from './chain-settings.ts';
import { StartupError } from './startup-error.ts';

/** A chain that holds the ledger of a configuration. */
export interface LedgerChain {
  /** All configured endpoints; some may be unreachable now. */
  readonly endpoints: Endpoints;
  readonly domain: Domain;
  /** The address of the PartyRegistry, EIP-55. */
  readonly registry: string;
  /** The ledger's `maxDelay` in seconds (§8). */
  readonly maxDelay: number;
  readonly finality: Finality;
}

/**
 * The start-up check of the chain, the same for server, indexer and operator: the endpoints serve the configured chain, the
 * ledger contract is there, and the database is empty or belongs to this ledger. Returns what the contract states about itself.
 * @throws StartupError `rpc-unreachable`, `wrong-chain`, `no-ledger`, `other-ledger`
 */
export async function openChain(
  pool: Pool,
  config: ChainConfig,
  endpoints = openEndpoints(config),
): Promise<LedgerChain> {
  const { ledger, finality } = config;
  const domain = { chainId: await readChainId(endpoints, config), ledger };
  const contract = await readLedger(endpoints, domain);
  // For its error alone: the database may belong to another ledger.
  await readOwnDomain(pool, domain);
  return { endpoints, domain, ...contract, finality };
}

/** Returns the configured endpoints, without asking them. */
export function openEndpoints({ rpcUrls, quorum }: ChainConfig): Endpoints {
  return { rpcs: openRpcs(rpcUrls), quorum };
}

/**
 * Returns the configured endpoints for all roles of a process, which share answers about the newest block. They share them for half a pause
 * between two steps, so that each step of a role asks anew.
 */
export function openSharedEndpoints(config: ChainConfig): Endpoints {
  return shareHead(openEndpoints(config), config.pollMilliseconds / 2);
}

async function readChainId(endpoints: Endpoints, { chainId }: ChainConfig): Promise<number> {
  const found = await askQuorum(endpoints, CHAIN_ID).catch((error: unknown) => {
    throw explainFailure(error, endpoints);
  });
  if (chainId === null || chainId === found) return found;
  throw new StartupError(
    'wrong-chain',
    `RPC_URL serves chain ${found}, expected chain ${chainId} (CHAIN_ID). Correct RPC_URL or CHAIN_ID.`,
  );
}

async function readLedger(
  all: Endpoints,
  { chainId, ledger }: Domain,
): Promise<Pick<LedgerChain, 'registry' | 'maxDelay'>> {
  try {
    const endpoints = await selectChain(all, chainId);
    const read = async (name: 'registry' | 'maxDelay'): Promise<unknown> => {
      const call = { contract: ledgerInterface, address: ledger, name, values: [] };
      return (await callView(endpoints, call, 'latest'))[0];
    };
    return { registry: String(await read('registry')), maxDelay: Number(await read('maxDelay')) };
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error;
    if (error.code !== 'no-contract' && !isReverted(error)) throw explainFailure(error, all);
    throw new StartupError(
      'no-ledger',
      `There is no CarbonLedger contract at ${ledger} on chain ${chainId}. Correct LEDGER_ADDRESS or RPC_URL, or deploy a ledger (npm run deploy).`,
      error,
    );
  }
}

function explainFailure(error: unknown, { rpcs }: Endpoints): unknown {
  if (!(error instanceof ReaderError)) return error;
  const hosts = rpcs.map(({ host }) => host).join(', ');
  return new StartupError(
    'rpc-unreachable',
    `The chain can't be read at ${hosts} (${error.message}). Start the node, or correct RPC_URL.`,
    error,
  );
}

/**
 * Returns the ledger to which the database belongs; null if it is a new database.
 * @throws StartupError `other-ledger` if that is not the expected one. Without `chainId`, any chain is expected.
 */
export async function readOwnDomain(
  pool: Pool,
  { chainId, ledger }: Pick<ChainConfig, 'chainId' | 'ledger'>,
): Promise<Domain | null> {
  const state = await readChainState(pool);
  if (state === null) return null;
  if (state.ledger === ledger && (chainId ?? state.chainId) === state.chainId)
    return { chainId: state.chainId, ledger };
  const expected = `ledger ${ledger}${chainId === null ? '' : ` on chain ${chainId}`}`;
  throw new StartupError(
    'other-ledger',
    `The database belongs to ledger ${state.ledger} on chain ${state.chainId}, expected ${expected}. ` +
      'Name another database in DATABASE_URL, or correct LEDGER_ADDRESS and RPC_URL.',
  );
}
