import type { Hex } from '../../../core/encoding/hex.ts';
import type { ItemOf } from '../../data/queries.ts';
import { findGravest } from '../../../jobs/verify/verdict-cause.ts';
import type { Judged } from '../../verification/verdict/report.tsx';

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
  if (again === true && findChangeAfter(judged, party) === null) return false;
  if (open === true && findDecision(judged, party)?.counts === true) return false;
  if (verdict !== undefined && judged.outcome.verdict !== verdict) return false;
  if (period !== undefined && !periodOf(judged).includes(period)) return false;
  if (opinion === undefined) return true;
  const opinions = listOpinions(judged);
  return opinion === 'none' ? opinions.length === 0 : opinions.some(({ says }) => says === opinion);
}

/** Returns the period that the disclosure states; empty without one. */
export function periodOf({ outcome: { bundle } }: Judged): string {
  const period = bundle?.records[0]?.statement['period'];
  return typeof period === 'string' ? period : '';
}

/**
 * Returns a disclosure of a list as its own proof file has it, once that was read: what a list says about a record is the word of the server, which
 * could give a verified record another title or party.
 */
export function asProven(item: Item, judged: Judged | undefined): Item {
  const proven = judged?.outcome.bundle?.records[0];
  if (proven === undefined) return item;
  const { record, statement } = proven;
  const { title } = statement;
  return {
    ...item,
    record: { ...record, sources: [...record.sources] },
    title: typeof title === 'string' ? title : null,
  };
}

/** Returns the decision of a party on the stream of a disclosure. */
export function findDecision({ outcome: { summary } }: Judged, party: Hex) {
  return summary?.answers.find((answer) => answer.kind === 'decision' && answer.party === party);
}

/** Returns the assurances that stand and are about this version. */
export function listOpinions({ outcome: { summary } }: Judged) {
  return (summary?.answers ?? []).filter(({ kind, counts }) => kind === 'assurance' && counts);
}

/** Returns the code of the failed check that stands for the cause, or of the first one that is required and was not made; null where all is well. */
export function firstReason({ outcome: { verdict, checks, unchecked } }: Judged): string | null {
  if (verdict === 'verified') return null;
  const found =
    verdict === 'not-verified'
      ? findGravest(checks)
      : checks.find(({ check, result }) => result === 'skipped' && unchecked.includes(check));
  return found?.code ?? null;
}

/** Why an accepted disclosure must be decided again. `unknown`: whether the user knew of it is not shown. */
export type Changed = 'replaced' | 'withdrawn' | 'sourceReplaced' | 'sourceWithdrawn' | 'unknown';

const CHANGES: readonly string[] = ['replaced', 'withdrawn', 'sourceReplaced', 'sourceWithdrawn'];

/**
 * Returns what changed after a party accepted this version, so that it is not verified any more; null where nothing did, or where the party
 * accepted it after the change: it then knew.
 */
export function findChangeAfter(judged: Judged, party: Hex): Changed | null {
  const own = findDecision(judged, party);
  if (own?.counts !== true || own.says !== 'accepted') return null;
  const { why } = judged.outcome;
  if (why.verdict !== 'not-verified') return null;
  const { bundle, summary } = judged.outcome;
  const standings = [summary!.standing, ...summary!.basis.map(({ standing }) => standing)];
  const batchOf = (id: Hex): number | undefined =>
    bundle?.records.find((each) => each.id === id)?.inclusion.header.number;
  const decided = batchOf(own.record) ?? Infinity;
  const changes = standings.flatMap(({ by }) => (by === null ? [] : [batchOf(by)]));
  if (changes.length === 0 || changes.includes(undefined)) return 'unknown';
  if (changes.every((batch) => batch! < decided)) return null;
  return CHANGES.includes(why.cause) ? (why.cause as Changed) : 'unknown';
}
