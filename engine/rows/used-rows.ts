import { openSelection, type Selection } from '../../core/records/selection.ts';
import { compareTexts, type Period, type Row } from './row.ts';
import { keep } from './row-index.ts';

/** The rows of one record that a run used. */
export interface UsedRecord {
  readonly record: string;
  /** Ascending. */
  readonly keys: readonly string[];
  /** Where there are more than the run lists: selects exactly these of the quantities that the run was given. */
  readonly selection?: Selection;
  /** The keys of those that are documents, which a selection never selects; absent without a selection, or without documents. */
  readonly documents?: readonly string[];
}

/** What a run knows of the rows that it was given. */
export interface GivenRows {
  /** In the order of the rows: ascending by record and key. */
  readonly rows: readonly Row[];
  readonly isUsed: (row: Row) => boolean;
  readonly period: Period;
  /** The most rows that a run lists one by one. */
  readonly listed: number;
}

/** Lists the rows that a run used, record by record, ascending by record and key. */
export function listUsed({ rows, isUsed, period, listed }: GivenRows): UsedRecord[] {
  return groupRecords(rows).flatMap((ofRecord) => {
    const own = keep(ofRecord, isUsed);
    if (own.length === 0) return [];
    const { record } = own[0]!;
    const keys = own.map(({ key }) => key);
    const quantities = keep(own, isQuantity);
    if (quantities.length <= listed) return [{ record, keys }];
    const documents = quantities === own ? [] : own.filter((row) => !isQuantity(row)).map(({ key }) => key);
    const given = own === ofRecord ? quantities : keep(ofRecord, isQuantity);
    const selection = selectRows(given, quantities, isUsed, period);
    return [{ record, keys, selection, ...(documents.length === 0 ? {} : { documents }) }];
  });
}

function isQuantity({ unit }: Row): boolean {
  return unit.text !== '';
}

/** Returns the rows of each record. They are neighbours, and ascend by record. */
function groupRecords(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  for (let start = 0; start < rows.length;) {
    const end = findEnd(rows, start);
    groups.push(rows.slice(start, end));
    start = end;
  }
  return groups;
}

/** Returns the first place after the rows of the record that begins at a place. */
function findEnd(rows: readonly Row[], start: number): number {
  const { record } = rows[start]!;
  let [least, most] = [start + 1, rows.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if (rows[middle]!.record === record) least = middle + 1;
    else most = middle;
  }
  return least;
}

/**
 * Returns a short selection that selects exactly `own` of the rows of a record: by types and period, and where these select others too,
 * by the keys that are left out, or by the keys themselves.
 */
function selectRows(
  rows: readonly Row[],
  own: readonly Row[],
  isUsed: GivenRows['isUsed'],
  { from, until }: Period,
): Selection {
  if (own.length === rows.length) return {};
  const types = [...new Set(own.map(({ detail }) => detail.row))].sort(compareTexts);
  const isWithin = own.every((row) => row.until !== 0 && from <= row.from && row.until <= until);
  // A figure of a result states no type: its record has no detail.row.
  const stated = types.includes('figure') ? {} : { rows: types };
  const base: Selection = { ...stated, ...(isWithin ? { within: { from, until } } : {}) };
  const selects = openSelection(base);
  const others = rows.filter((row) => !isUsed(row) && selects(entryOf(row))).map(({ key }) => key);
  if (others.length === 0) return base;
  return others.length < own.length ? { ...base, except: others } : { keys: own.map(({ key }) => key) };
}

function entryOf({ key, unit, from, until, detail }: Row): Parameters<ReturnType<typeof openSelection>>[0] {
  return { key, unit: unit.text, from, until, detail };
}
