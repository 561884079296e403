import type { InputEntry } from '../../engine/rows/input.ts';

type Row = Pick<InputEntry, 'unit' | 'from' | 'until' | 'detail'>;

/** What entries have in common: their times in unix seconds, 0 where none has any; their places and units, each once, the first ones first. */
export interface Summary {
  readonly count: number;
  readonly from: number;
  readonly until: number;
  readonly places: readonly string[];
  readonly units: readonly string[];
}

/** The rows of one type; `none` where entries have no type. */
export interface TypeSummary extends Summary {
  readonly row: string;
}

/** Returns what a dataset holds: all of its entries, and those of each type. */
export function summariseDataset(
  entries: readonly Row[],
): Summary & { readonly types: readonly TypeSummary[] } {
  const types = Map.groupBy(entries, ({ detail }) => typeOf(detail?.['row']));
  return {
    ...summarise(entries),
    types: [...types].map(([row, rows]) => ({ row, ...summarise(rows) })),
  };
}

function summarise(rows: readonly Row[]): Summary {
  const timed = rows.filter(({ until }) => until !== 0);
  return {
    count: rows.length,
    from: timed.reduce((least, { from }) => Math.min(least, from), timed[0]?.from ?? 0),
    until: timed.reduce((most, { until }) => Math.max(most, until), 0),
    places: listTexts(rows.map(({ detail }) => detail?.['geography'] ?? detail?.['reporter'])),
    units: listTexts(rows.map(({ unit }) => unit)),
  };
}

function typeOf(row: unknown): string {
  return typeof row === 'string' ? row : 'none';
}

function listTexts(texts: readonly unknown[]): string[] {
  return [...new Set(texts.filter((text) => typeof text === 'string' && text !== ''))].map(String);
}
