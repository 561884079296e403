import type { Hex } from '../../../../core/encoding/hex.ts';
import { KINDS } from '../../../../core/records/kind.ts';
import { memberOf, type Selection } from '../../../../core/records/selection.ts';
import type { Material } from '../recompute/material.ts';

/** Rows of one type and unit in one dataset: values of one unit can be compared. */
export interface RowSource {
  readonly name: string;
  readonly record: Hex;
  readonly title: string;
  readonly type: string | null;
  readonly unit: string;
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
      return [...groups].map(([group, own]) => {
        const [type, unit] = JSON.parse(group) as [string | null, string];
        const selection: Selection = type === null ? {} : { rows: [type] };
        const about = { record: id, title, type, unit, selection, count: own.length };
        return { ...about, name: `${id} ${group}`, isOwn: record.party === party };
      });
    });
  return sources.sort((a, b) => Number(b.isOwn) - Number(a.isOwn)).map(({ isOwn: _, ...source }) => source);
}

function typeOf(detail: unknown): string | null {
  const type = memberOf(detail, 'row');
  return typeof type === 'string' ? type : null;
}
