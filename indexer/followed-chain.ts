import type { Pool } from 'pg';
import { findAgreedBlock, type Finality, NEWEST, selectChain } from '../chain/rpc/agreed-block.ts';
import type { Endpoints } from '../chain/rpc/quorum.ts';
import type { Block } from '../chain/rpc/rpc-schema.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { insertLedger } from '../db/chain/chain-state.ts';
import type { ChainConfig } from '../runtime/chain-settings.ts';
import { type LedgerChain, openChain } from '../runtime/open-chain.ts';

/** The newest and the final block (null before there is one), and the endpoints that agree on the newest. */
export interface ChainView {
  readonly head: Block;
  readonly final: Block | null;
  readonly endpoints: Endpoints;
}

/**
 * Returns the chain to follow. In a new database it also stores to which ledger that belongs.
 * @throws StartupError when chain, ledger and database do not belong together, or the chain can't be reached
 */
export async function openFollowedChain(
  pool: Pool,
  config: ChainConfig,
  endpoints?: Endpoints,
): Promise<LedgerChain> {
  const chain = await openChain(pool, config, endpoints);
  const { domain, registry, maxDelay } = chain;
  await insertLedger(pool, { ...domain, registry, maxDelay, startBlock: config.startBlock });
  return chain;
}

/** Returns the newest and the final block that a quorum agrees on. @throws ReaderError */
export async function viewChain({ endpoints: all, domain, finality }: LedgerChain): Promise<ChainView> {
  const endpoints = await selectChain(all, domain.chainId);
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
