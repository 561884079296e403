import type { Period, Row } from '../row.ts';
import type { RowDetail } from '../row-detail.ts';
import type { RowTypeOf } from '../types/row-type.ts';
import { findRowType, ROW_TYPES } from '../types/row-types.ts';
import { textOf, type Activities } from './check.ts';

/** A meter identifies the series of its readings alone, with its entity and facility. */
const OF_METER = ['entity', 'facility', 'meter'];
const OF_PLACE = ['entity', 'facility'];

/** The rows of one series: what they share, and their different periods. */
export interface Series {
  readonly type: string;
  /** Name and value of the members that all rows share. */
  readonly shared: readonly (readonly [member: string, value: string])[];
  /** Ascending, each once. */
  readonly periods: readonly Period[];
  /** The first row of the series. */
  readonly first: Row;
}

/** A series while its rows are read. */
interface Draft {
  readonly members: readonly string[];
  readonly first: Row;
  /** One row for each sequence of rows with the same period. */
  readonly rows: Row[];
}

/** The series of the activities of a run. */
export class SeriesIndex {
  readonly all: readonly Series[];
  readonly #activities: Activities;
  readonly #drafts = new Map<string, Draft>();
  readonly #ofDraft = new Map<Draft, Series>();

  constructor(activities: Activities) {
    this.#activities = activities;
    this.#visit((draft, row) => {
      const last = draft.rows.at(-1);
      if (last?.from !== row.from || last.until !== row.until) draft.rows.push(row);
    });
    for (const draft of this.#drafts.values()) this.#ofDraft.set(draft, finishSeries(draft));
    this.all = [...this.#ofDraft.values()];
  }

  /** Returns the rows of each of these series. Reads all activities once. */
  rowsOf(wanted: readonly Series[]): ReadonlyMap<Series, readonly Row[]> {
    const rows = new Map<Series, Row[]>(wanted.map((series) => [series, []]));
    if (wanted.length > 0) this.#visit((draft, row) => rows.get(this.#ofDraft.get(draft)!)?.push(row));
    return rows;
  }

  /** Calls a function with each row and its series. Most rows have the series of the row before them. */
  #visit(see: (draft: Draft, row: Row) => void): void {
    for (const { type } of ROW_TYPES.filter(({ series }: RowTypeOf) => series !== undefined)) {
      let current: Draft | undefined;
      for (const row of this.#activities.get(type) ?? []) {
        if (current === undefined || !belongsTo(current, row)) current = this.#open(row);
        see(current, row);
      }
    }
  }

  #open(row: Row): Draft {
    const members = membersOf(row.detail);
    const values = members.map((member) => textOf(row.detail, member) ?? null);
    const name = JSON.stringify([row.detail.row, members === OF_METER, ...values]);
    const draft = this.#drafts.get(name) ?? { members, first: row, rows: [] };
    this.#drafts.set(name, draft);
    return draft;
  }
}

/** The last series by the first list of rows that they are of, so that the two steps of the checks share them. */
const known = new WeakMap<
  readonly Row[],
  { readonly activities: Activities; readonly series: SeriesIndex }
>();

/** Returns the series of activities. */
export function indexSeries(activities: Activities): SeriesIndex {
  const [first] = activities.values();
  const before = first === undefined ? undefined : known.get(first);
  if (before !== undefined && isSame(before.activities, activities)) return before.series;
  const series = new SeriesIndex(activities);
  if (first !== undefined) known.set(first, { activities, series });
  return series;
}

function isSame(a: Activities, b: Activities): boolean {
  return a.size === b.size && [...a].every(([type, rows]) => b.get(type) === rows);
}

function membersOf(detail: RowDetail): readonly string[] {
  return textOf(detail, 'meter') === undefined
    ? [...OF_PLACE, ...(findRowType(detail.row)?.series ?? [])]
    : OF_METER;
}

function belongsTo({ members, first }: Draft, { detail }: Row): boolean {
  if (members !== OF_METER && textOf(detail, 'meter') !== undefined) return false;
  for (const member of members) if (textOf(detail, member) !== textOf(first.detail, member)) return false;
  return true;
}

function finishSeries({ members, first, rows }: Draft): Series {
  const shared = members.flatMap((member) => {
    const value = textOf(first.detail, member);
    return value === undefined ? [] : [[member, value] as const];
  });
  const ascending = rows.toSorted((a, b) => a.from - b.from || a.until - b.until);
  const periods = ascending.filter(
    ({ from, until }, index) => from !== ascending[index - 1]?.from || until !== ascending[index - 1]?.until,
  );
  return { type: first.detail.row, shared, periods, first };
}

/** Returns what the rows of a series share, for a message: `fuel-use of facility works-1, fuel coal`. */
export function describeSeries({ type, shared }: Pick<Series, 'type' | 'shared'>): string {
  const told = shared.filter(([member]) => !['category', 'geography', 'kind'].includes(member));
  const listed = (told.length === 0 ? shared : told).map(([member, value]) => `${member} ${value}`);
  return `${type} of ${listed.join(', ')}`;
}
