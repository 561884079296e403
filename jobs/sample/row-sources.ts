import type { Hex } from '../../core/encoding/hex.ts';
import type { Entry } from '../../core/records/entry.ts';
import { KINDS } from '../../core/records/kind.ts';
import { memberOf, openSelection, type Selection } from '../../core/records/selection.ts';
import type { Material } from '../reperform/material.ts';

/** Rows of one dataset: all of them, or those of one type and unit, whose values can be compared. */
export interface RowSource {
  readonly name: string;
  readonly record: Hex;
  readonly title: string;
  readonly type: string | null;
  /** Null for all rows. */
  readonly unit: string | null;
  readonly selection: Selection;
  readonly count: number;
}

/** Returns what samples can be drawn from: the rows of the audited party first. */
export function listRowSources({ records }: Material): RowSource[] {
  const party = records[0]?.record.party;
  const sources = records
    .filter(({ record }) => record.kind === KINDS.dataset)
    .flatMap(({ id, record, title, entries }) => {
      const rows = entries.shown.filter(({ unit }) => unit !== '');
      const groups = Map.groupBy(rows, ({ unit, detail }) => JSON.stringify([typeOf(detail), unit]));
      const isOwn = record.party === party;
      const named = { record: id, title, isOwn };
      const all = { ...named, name: id, type: null, unit: null, selection: {}, count: rows.length };
      const parts = [...groups].map(([group, own]) => {
        const [type, unit] = JSON.parse(group) as [string | null, string];
        const selection: Selection = type === null ? {} : { rows: [type] };
        return { ...named, name: `${id} ${group}`, type, unit, selection, count: own.length };
      });
      return rows.length === 0 ? [] : [all, ...parts];
    });
  return sources.sort((a, b) => Number(b.isOwn) - Number(a.isOwn)).map(({ isOwn: _, ...source }) => source);
}

/** Returns the rows of a source, as a sample draws from them. */
export function rowsOf({ records }: Material, { record, selection, unit }: RowSource): readonly Entry[] {
  const isSelected = openSelection(selection);
  const entries = records.find(({ id }) => id === record)?.entries.shown ?? [];
  return entries.filter(
    (entry) => (unit === null ? entry.unit !== '' : entry.unit === unit) && isSelected(entry),
  );
}

function typeOf(detail: unknown): string | null {
  const type = memberOf(detail, 'row');
  return typeof type === 'string' ? type : null;
}
