import type { Table, TableMatrix } from './table.ts';

/**
 * Returns a table with the stressors of a run alone. The bound of what is computed from S L is found for all stressors together, and a run
 * that is repeated has no rows of others: so their bits do not depend on stressors that nobody asked for.
 * @param kept places in the table, which ascend
 */
export function keepStressors(table: Table, kept: readonly number[]): Table {
  if (kept.length === table.stressors.length) return table;
  return {
    ...table,
    stressors: kept.map((at) => table.stressors[at]!),
    f: keepRows(table.f, kept),
    fy: table.fy === null ? null : keepRows(table.fy, kept),
    sources: { ...table.sources, f: kept.map((at) => table.sources.f[at]!) },
  };
}

function keepRows({ columns, values, cells, relative }: TableMatrix, kept: readonly number[]): TableMatrix {
  const places = new Map(kept.map((at, index) => [at, index]));
  const rows = new Float64Array(kept.length * columns);
  kept.forEach((at, index) => rows.set(values.subarray(at * columns, (at + 1) * columns), index * columns));
  const moved = cells?.flatMap((cell) => {
    const from = places.get(cell.from);
    return from === undefined ? [] : [{ ...cell, from, at: from * columns + cell.to }];
  });
  return { rows: kept.length, columns, values: rows, cells: moved ?? null, relative };
}
