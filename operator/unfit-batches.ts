import type { LedgerWindow } from '../core/verify/chain-reader.ts';
import { writersOf } from '../core/records/kind.ts';
import { type BatchView, listBatchViews } from '../db/batches/batch-views.ts';
import { readSealedAuthorships } from '../db/records/imported-records.ts';
import type { Authorship } from '../db/records/waiting-records.ts';
import type { OperatorDeps } from './deps.ts';

/**
 * Returns the first number after `last`, the newest batch on chain, of a stored batch that holds a record which is not well signed by the
 * windows that the chain has now (§7); null when there is none. Only a reorganisation past finality changes windows that held when a
 * batch was sealed; such a batch must not be sent again: its header moves heads that no replay would move.
 * @throws ReaderError
 */
export async function findUnfitBatch(deps: OperatorDeps, last: number): Promise<number | null> {
  for (const { number, header } of await listAfter(deps, last)) {
    for (const authorship of await readSealedAuthorships(deps.pool, number)) {
      if (await isAuthorised(deps, authorship, header.sealedAt)) continue;
      const { signer, party } = authorship;
      deps.tell(
        `Batch ${number} holds records that ${signer} signed for ${party}: by the windows that the chain has now, it might not when they were sealed.`,
      );
      return number;
    }
  }
  return null;
}

/** One batch at most is not anchored where nothing was lost, and a reorganisation loses few. */
async function listAfter({ pool }: OperatorDeps, last: number): Promise<BatchView[]> {
  const batches: BatchView[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const [newest] = await listBatchViews(pool, before, 1);
    if (newest === undefined || newest.number <= last) return batches.reverse();
    batches.push(newest);
    before = newest.number;
  }
}

async function isAuthorised(
  { reader }: OperatorDeps,
  { party, signer, kind }: Authorship,
  time: number,
): Promise<boolean> {
  if (!holds(await reader.keyWindows(party, signer), time)) return false;
  for (const role of writersOf(kind)) if (holds(await reader.roleWindows(party, role), time)) return true;
  return false;
}

function holds(windows: readonly LedgerWindow[], time: number): boolean {
  return windows.some(({ from, until }) => from <= time && time < until);
}
