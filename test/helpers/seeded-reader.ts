import type { Pool } from 'pg';
import { hashAnchor } from '../../core/batches/batch.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { findBatchView } from '../../db/batches/batch-views.ts';
import { readFinalWindows } from '../../db/chain/party-views.ts';
import { readStatus } from '../../db/monitoring/status.ts';

/** Returns a reader of the chain that a test stored in the database. It answers as the chain would as of the final block. */
export function openSeededReader(pool: Pool): ChainReader {
  const wordOf = async (number: number) => {
    const batch = await findBatchView(pool, number);
    return batch?.anchor == null ? ZERO_HASH : hashAnchor(batch.id, batch.anchor.anchoredAt);
  };
  return {
    chainId: async () => (await readStatus(pool)).chain!.chainId,
    vouchedBlock: async () => ({ ...(await readStatus(pool)).chain!.final!, basis: 'from the test' }),
    codeHash: () => Promise.resolve(ZERO_HASH),
    registry: async () => (await readStatus(pool)).chain!.registry,
    successor: () => Promise.resolve(null),
    latest: async () => (await readStatus(pool)).final,
    anchor: async (number) =>
      (await findBatchView(pool, number))?.state === 'final' ? wordOf(number) : ZERO_HASH,
    anchorInLatestBlock: wordOf,
    keyWindows: async (party, key) =>
      (await readFinalWindows(pool, [party])).filter((window) => window.key === key),
    roleWindows: async (party, role) =>
      (await readFinalWindows(pool, [party])).filter((window) => window.role === role),
    anchoring: async (number) => {
      const batch = await findBatchView(pool, number);
      if (batch?.anchor == null) return null;
      const { previous: _, ...fields } = batch.header;
      return { number, header: batch.id, fields, ...batch.anchor };
    },
    endpointWithout: () => Promise.resolve(null),
  };
}
