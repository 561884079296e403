import type { Hex } from '../../core/encoding/hex.ts';
import { isWithdrawn } from '../../core/records/statement.ts';
import type { KnownRecord, KnownRecords } from './known-record.ts';

/**
 * Whether a record should still be used: `withdrawn`, it or its newest version says so; `replaced`, there is a newer version; `stale`,
 * something that it was made from was replaced or withdrawn; `current`; `unknown`, nothing here says which version is the newest.
 */
export type Standing = 'withdrawn' | 'replaced' | 'stale' | 'current' | 'unknown';

/** Returns the standing of each record, as far as its sources are among them. */
export function judgeStanding(records: KnownRecords): Map<Hex, Standing> {
  const judged = new Map<Hex, Standing>();
  for (const id of sortBySources(records)) {
    const known = records.get(id)!;
    const own = judgeAlone(known);
    const isStale = known.record.sources.some((source) => isSpoilt(judged.get(source)));
    judged.set(id, isStale && (own === 'current' || own === 'unknown') ? 'stale' : own);
  }
  return judged;
}

function judgeAlone(known: KnownRecord): Standing {
  const { id, record, newest } = known;
  if (isWithdrawn(known) || newest?.isWithdrawal === true) return 'withdrawn';
  if (newest === null) return 'unknown';
  return newest.id === id || newest.sequence <= record.sequence ? 'current' : 'replaced';
}

function isSpoilt(standing: Standing | undefined): boolean {
  return standing === 'withdrawn' || standing === 'replaced' || standing === 'stale';
}

/** Returns the ids in an order in which sources come first. Ids that name each other, which no hash allows, do not loop. */
function sortBySources(records: KnownRecords): Hex[] {
  const sorted = new Set<Hex>();
  const begun = new Set<Hex>();
  for (const first of records.keys()) {
    const stack: Hex[] = [first];
    while (stack.length > 0) {
      const id = stack.at(-1)!;
      const open = begun.has(id)
        ? []
        : records.get(id)!.record.sources.filter((source) => records.has(source) && !begun.has(source));
      begun.add(id);
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      sorted.add(id);
      stack.pop();
    }
  }
  return [...sorted];
}
