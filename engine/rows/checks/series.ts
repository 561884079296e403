import type { Period, Row } from '../row.ts';
import type { RowDetail } from '../row-detail.ts';
import { foldName } from '../spelling.ts';
import type { RowTypeOf } from '../types/row-type.ts';
import { findRowType, ROW_TYPES } from '../types/row-types.ts';
import { nameCarrier } from './carrier.ts';
import { textOf, type Activities } from './check.ts';

/** A meter identifies the series of its readings alone, with its entity and facility. */
const OF_METER = ['entity', 'facility', 'meter'];
const OF_PLACE = ['entity', 'facility'];

/** The rows of one series: what they share, and their different periods. */
export interface Series {
  readonly type: string;
  /** Name and value of the members that all rows share. */
  readonly shared: readonly (readonly [member: string, value: string])[];
  /** Entity, facility and what is measured: series with the same name can replace each other, as two meters do. */
  readonly source: string;
  readonly isMetered: boolean;
  /** Ascending, each once. */
  readonly periods: readonly Period[];
  /** A row of each period, in their order. */
  readonly samples: readonly Row[];
  /** The first row of the series. */
  readonly first: Row;
  /** How many rows it has: more than periods where several rows have the same one. */
  readonly count: number;
}

/** A series while its rows are read. */
interface Draft {
  readonly members: readonly string[];
  readonly first: Row;
  /** Its name without its place, where places can be parts of each other. */
  readonly bare: string;
  readonly place: string | undefined;
  /** One row for each sequence of rows with the same period. */
  rows: Row[];
  count: number;
  /** The series of the whole country, if this is a part of it. */
  whole: Draft | null;
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
      draft.count++;
      const last = draft.rows.at(-1);
      if (last?.from !== row.from || last.until !== row.until) draft.rows.push(row);
    });
    joinParts([...this.#drafts.values()]);
    for (const draft of this.#drafts.values())
      if (draft.whole === null) this.#ofDraft.set(draft, finishSeries(draft));
    this.all = [...this.#ofDraft.values()];
  }

  /** Returns the rows of each of these series. Reads all activities once. */
  rowsOf(wanted: readonly Series[]): ReadonlyMap<Series, readonly Row[]> {
    const rows = new Map<Series, Row[]>(wanted.map((series) => [series, []]));
    if (wanted.length > 0)
      this.#visit((draft, row) => rows.get(this.#ofDraft.get(draft.whole ?? draft)!)?.push(row));
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
    const { detail } = row;
    const members = membersOf(detail);
    const values = members.map((member) => (member === 'geography' ? null : identify(detail, member)));
    const bare = JSON.stringify([detail.row, members === OF_METER, ...values]);
    const place = members.includes('geography') ? textOf(detail, 'geography') : undefined;
    const name = `${bare} ${place ?? ''}`;
    const draft = this.#drafts.get(name) ?? {
      ...{ members, first: row, bare, place, whole: null },
      ...{ rows: [], count: 0 },
    };
    this.#drafts.set(name, draft);
    return draft;
  }
}

/** Returns the text by which a member identifies a series. Names of rows are folded already; a category is a text of its own. */
function identify(detail: RowDetail, member: string): string | null {
  const value = textOf(detail, member);
  if (value === undefined) return null;
  return member === 'category' ? foldName(value) : value;
}

/** Joins the series of parts of a country with that of the whole country, where there is one: GB-ENG is in GB. */
function joinParts(drafts: readonly Draft[]): void {
  const countries = new Map<string, Draft>();
  for (const draft of drafts)
    if (draft.place?.length === COUNTRY) countries.set(`${draft.bare} ${draft.place}`, draft);
  for (const draft of drafts) {
    if (draft.place === undefined || draft.place.length === COUNTRY) continue;
    const whole = countries.get(`${draft.bare} ${draft.place.slice(0, COUNTRY)}`);
    if (whole === undefined) continue;
    draft.whole = whole;
    whole.rows = [...whole.rows, ...draft.rows];
    whole.count += draft.count;
  }
}

/** The length of a code of ISO 3166-1. */
const COUNTRY = 2;

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

function finishSeries({ members, first, rows, count }: Draft): Series {
  const { detail } = first;
  const shared = members.flatMap((member) => {
    const value = textOf(detail, member);
    return value === undefined ? [] : [[member, value] as const];
  });
  const ascending = rows.toSorted((a, b) => a.from - b.from || a.until - b.until);
  const samples = ascending.filter(
    ({ from, until }, index) => from !== ascending[index - 1]?.from || until !== ascending[index - 1]?.until,
  );
  const place = OF_PLACE.map((member) => textOf(detail, member) ?? null);
  return {
    type: detail.row,
    shared,
    source: JSON.stringify([nameCarrier(detail), ...place, textOf(detail, 'geography')?.slice(0, COUNTRY)]),
    isMetered: members === OF_METER,
    periods: samples,
    samples,
    first,
    count,
  };
}

/** Returns what the rows of a series share, for a message: `fuel-use of facility works-1, fuel coal`. */
export function describeSeries({ type, shared }: Pick<Series, 'type' | 'shared'>): string {
  const told = shared.filter(([member]) => !['category', 'geography', 'kind'].includes(member));
  const listed = (told.length === 0 ? shared : told).map(([member, value]) => `${member} ${value}`);
  return `${type} of ${listed.join(', ')}`;
}
