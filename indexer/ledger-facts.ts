import { ledgerInterface } from '../chain/contracts/ledger.ts';
import { callView, refer } from '../chain/rpc/contract-call.ts';
import type { Endpoints } from '../chain/rpc/quorum.ts';
import type { Block } from '../chain/rpc/rpc-schema.ts';
import { hashAnchor } from '../core/batches/batch.ts';
import { type Hex, ZERO_HASH } from '../core/encoding/hex.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { findNewestAnchor } from '../db/chain/anchors.ts';
import { readChainState } from '../db/chain/chain-state.ts';
import type { Queryable } from '../db/pool.ts';

/** What the events of a ledger must add up to, as of one block. */
export interface LedgerFacts {
  /** The number of the newest batch, 0 if there is none, and the word that the contract keeps for it (§8). */
  readonly newest: number;
  readonly word: Hex;
  readonly closed: boolean;
}

const NOTHING: LedgerFacts = { newest: 0, word: ZERO_HASH, closed: false };

/** Returns what the ledger contract says about itself at a block. @throws ReaderError */
export async function askLedgerFacts(
  endpoints: Endpoints,
  ledger: string,
  { hash }: Pick<Block, 'hash'>,
): Promise<LedgerFacts> {
  const read = async (name: string, ...values: unknown[]): Promise<unknown> =>
    (await callView(endpoints, { contract: ledgerInterface, address: ledger, name, values }, refer(hash)))[0];
  try {
    const [newest, closed] = await Promise.all([read('latest'), read('closed')]);
    return { newest: Number(newest), word: (await read('anchors', newest)) as Hex, closed: closed === true };
  } catch (error) {
    // The ledger is not deployed yet at this block.
    if (error instanceof ReaderError && error.code === 'no-contract') return NOTHING;
    throw error;
  }
}

/** Returns the same facts as the events in the database say them. */
export async function readLedgerFacts(client: Queryable): Promise<LedgerFacts> {
  const anchor = await findNewestAnchor(client);
  const closed = (await readChainState(client))?.ending != null;
  if (anchor === null) return { ...NOTHING, closed };
  return { newest: anchor.number, word: hashAnchor(anchor.header, anchor.anchoredAt), closed };
}

/** Tells whether two readings agree. */
export function areEqual(one: LedgerFacts, other: LedgerFacts): boolean {
  return one.newest === other.newest && one.word === other.word && one.closed === other.closed;
}

/** The events up to a block do not add up to what the contract says there: an endpoint left one out, or changed it. */
export class EventMissed extends Error {
  override readonly name = 'EventMissed';
  readonly code = 'event-missed';

  constructor(block: number, contract: LedgerFacts, events: LedgerFacts) {
    super(
      `Up to block ${block} the events of the ledger end with ${describe(events)}, but the contract says ${describe(contract)}: ` +
        'an endpoint left out an event. No block is read past it until an endpoint gives it. If that takes long, name other endpoints in RPC_URL.',
    );
  }
}

function describe({ newest, word, closed }: LedgerFacts): string {
  return `batch ${newest} (${word.slice(0, 10)}…${closed ? ', closed' : ''})`;
}
