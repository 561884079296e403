import type { PoolClient } from 'pg';
import { parseBatchAnchored, parseLedgerEnded } from '../chain/contracts/ledger.ts';
import { parseRegistryEvent } from '../chain/contracts/registry-event.ts';
import type { EventLog } from '../chain/rpc/rpc-schema.ts';
import { insertAnchor } from '../db/chain/anchors.ts';
import { insertIdentifier, insertWindowEvent } from '../db/chain/chain-events.ts';
import { insertBlock } from '../db/chain/blocks.ts';
import { haltChain, insertEnding } from '../db/chain/chain-state.ts';
import { noteAnchored } from '../db/monitoring/monitoring.ts';
import type { ReadBlock } from './chain-range.ts';
import type { LedgerChain } from '../runtime/open-chain.ts';

/**
 * Stores blocks and their events. A header that this database did not seal is stored too, but halts the ledger until an operator
 * has acted (§9).
 */
export async function storeRange(
  client: PoolClient,
  chain: LedgerChain,
  blocks: readonly ReadBlock[],
): Promise<void> {
  for (const { block, logs, isDoubtful } of blocks) {
    await insertBlock(client, { ...block, isDoubtful, logs: logs.map(({ logIndex }) => logIndex) });
    await storeLogs(client, chain, logs);
  }
}

/** Stores events. Their blocks must be stored first. */
export async function storeLogs(
  client: PoolClient,
  chain: LedgerChain,
  logs: readonly EventLog[],
): Promise<void> {
  for (const log of logs) {
    if (log.address === chain.domain.ledger) await storeLedgerLog(client, log);
    else await storeRegistryLog(client, log);
  }
}

async function storeLedgerLog(client: PoolClient, log: EventLog): Promise<void> {
  const ending = parseLedgerEnded(log);
  if (ending !== null) return insertEnding(client, ending, log.blockNumber);
  const anchor = parseBatchAnchored(log);
  if (anchor === null) return;
  const isKnown = await insertAnchor(client, anchor, log.logIndex);
  await noteAnchored(client, anchor.number);
  if (isKnown) return;
  await haltChain(
    client,
    'unknown-header',
    `Batch ${anchor.number} on the chain has header ${anchor.header}, which this database did not seal ` +
      `(block ${log.blockNumber}, transaction ${log.transactionHash}). The database was restored from an old backup, or someone ` +
      'else used the key that anchors. Nothing is sealed until the operator has found the cause and run npm run operator -- reconcile.',
  );
}

async function storeRegistryLog(client: PoolClient, log: EventLog): Promise<void> {
  const event = parseRegistryEvent(log);
  const place = { block: log.blockNumber, logIndex: log.logIndex };
  if (event === null) return;
  if (event.type === 'identifier') await insertIdentifier(client, event, place);
  else await insertWindowEvent(client, event, place);
}
