import type { Hex } from '../../../../core/encoding/hex.ts';
import {
  type Changed,
  findChangeAfter,
  findDecision,
  listOpinions,
  periodOf,
} from '../../../../jobs/decide/judged-disclosure.ts';
import type { ItemOf } from '../../../data/queries.ts';
import type { Judged } from '../../../verification/verdict/report.tsx';

/** What the inbox shows, as its address has it. */
export interface InboxFilters {
  readonly open?: true | undefined;
  /** Only what the user has accepted and is not verified any more. */
  readonly again?: true | undefined;
  readonly verdict?: Judged['outcome']['verdict'] | undefined;
  readonly opinion?: 'unqualified' | 'qualified' | 'adverse' | 'none' | undefined;
  readonly period?: string | undefined;
  readonly sort?: 'oldest' | 'company' | 'title' | undefined;
}

type Item = ItemOf<'listRecords'>;

/** Returns the disclosures that pass filters, in their order. One that is not verified yet passes those that need its verdict. */
export function chooseDisclosures(
  items: readonly Item[],
  read: (id: Hex) => Judged | undefined,
  filters: InboxFilters,
  party: Hex,
): readonly Item[] {
  const chosen = items.filter(({ id }) => {
    const judged = read(id);
    return judged === undefined || passes(judged, filters, party);
  });
  const order = filters.sort === undefined ? undefined : ORDERS[filters.sort];
  return order === undefined ? chosen : chosen.toSorted(order);
}

const ORDERS: Readonly<Record<NonNullable<InboxFilters['sort']>, (a: Item, b: Item) => number>> = {
  oldest: (a, b) => a.acceptedAt - b.acceptedAt,
  company: (a, b) => compare(a.record.party, b.record.party) || b.acceptedAt - a.acceptedAt,
  title: (a, b) => compare(a.title ?? '', b.title ?? '') || b.acceptedAt - a.acceptedAt,
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function passes(
  judged: Judged,
  { open, again, verdict, opinion, period }: InboxFilters,
  party: Hex,
): boolean {
  if (again === true && findChange(judged, party) === null) return false;
  if (open === true && findDecision(judged, party)?.counts === true) return false;
  if (verdict !== undefined && judged.outcome.verdict !== verdict) return false;
  if (period !== undefined && !periodOf(judged).includes(period)) return false;
  if (opinion === undefined) return true;
  const opinions = listOpinions(judged);
  return opinion === 'none' ? opinions.length === 0 : opinions.some(({ says }) => says === opinion);
}

/** Returns why an accepted disclosure must be decided again; null where it need not be. */
export function findChange(judged: Judged, party: Hex): Changed | null {
  const { why } = judged.outcome;
  return why.verdict === 'not-verified' ? findChangeAfter(judged, why.cause, party) : null;
}
