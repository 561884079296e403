import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import type { FormRows } from '../figures/draft.ts';
import { selectionOf, type MethodContext } from '../figures/method-context.ts';
import { floatRatio } from '../quantities/float.ts';
import type { Unit } from '../quantities/unit.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { compareTexts, type Row, type RowOf } from '../rows/row.ts';
import type { CellType } from '../rows/types/mrio.ts';
import { fillMatrix, refuseRepeated } from './cells.ts';
import { unitOfFigures, type Cell, type Stressor, type TableMatrix } from './table.ts';

type EmittedRow = RowOf<'sector-stressor'>;
type HouseholdRow = RowOf<'demand-stressor'>;

/** What rows say is emitted, all within the period of the run. */
export interface EmissionRows {
  readonly emitted: readonly EmittedRow[];
  readonly households: readonly HouseholdRow[];
}

/** The regions, industries and final demand that rows are about. */
export interface Places {
  readonly regions: readonly string[];
  readonly industries: number;
  readonly demands: number;
  /** Returns the place of an industry, or of those that share it, each with its part. @throws EngineError `unknown-industry` */
  industriesOf: (row: EmittedRow) => readonly Shared[];
  /** Returns the region of an industry that a row is about. */
  regionOf: (row: EmittedRow) => string;
  /** @throws EngineError `unknown-industry` */
  demandOf: (row: HouseholdRow) => number;
}

/** An industry, and its part of what a row states: 1 where it is all of it. */
export interface Shared {
  readonly industry: number;
  readonly share: number;
}

/** F and F_Y as rows state them. */
export interface Emissions {
  readonly stressors: readonly Stressor[];
  readonly f: TableMatrix;
  readonly fy: TableMatrix | null;
  readonly sources: readonly (readonly FormRows[])[];
}

/** Returns the rows of one type in the period. A table is that of a whole period: a cell of only a part of it is another table. */
export function selectCells<T extends CellType>(
  { rows, period }: MethodContext,
  type: T,
): readonly RowOf<T>[] {
  return rowsOfType(rows, type).filter((row) => {
    if (row.until <= period.from || row.from >= period.until) return false;
    if (row.from === period.from && row.until === period.until) return true;
    const text = `${row.key} is of another period than the run: all cells of a table must be of its period`;
    throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
  });
}

/**
 * Returns what industries and final demand emit, as rows state it. Stressors ascend by name.
 * @throws EngineError `incomplete-table`, `unknown-industry`, `repeated-cell`, `unit-mismatch`
 */
export function readEmissions(rows: EmissionRows, places: Places, context: MethodContext): Emissions {
  const { emitted, households } = rows;
  refuseMissing(rows, places);
  const stressors = listStressors(rows, places.regions);
  const stressorAt = new Map(stressors.map(({ name }, index) => [name, index]));
  const cellOf = (row: EmittedRow | HouseholdRow, to: number, share = 1): Omit<Cell, 'at'> => {
    const from = stressorAt.get(row.detail.stressor)!;
    const { unit } = stressors[from]!;
    const ratio = floatRatio(row.unit, unit) * share;
    return { row, from, to, unit, ratio, ...(share === 1 ? {} : { share }) };
  };
  const emittedCells = emitted.flatMap((row) =>
    places.industriesOf(row).map(({ industry, share }) => cellOf(row, industry, share)),
  );
  const householdCells = households.map((row) => cellOf(row, places.demandOf(row)));
  refuseRepeated(emittedCells, places.industries);
  refuseRepeated(householdCells, places.demands);
  return {
    stressors,
    f: fillMatrix(emittedCells, stressors.length, places.industries),
    fy: households.length === 0 ? null : fillMatrix(householdCells, stressors.length, places.demands),
    sources: stressors.map(({ name, unit }) =>
      setsOf(
        'F',
        emitted.filter(({ detail }) => detail.stressor === name),
        { where: { stressor: name }, to: unit, context },
      ),
    ),
  };
}

/** Nothing is invented: each region states each of its emissions. */
function refuseMissing({ emitted }: EmissionRows, { regions, regionOf }: Places): void {
  const [first] = emitted;
  const at: RowName = { record: first?.record ?? '', key: '' };
  for (const [stressor, rows] of Map.groupBy(emitted, ({ detail }) => detail.stressor)) {
    const stating = new Set(rows.map(regionOf));
    const missing = regions.find((region) => !stating.has(region));
    if (missing === undefined) continue;
    const text = `no row sector-stressor states ${stressor} of ${missing}: where there is none, state 0`;
    throw new EngineError('incomplete-table', text, missing, { ...at, column: 'entries' });
  }
}

function listStressors({ emitted, households }: EmissionRows, regions: readonly string[]): Stressor[] {
  const ofHouseholds = Map.groupBy(households, ({ detail }) => detail.stressor);
  const byName = Map.groupBy(emitted, ({ detail }) => detail.stressor);
  for (const row of households)
    if (!byName.has(row.detail.stressor)) {
      const text = `${row.key} is about ${row.detail.stressor}, and no row sector-stressor states it of the industries`;
      throw new EngineError('incomplete-table', text, row.detail.stressor, placeOf(row, 'detail.stressor'));
    }
  return [...byName.keys()].sort(compareTexts).map((name) => {
    const own = [...byName.get(name)!, ...(ofHouseholds.get(name) ?? [])];
    const unit = unitOfFigures(own[0]!.unit);
    for (const row of own)
      if (row.unit.dimension !== unit.dimension || row.unit.substance !== unit.substance) {
        const text = `${row.key} is in ${row.unit.text}, and another row of ${name} in ${own[0]!.unit.text}: these do not add up`;
        throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
      }
    const stated = new Set((ofHouseholds.get(name) ?? []).map(({ detail }) => detail.region));
    const without = regions.flatMap((region, index): [number, string[]][] =>
      stated.has(region) ? [] : [[index, [region]]],
    );
    return { name, unit, withoutHouseholds: new Map(without) };
  });
}

/** Returns sets of rows, one for each record. */
export function setsOf(
  symbol: string,
  rows: readonly Row[],
  {
    where,
    to,
    context,
  }: {
    readonly where: Readonly<Record<string, string>>;
    readonly to: Unit;
    readonly context: MethodContext;
  },
): FormRows[] {
  const type = rows[0]!.detail.row;
  if (type === 'figure') return [];
  const selection = selectionOf(context, type, where);
  return [...Map.groupBy(rows, ({ record }) => record).values()].map((own) => ({
    ...{ symbol, rows: own, to, selection },
  }));
}
