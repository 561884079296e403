import { EngineError, placeOf } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { DrawsOf, FormRows } from '../figures/draft.ts';
import { selectionOf, type MethodContext } from '../figures/method-context.ts';
import { ONE } from '../quantities/decimal.ts';
import { toFloat } from '../quantities/float.ts';
import type { Floats } from '../quantities/floats.ts';
import { parseUnit } from '../quantities/unit.ts';
import { isStated, type Row, type RowOf } from '../rows/row.ts';
import { rowsAboutTable } from './listed-rows.ts';
import type { Cell, Stressor, Table, TableMatrix } from './table.ts';

type SpreadRow = RowOf<'stressor-spread'>;

/**
 * Returns a table of documents with the rows that say how far what a region emits of a stressor can be from what F and F_Y state: each multiplies
 * all of these cells by one ratio, whose value is 1. A row without a region is about all regions that have no row of their own.
 * @param known the names of all stressors of the documents, also of those that the run leaves out
 * @throws EngineError `unknown-industry`, `repeated-cell`, `bad-value`
 */
export function spreadStressors(table: Table, context: MethodContext, known: readonly string[]): Table {
  const rows = rowsAboutTable('stressor-spread', table, context);
  if (rows.length === 0) return table;
  const byPlace = placeRows(rows, table, known);
  const of = (stressor: number, region: number): SpreadRow | undefined => {
    const names = namesOf(table.stressors[stressor]!);
    const rowOf = (place: string): SpreadRow | undefined =>
      names.flatMap((name) => byPlace.get(nameOf(name, place)) ?? [])[0];
    return rowOf(table.regions[region]!) ?? rowOf('');
  };
  const spread = (matrix: TableMatrix, members: Table['industries'] | Table['demands']): TableMatrix => {
    const spreads = table.stressors.flatMap((_, stressor) =>
      members.flatMap(({ region }, column) => openCell(matrix, stressor, column, of(stressor, region))),
    );
    return { ...matrix, spreads };
  };
  const f = table.stressors.map((own, stressor) => [
    ...table.sources.f[stressor]!,
    ...namesOf(own).flatMap((name) =>
      setsOf(
        rows.filter(({ detail }) => detail.stressor === name),
        context,
        name,
      ),
    ),
  ]);
  return {
    ...table,
    f: spread(table.f, table.industries),
    fy: table.fy === null ? null : spread(table.fy, table.demands),
    sources: { ...table.sources, f },
  };
}

export function hasSpreads({ f }: Table): boolean {
  return f.spreads !== undefined;
}

/** Forms over tables of documents: how many, and the stated value of each and its derivatives. */
export interface LinearForms {
  readonly count: number;
  readonly valueOf: (index: number) => number;
  readonly derivativesOf: (index: number) => ReadonlyMap<Row, number>;
}

/**
 * Draws forms by the spreads of tables; null where none is drawn. Forms are linear in the cells of F and F_Y: each is its value + Σ derivative ×
 * deviation, and systems are solved once for all draws.
 */
export function drawSpreads(
  tables: readonly Table[],
  drawsOf: DrawsOf,
  { count: forms, valueOf, derivativesOf }: LinearForms,
): readonly Floats[] | null {
  const deviations = new Map<Row, Float64Array>();
  let count = 0;
  for (const { row } of tables.flatMap(({ f, fy }) => [...(f.spreads ?? []), ...(fy?.spreads ?? [])])) {
    const draws = deviations.has(row) ? null : drawsOf(row);
    if (draws === null) continue;
    count = draws.length;
    const stated = toFloat(row.amount);
    deviations.set(
      row,
      Float64Array.from(draws, (drawn) => drawn - stated),
    );
  }
  if (count === 0) return null;
  return Array.from({ length: forms }, (_, index) => {
    const result = new Float64Array(count).fill(valueOf(index));
    for (const [row, derivative] of derivativesOf(index)) {
      const own = deviations.get(row);
      if (own !== undefined)
        for (let draw = 0; draw < count; draw++) result[draw]! += derivative * own[draw]!;
    }
    return result;
  });
}

/** Returns the names by which rows can be about a stressor: its own, and that of the gas of which it is a part, such as CH4. */
export function namesOf({ name, gas }: Stressor): string[] {
  return gas === undefined || gas.name === name ? [name] : [name, gas.name];
}

function openCell(
  { values, columns }: TableMatrix,
  stressor: number,
  column: number,
  row: SpreadRow | undefined,
): Cell[] {
  const at = stressor * columns + column;
  const value = values[at]!;
  return row === undefined || value === 0
    ? []
    : [{ row, from: stressor, to: column, at, unit: RATIO, ratio: value }];
}

const RATIO = parseUnit('1');

function nameOf(stressor: string, region: string): string {
  return `${region}/${stressor}`;
}

function placeRows(
  rows: readonly SpreadRow[],
  table: Table,
  known: readonly string[],
): ReadonlyMap<string, SpreadRow> {
  if (table.f.cells !== null) {
    const text = `${rows[0]!.key}: the table is given in rows. State the uncertainty in each sector-stressor row`;
    throw new EngineError('repeated-cell', text, rows[0]!.key, placeOf(rows[0]!, 'key'));
  }
  const byPlace = new Map<string, SpreadRow>();
  for (const row of rows) {
    const { stressor, region = '' } = row.detail;
    if (!known.includes(stressor)) throw refuseName('stressor', stressor, known, row);
    if (region !== '' && !table.regions.includes(region))
      throw refuseName('region', region, table.regions, row);
    if (!row.amount.minus(ONE).isZero()) {
      const text = `${row.key} is ${row.value}: expected 1, the ratio to what the documents state`;
      throw new EngineError('bad-value', text, row.value, placeOf(row, 'value'));
    }
    const before = byPlace.get(nameOf(stressor, region));
    if (before !== undefined) {
      const text = `${row.key} and ${before.key} state a spread of the same stressor and region`;
      throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
    }
    byPlace.set(nameOf(stressor, region), row);
  }
  return byPlace;
}

function refuseName(
  what: 'stressor' | 'region',
  name: string,
  names: readonly string[],
  row: SpreadRow,
): EngineError {
  const text = `${row.key}: the table has no ${what} ${name}: expected one of ${listSome(names)}`;
  return new EngineError('unknown-industry', text, name, placeOf(row, `detail.${what}`));
}

function setsOf(rows: readonly SpreadRow[], context: MethodContext, stressor: string): FormRows[] {
  const { period } = context;
  return [...Map.groupBy(rows, ({ record }) => record).values()].map((own) => ({
    symbol: 'u',
    rows: own,
    to: RATIO,
    selection: own.every((row) => isStated(row) && row.until <= period.until && row.from >= period.from)
      ? selectionOf(context, 'stressor-spread', { stressor })
      : { keys: own.map(({ key }) => key) },
  }));
}
