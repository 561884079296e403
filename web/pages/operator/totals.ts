import type { Operations } from '../../../client/generated/openapi.ts';

/** How many there are; `isPart` where they are so many that not all were read. */
export interface Total {
  readonly count: number;
  readonly isPart: boolean;
}

/** What a ledger holds in all. */
export interface Totals {
  readonly batches: Total;
  /** Records in batches. */
  readonly records: Total;
  readonly rejected: Total;
}

/** The most items of a page, and the most pages that are read. */
const PAGE = 1000;
const MOST_PAGES = 10;

/** Counts batches, the records in them, and rejected records. @throws ApiError */
export async function readTotals(ledger: Pick<Operations, 'listBatches' | 'listRecords'>): Promise<Totals> {
  const [batches, rejected] = await Promise.all([
    readPages((cursor) => ledger.listBatches({ limit: PAGE, ...cursor })),
    readPages((cursor) => ledger.listRecords({ limit: PAGE, state: 'rejected', ...cursor })),
  ]);
  const records = batches.items.reduce((sum, { header }) => sum + header.recordCount, 0);
  // Batches are numbered from 1 without a gap.
  const newest = batches.items[0]?.number ?? 0;
  return {
    batches: { count: newest, isPart: false },
    records: { count: records, isPart: batches.isPart },
    rejected: { count: rejected.items.length, isPart: rejected.isPart },
  };
}

async function readPages<Item>(
  read: (
    cursor: { readonly cursor: string } | undefined,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
): Promise<{ readonly items: readonly Item[]; readonly isPart: boolean }> {
  const items: Item[] = [];
  let next: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await read(next === null ? undefined : { cursor: next });
    items.push(...answer.items);
    next = answer.next;
    if (next === null) return { items, isPart: false };
  }
  return { items, isPart: true };
}
