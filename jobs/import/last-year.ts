import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { type Caution, judgeTable } from '../../engine/rows/checks/judge-table.ts';
import { sumTable, type TableTotal } from '../../tables/table-totals.ts';
import { nameTotal } from './sum-totals.ts';

/** A dataset of before: what it is called, and its rows. */
export interface EarlierRows {
  readonly title: string;
  readonly entries: readonly UnsaltedEntry[];
}

/** The dataset of the year before that a table continues, and what a run would say of both. */
export interface LastYear {
  readonly title: string;
  readonly totals: readonly TableTotal[];
  readonly cautions: readonly Caution[];
}

/** Seconds of a year, and of half a month by which years differ in length. */
const [YEAR, SLACK] = [31_556_952, 1_314_000];

/** Whether a period is a year before one of these. */
function isYearBefore({ from, until }: TableTotal, own: readonly TableTotal[]): boolean {
  return own.some(
    (total) => Math.abs(total.from - YEAR - from) < SLACK && Math.abs(total.until - YEAR - until) < SLACK,
  );
}

/** Returns the dataset that has most of the same totals a year before; null where none has any. */
export function findLastYear(
  entries: readonly UnsaltedEntry[],
  datasets: readonly EarlierRows[],
): LastYear | null {
  const own = sumTable(entries);
  const byName = Map.groupBy(own, nameTotal);
  let best: { readonly dataset: EarlierRows; readonly totals: readonly TableTotal[] } | null = null;
  for (const dataset of datasets) {
    const totals = sumTable(dataset.entries).filter((total) =>
      isYearBefore(total, byName.get(nameTotal(total)) ?? []),
    );
    if (totals.length > (best?.totals.length ?? 0)) best = { dataset, totals };
  }
  if (best === null) return null;
  const { dataset, totals } = best;
  const cautions = judgeTable(entries, dataset.entries);
  return { title: dataset.title, totals, cautions };
}
