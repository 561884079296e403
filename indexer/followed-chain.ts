import type { Pool } from 'pg';
import { findAgreedBlock, type Finality, NEWEST, selectChain } from '../chain/rpc/agreed-block.ts';
import { CHAIN_ID } from '../chain/rpc/chain-id.ts';
import type { ChainConfig } from '../runtime/chain-settings.ts';
import { callView } from '../chain/rpc/contract-call.ts';
import { ledgerInterface } from '../chain/contracts/ledger.ts';
import { askQuorum, type Endpoints } from '../chain/rpc/quorum.ts';
import { openRpc } from '../chain/rpc/rpc.ts';
import type { Block } from '../chain/rpc/rpc-schema.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { insertLedger, readChainState } from '../db/chain/chain-state.ts';
import { IndexerError } from './indexer-error.ts';

/** A chain that was found to be the one that the database tells of. */
export interface FollowedChain {
  readonly endpoints: Endpoints;
  readonly chainId: number;
  readonly ledger: string;
  readonly registry: string;
  readonly finality: Finality;
}

/** The newest and the final block, with the endpoints that agree on the newest; final is null before there is one. */
export interface ChainView {
  readonly head: Block;
  readonly final: Block | null;
  readonly endpoints: Endpoints;
}

/**
 * Returns the chain to follow, and stores at the first time of which ledger the database tells.
 * @throws IndexerError when chain, ledger or database are not of each other; ReaderError
 */
export async function openFollowedChain(pool: Pool, config: ChainConfig): Promise<FollowedChain> {
  const { rpcUrls, quorum, ledger, startBlock } = config;
  const all = { rpcs: rpcUrls.map((url) => openRpc(url)), quorum };
  const chainId = await findChainId(all, config);
  const endpoints = await selectChain(all, chainId);
  const known = await readChainState(pool);
  if (known !== null) requireSame(known, chainId, ledger);
  const registry = await readRegistry(endpoints, ledger);
  await insertLedger(pool, { chainId, ledger, registry, startBlock });
  const finality = config.finality === 'finalized' ? config.finality : { confirmations: config.finality };
  return { endpoints, chainId, ledger, registry, finality };
}

async function findChainId(endpoints: Endpoints, { chainId }: ChainConfig): Promise<number> {
  const found = await askQuorum(endpoints, CHAIN_ID);
  if (chainId === null || chainId === found) return found;
  throw new IndexerError(
    'wrong-chain',
    `RPC_URL serves chain ${found}, CHAIN_ID says ${chainId}: mend one of them.`,
  );
}

function requireSame(known: { chainId: number; ledger: string }, chainId: number, ledger: string): void {
  if (known.chainId !== chainId) {
    throw new IndexerError(
      'wrong-chain',
      `The database tells of chain ${known.chainId}, RPC_URL serves chain ${chainId}: name the right endpoint, or another database.`,
    );
  }
  if (known.ledger !== ledger) {
    throw new IndexerError(
      'wrong-ledger',
      `The database tells of ledger ${known.ledger}, LEDGER_ADDRESS says ${ledger}: name the right ledger, or another database.`,
    );
  }
}

async function readRegistry(endpoints: Endpoints, ledger: string): Promise<string> {
  try {
    const call = { contract: ledgerInterface, address: ledger, name: 'registry', values: [] };
    const [registry] = await callView(endpoints, call, 'latest');
    return registry as string;
  } catch (error) {
    if (!(error instanceof ReaderError) || error.code === 'rpc-unreachable') throw error;
    throw new IndexerError(
      'no-contract',
      `There is no ledger at ${ledger} on this chain: deploy one (npm run deploy) or mend LEDGER_ADDRESS. (${error.message})`,
      error,
    );
  }
}

/** Returns the newest and the final block that a quorum agrees on. @throws ReaderError, IndexerError `wrong-chain` */
export async function viewChain(chain: FollowedChain): Promise<ChainView> {
  const { endpoints: all, chainId, finality } = chain;
  const endpoints = await selectChain(all, chainId);
  const final = await findFinal(endpoints, finality);
  const { block: head, endpoints: agreeing } = await findAgreedBlock(endpoints, NEWEST);
  return { head, final, endpoints: agreeing };
}

async function findFinal(endpoints: Endpoints, finality: Finality): Promise<Block | null> {
  try {
    return (await findAgreedBlock(endpoints, finality)).block;
  } catch (error) {
    if (error instanceof ReaderError && error.code === 'no-final-block') return null;
    throw error;
  }
}
