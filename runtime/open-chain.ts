import type { Pool } from 'pg';
import { CHAIN_ID } from '../chain/rpc/chain-id.ts';
import { callView } from '../chain/rpc/contract-call.ts';
import { ledgerInterface } from '../chain/contracts/ledger.ts';
import { askQuorum, type Endpoints } from '../chain/rpc/quorum.ts';
import { type Rpc, openRpc } from '../chain/rpc/rpc.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import type { Domain } from '../core/hashing/domain.ts';
import { readChainState } from '../db/chain/chain-state.ts';
import type { ChainConfig } from './chain-settings.ts';
import { StartupError } from './startup-error.ts';

/** A chain that holds the ledger that the server is for. */
export interface ServedChain extends Endpoints {
  readonly domain: Domain;
  /** The ledger's `maxDelay` in seconds (§8). */
  readonly maxDelay: number;
}

/**
 * Returns the chain of a configuration, found to be the right one, to hold the ledger, and to be the one that the database tells of.
 * @throws StartupError `rpc-unreachable`, `wrong-chain`, `no-ledger`, `other-ledger`
 */
export async function openServedChain(
  pool: Pool,
  { chain }: { readonly chain: ChainConfig },
): Promise<ServedChain> {
  const rpcs = chain.rpcUrls.map((url) => openRpc(url));
  const chainId = await askChainId(rpcs, chain);
  const maxDelay = await askMaxDelay(rpcs, chain);
  const domain = { chainId, ledger: chain.ledger };
  await checkDatabase(pool, domain);
  return { rpcs, quorum: chain.quorum, domain, maxDelay };
}

async function askChainId(rpcs: readonly Rpc[], { chainId, quorum }: ChainConfig): Promise<number> {
  const found = await askQuorum({ rpcs, quorum }, CHAIN_ID).catch((error: unknown) => {
    throw explainChain(error, rpcs);
  });
  if (chainId === null || chainId === found) return found;
  throw new StartupError(
    'wrong-chain',
    `RPC_URL serves chain ${found}, CHAIN_ID says ${chainId}: mend one of them.`,
  );
}

async function askMaxDelay(rpcs: readonly Rpc[], { ledger, quorum }: ChainConfig): Promise<number> {
  try {
    const call = { contract: ledgerInterface, address: ledger, name: 'maxDelay', values: [] };
    const [maxDelay] = await callView({ rpcs, quorum }, call, 'latest');
    return Number(maxDelay);
  } catch (error) {
    if (error instanceof ReaderError && error.code === 'rpc-unreachable') throw explainChain(error, rpcs);
    throw new StartupError(
      'no-ledger',
      `There is no ledger at ${ledger} on this chain: deploy one (npm run deploy), or mend LEDGER_ADDRESS or RPC_URL.`,
      error,
    );
  }
}

function explainChain(error: unknown, rpcs: readonly Rpc[]): unknown {
  if (!(error instanceof Error)) return error;
  const hosts = rpcs.map(({ host }) => host).join(', ');
  return new StartupError(
    'rpc-unreachable',
    `The chain can't be asked at ${hosts} (${error.message}): start the node, or mend RPC_URL.`,
    error,
  );
}

async function checkDatabase(pool: Pool, { chainId, ledger }: Domain): Promise<void> {
  const state = await readChainState(pool);
  if (state === null || (state.chainId === chainId && state.ledger === ledger)) return;
  throw new StartupError(
    'other-ledger',
    `The database tells of ledger ${state.ledger} on chain ${state.chainId}, not of ${ledger} on ${chainId}: name another database in DATABASE_URL, or mend LEDGER_ADDRESS and RPC_URL.`,
  );
}
