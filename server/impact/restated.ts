import type { Hex } from '../../core/encoding/hex.ts';
import type { NewestVersion } from '../../db/records/versions.ts';
import { readAncestors } from './ancestors.ts';
import type { Budget } from './budget.ts';
import type { Access, Compare } from './changes.ts';
import { judgeRecords } from './judge.ts';

/** A stream, and the arrival of its first record: nothing before it depends on the stream. */
export interface ComparedStream {
  readonly newest: NewestVersion;
  readonly since: number;
  readonly compare: Compare;
}

/**
 * Returns the candidates that depend on no outdated data of a stream, that is on nothing that its newest version changed in any earlier one.
 * A record whose newest version is among them is restated.
 */
export async function findClean(
  access: Access,
  { newest, since, compare }: ComparedStream,
  candidates: readonly Hex[],
  budget: Budget,
): Promise<ReadonlySet<Hex>> {
  if (candidates.length === 0) return new Set();
  const { stream } = newest;
  const filter = { stream, since, counts: () => true };
  const { records, unknown } = await readAncestors(access.client, [], candidates, filter, budget);
  const outdated = records.filter(
    (record) => record.stream === stream && (record.id !== newest.id || newest.isWithdrawal),
  );
  const seeds = await compare(outdated.map(({ id }) => id));
  const judged = await judgeRecords(access, { seeds, newest: newest.id }, records, budget);
  return new Set(candidates.filter((id) => !unknown.has(id) && judged.get(id)?.isAffected !== true));
}
