import type { ValidityWindow } from '../core/parties/authority.ts';
import { writersOf } from '../core/records/kind.ts';
import { type BatchView, listBatchViews } from '../db/batches/batch-views.ts';
import { readSealedAuthorships } from '../db/records/imported-records.ts';
import type { Authorship } from '../db/records/waiting-records.ts';
import type { OperatorDeps } from './deps.ts';

/**
 * Returns the number of the first stored batch after `last`, the newest batch on chain, with a record whose key or role was not
 * valid when it was sealed, by the registry as it is now (protocol §7); null when there is none. Only a reorganisation past finality
 * changes windows that were valid when a batch was sealed. Such a batch must not be anchored: its header contains heads that no
 * replay would compute.
 * @throws ReaderError
 */
export async function findUnfitBatch(deps: OperatorDeps, last: number): Promise<number | null> {
  for (const { number, header } of await listAfter(deps, last)) {
    for (const authorship of await readSealedAuthorships(deps.pool, number)) {
      if (await wasValidAt(deps, authorship, header.sealedAt)) continue;
      const { signer, party } = authorship;
      deps.report(
        `Batch ${number} holds records that ${signer} signed for ${party}; by the registry now, this key had no valid window or role when they were sealed.`,
      );
      return number;
    }
  }
  return null;
}

/** At most one batch is not anchored in normal operation, and a reorganisation removes few: the list is short. */
async function listAfter({ pool }: OperatorDeps, last: number): Promise<BatchView[]> {
  const batches: BatchView[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const [newest] = await listBatchViews(pool, before, 1);
    if (newest === undefined || newest.number <= last) return batches.reverse();
    batches.push(newest);
    before = newest.number;
  }
}

async function wasValidAt(
  { reader }: OperatorDeps,
  { party, signer, kind }: Authorship,
  time: number,
): Promise<boolean> {
  if (!holds(await reader.keyWindows(party, signer), time)) return false;
  for (const role of writersOf(kind)) if (holds(await reader.roleWindows(party, role), time)) return true;
  return false;
}

function holds(windows: readonly ValidityWindow[], time: number): boolean {
  return windows.some(({ from, until }) => from <= time && time < until);
}
