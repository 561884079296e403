import type { Entry } from '../../../client/generated/openapi.ts';
import { groupOf, orderFigures } from '../../components/record/figure-order.ts';

/** Totals that are shown at most. */
const MOST = 6;

/** A figure in two versions; null where a version does not have it. */
export interface Pair {
  readonly figure: Entry;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

/** Returns the totals of two versions side by side, in the order in which an accountant reads them. */
export function pairTotals(before: readonly Entry[], after: readonly Entry[]): Pair[] {
  const totals = (entries: readonly Entry[]) =>
    new Map(
      entries
        .filter(({ key, value }) => value !== null && groupOf(key) === 'total')
        .map((entry) => [entry.key, entry]),
    );
  const [old, now] = [totals(before), totals(after)];
  const figures = [...now.values(), ...[...old.values()].filter(({ key }) => !now.has(key))];
  return orderFigures(figures)
    .slice(0, MOST)
    .map((figure) => ({
      figure,
      before: old.get(figure.key) ?? null,
      after: now.get(figure.key) ?? null,
    }));
}
