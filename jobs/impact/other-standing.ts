import type { Hex } from '../../core/encoding/hex.ts';
import { isAnswer, KINDS } from '../../core/records/kind.ts';
import type { Dependent } from './read-impact.ts';

/**
 * How a dependent stands besides the record that it is listed for, as far as the list shows it: `replaced`, a newer version of it is in the
 * list; `stale`, something between the record and it is. An answer is about what is.
 */
export type OtherStanding =
  | { readonly kind: 'replaced'; readonly by: number }
  | { readonly kind: 'stale' | 'answersStale' };

type Listed = Pick<Dependent, 'id' | 'party' | 'kind' | 'subject' | 'sequence'> & {
  readonly path: readonly Hex[];
};

/** Returns the standing of those that the list says something of. Each comes after its sources. */
export function judgeOthers(dependents: readonly Listed[]): ReadonlyMap<Hex, OtherStanding> {
  const newest = new Map<string, number>();
  for (const each of dependents)
    newest.set(streamOf(each), Math.max(newest.get(streamOf(each)) ?? 0, each.sequence));
  const standing = new Map<Hex, OtherStanding>();
  for (const each of dependents) {
    const last = newest.get(streamOf(each))!;
    if (last > each.sequence) standing.set(each.id, { kind: 'replaced', by: last });
    else if (each.path.slice(1, -1).some((id) => standing.has(id)))
      standing.set(each.id, { kind: isAnswer(KINDS[each.kind]) ? 'answersStale' : 'stale' });
  }
  return standing;
}

function streamOf({ party, kind, subject }: Listed): string {
  return `${party} ${kind} ${subject}`;
}
