import type { Period, Row } from '../row.ts';
import type { RowDetail } from '../row-detail.ts';
import { textOf, type CheckedRows } from './check.ts';

/**
 * The members that identify what a row measures, by row type. Rows of one type that agree in them form a series: its periods must
 * not overlap, unless they are the same. A meter identifies the series alone, with its entity and facility.
 *
 * Purchases, leaks, instruments and goods form no series: each row is an event of its own.
 */
const SERIES: Readonly<Record<string, readonly string[]>> = {
  'fuel-use': ['fuel', 'category', 'geography'],
  'electricity-use': ['category', 'geography', 'supplier'],
  'heat-use': ['carrier', 'category', 'geography', 'supplier'],
  'process-activity': ['process', 'kind', 'category', 'geography'],
  'measured-emission': ['source', 'gas', 'category', 'geography'],
};
const OF_METER = ['entity', 'facility', 'meter'];
const OF_PLACE = ['entity', 'facility'];

/** The rows of one series: what they share, and their different periods, in ascending order. */
export interface Series {
  readonly type: string;
  /** Name and value of the members that all rows share. */
  readonly shared: readonly (readonly [member: string, value: string])[];
  readonly periods: readonly Period[];
  /** The first row of the series. */
  readonly first: Row;
  readonly holds: (row: Row) => boolean;
}

/** A series while its rows are read. Most rows have the series and the period of the row before them. */
interface Draft {
  readonly members: readonly string[];
  readonly first: Row;
  /** Times at which its periods end, by when they begin. */
  readonly periods: Map<number, number[]>;
  last: Row;
}

/** Returns the series of the activities, in the order of their first rows. */
export function groupSeries({ activities }: Pick<CheckedRows, 'activities'>): Series[] {
  const drafts = new Map<string, Draft>();
  let current: Draft | null = null;
  for (const row of activities) {
    if (!(row.detail.row in SERIES)) continue;
    if (current === null || !hasSameMembers(current, row)) current = openDraft(drafts, row);
    addPeriod(current, row);
  }
  return [...drafts.values()].map(finishSeries);
}

function membersOf(detail: RowDetail): readonly string[] {
  return textOf(detail, 'meter') === undefined ? [...OF_PLACE, ...SERIES[detail.row]!] : OF_METER;
}

function hasSameMembers({ members, first }: Pick<Draft, 'members' | 'first'>, { detail }: Row): boolean {
  const other = first.detail;
  if (detail === other) return true;
  if (detail.row !== other.row) return false;
  if (members !== OF_METER && textOf(detail, 'meter') !== undefined) return false;
  return members.every((member) => textOf(detail, member) === textOf(other, member));
}

function openDraft(drafts: Map<string, Draft>, row: Row): Draft {
  const members = membersOf(row.detail);
  const values = members.map((member) => textOf(row.detail, member) ?? null);
  const name = JSON.stringify([row.detail.row, members === OF_METER, ...values]);
  let draft = drafts.get(name);
  if (draft === undefined) {
    draft = { members, first: row, periods: new Map([[row.from, [row.until]]]), last: row };
    drafts.set(name, draft);
  }
  return draft;
}

function addPeriod(draft: Draft, row: Row): void {
  const { from, until } = row;
  if (draft.last.from === from && draft.last.until === until) return;
  draft.last = row;
  const ends = draft.periods.get(from);
  if (ends === undefined) draft.periods.set(from, [until]);
  else if (!ends.includes(until)) ends.push(until);
}

function finishSeries({ members, first, periods }: Draft): Series {
  const shared = members.flatMap((member) => {
    const value = textOf(first.detail, member);
    return value === undefined ? [] : [[member, value] as const];
  });
  const ascending = [...periods]
    .flatMap(([from, ends]) => ends.map((until) => ({ from, until })))
    .sort((a, b) => a.from - b.from || a.until - b.until);
  return {
    type: first.detail.row,
    shared,
    periods: ascending,
    first,
    holds: (row) => hasSameMembers({ members, first }, row),
  };
}

/** Returns what the rows of a series share, for a message: `fuel-use of facility works-1, fuel coal`. */
export function describeSeries({ type, shared }: Pick<Series, 'type' | 'shared'>): string {
  const told = shared.filter(([member]) => !['category', 'geography', 'kind'].includes(member));
  const listed = (told.length === 0 ? shared : told).map(([member, value]) => `${member} ${value}`);
  return `${type} of ${listed.join(', ')}`;
}
