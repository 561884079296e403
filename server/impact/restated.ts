import type { Hex } from '../../core/encoding/hex.ts';
import { listAncestors } from '../../db/records/dependents.ts';
import type { NewestVersion } from '../../db/records/versions.ts';
import type { Access, Compare } from './changes.ts';
import { type Budget, judgeRecords } from './judge.ts';

/** The most records that are looked at on the paths between a record and its dependents. */
export const MOST_ON_PATHS = 10_000;

/**
 * Returns the candidates that depend on no outdated data of a stream, that is on nothing that its newest version changed in any earlier one.
 * A record whose newest version is among them is restated.
 */
export async function findClean(
  access: Access,
  newest: NewestVersion,
  candidates: readonly Hex[],
  compare: Compare,
  budget: Budget,
): Promise<ReadonlySet<Hex>> {
  if (candidates.length === 0) return new Set();
  const { stream } = newest;
  const { records, isCut } = await listAncestors(access.client, candidates, { stream, most: MOST_ON_PATHS });
  if (isCut) return new Set();
  const outdated = records.filter(
    (record) => record.stream === stream && (record.id !== newest.id || newest.isWithdrawal),
  );
  const seeds = await compare(outdated.map(({ id }) => id));
  const judged = await judgeRecords(access, { seeds, newest: newest.id }, records, budget);
  return new Set(candidates.filter((id) => judged.get(id)?.isAffected !== true));
}
