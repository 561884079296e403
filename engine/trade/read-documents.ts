import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { MethodContext } from '../figures/figure.ts';
import { floatRatio } from '../quantities/float.ts';
import { type parseUnit } from '../quantities/unit.ts';
import type { Matrix } from '../rows/matrix.ts';
import { takeDocument } from '../rows/run-documents.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { readUnit, type RowOf } from '../rows/row.ts';
import { packFlows } from './pack.ts';
import { UNIT } from './rounding.ts';
import {
  unitOfFigures,
  type Demand,
  type Industry,
  type Stressor,
  type Table,
  type TableMatrix,
} from './table.ts';

type Entry = RowOf<'matrix-document'>;
type Name = Entry['detail']['matrix'];

/**
 * Returns the table that documents state: null where no entry of the period names one. Values are the doubles in the documents, and
 * certain. Regions, industries and stressors have the order of the documents.
 * @throws EngineError `incomplete-table`, `wrong-shape`, `repeated-cell`, `mixed-currencies`, `missing-document`, `straddled-period`
 */
export function readDocumentTable(context: MethodContext): Table | null {
  const entries = selectEntries(context);
  if (entries.size === 0) return null;
  const [first] = [...entries.values()];
  const entryOf = (matrix: Name): Entry => {
    const found = entries.get(matrix);
    if (found !== undefined) return found;
    const text = `the table has no document for ${matrix}: expected Z, Y and F`;
    throw new EngineError('incomplete-table', text, matrix, placeOf(first!, 'detail.matrix'));
  };
  const [z, y, f, fy] = [entryOf('Z'), entryOf('Y'), entryOf('F'), entries.get('F_Y')];
  const others = fy === undefined ? [y, f] : [y, f, fy];
  for (const other of others) refuseOther(other, z);
  const { regions, sectors, currency, multiple = 1 } = z.detail;
  const categories = listOf(y, 'categories');
  if (fy !== undefined) compareLists(fy, 'categories', categories, y);
  const names = listOf(f, 'stressors');
  const ofHouseholds = fy === undefined ? [] : listOf(fy, 'stressors');
  const stressors = names.map((name, index) => readStressor(f, name, index, regions, ofHouseholds));
  const industries = regions.flatMap((_name, region) =>
    sectors.map((sector): Industry => ({ region, sector })),
  );
  const demands = regions.flatMap((_name, region) =>
    categories.map((category): Demand => ({ region, category })),
  );
  const labels = regions.flatMap((region) => sectors.map((sector) => `${region}/${sector}`));
  const bought = regions.flatMap((region) => categories.map((category) => `${region}/${category}`));
  return {
    regions,
    industries,
    demands,
    stressors,
    currency: `{${currency}}`,
    multiple,
    z: { flows: packFlows(openMatrix(context, z, labels, labels)), cells: null, relative: 0 },
    y: certain(openMatrix(context, y, labels, bought)),
    f: convertRows(openMatrix(context, f, names, labels), stressors, f),
    fy: fy === undefined ? null : alignRows(openMatrix(context, fy, ofHouseholds, bought), stressors, fy),
    sources: { z: [], y: [], f: stressors.map(() => []), documents: [z, ...others], concordance: [] },
    warnings: [],
  };
}

/** Returns the entries of the period by matrix. An entry without a period is valid at any time. */
function selectEntries({ rows, period }: MethodContext): Map<Name, Entry> {
  const found = new Map<Name, Entry>();
  for (const row of rowsOfType(rows, 'matrix-document')) {
    const isStated = row.from !== 0 || row.until !== 0;
    if (isStated && (row.until <= period.from || row.from >= period.until)) continue;
    if (isStated && (row.from !== period.from || row.until !== period.until)) {
      const text = `${row.key} is of another period than the run: all matrices of a table must be of its period`;
      throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
    }
    const { matrix } = row.detail;
    const before = found.get(matrix);
    if (before !== undefined) {
      const text = `${row.key} and ${before.key} both state ${matrix}: a run is about one table`;
      throw new EngineError('repeated-cell', text, matrix, placeOf(row, 'detail.matrix'));
    }
    found.set(matrix, row);
  }
  return found;
}

/** @throws EngineError where an entry is about another table than Z */
function refuseOther(other: Entry, z: Entry): void {
  compareLists(other, 'regions', z.detail.regions, z);
  compareLists(other, 'sectors', z.detail.sectors, z);
  for (const member of ['currency', 'multiple'] as const) {
    const [own, expected] = [other.detail[member] ?? 1, z.detail[member] ?? 1];
    if (own === expected || other.detail.matrix.startsWith('F')) continue;
    const text = `${other.key} states ${member} ${own}, and ${z.key} ${expected}: a table has one`;
    throw new EngineError('mixed-currencies', text, own, placeOf(other, `detail.${member}`));
  }
}

function compareLists(
  entry: Entry,
  member: 'regions' | 'sectors' | 'categories',
  expected: readonly string[],
  by: Entry,
): void {
  const own = entry.detail[member] ?? [];
  if (own.length !== expected.length) {
    const text = `${entry.key} lists ${own.length} ${member}, and ${by.key} ${expected.length}: all matrices of a table have the same`;
    throw new EngineError('wrong-shape', text, own.length, placeOf(entry, `detail.${member}`));
  }
  const at = own.findIndex((name, index) => name !== expected[index]);
  if (at < 0) return;
  const text = `${member} ${at + 1} of ${entry.key}: expected ${JSON.stringify(expected[at])} as in ${by.key}, got ${JSON.stringify(own[at])}`;
  throw new EngineError('wrong-shape', text, own[at], placeOf(entry, `detail.${member}.${at}`));
}

function listOf(entry: Entry, member: 'categories' | 'stressors'): readonly string[] {
  const names = entry.detail[member] ?? [];
  if (names.length > 0) return names;
  const text = `${entry.key} states ${entry.detail.matrix}, and lists no ${member}`;
  throw new EngineError('incomplete-table', text, names, placeOf(entry, `detail.${member}`));
}

function readStressor(
  f: Entry,
  name: string,
  index: number,
  regions: readonly string[],
  ofHouseholds: readonly string[],
): Stressor {
  const all = regions.map((region, index): [number, string[]] => [index, [region]]);
  return {
    name,
    unit: unitOfFigures(statedUnit(f, index)),
    withoutHouseholds: new Map(ofHouseholds.includes(name) ? [] : all),
  };
}

function statedUnit(entry: Entry, index: number): ReturnType<typeof parseUnit> {
  const unit = entry.detail.units?.[index];
  if (unit !== undefined) return readUnit(unit, entry, `detail.units.${index}`);
  const text = `${entry.key} states no unit of ${entry.detail.stressors?.[index] ?? 'its stressors'}: expected one for each in detail.units`;
  throw new EngineError('incomplete-table', text, entry.detail.units, placeOf(entry, 'detail.units'));
}

/** Returns the matrix of an entry, whose labels must be those that its lists make. */
function openMatrix(
  { documents }: MethodContext,
  entry: Entry,
  rows: readonly string[],
  columns: readonly string[],
): Matrix {
  const { matrix } = takeDocument(documents, entry);
  const { shape } = entry.detail;
  const expected = [rows.length, columns.length];
  for (const [axis, labels] of [matrix.rows, matrix.columns].entries()) {
    const [what, own] = [axis === 0 ? 'rows' : 'columns', expected[axis]!];
    if (shape[axis] !== own || labels.length !== own) {
      const text = `${entry.key} states ${shape[axis]} ${what} and its document has ${labels.length}: its lists make ${own}`;
      throw new EngineError('wrong-shape', text, labels.length, placeOf(entry, 'detail.shape'));
    }
    const names = axis === 0 ? rows : columns;
    const at = labels.findIndex((label, index) => label !== names[index]);
    if (at < 0) continue;
    const text = `${what.slice(0, -1)} ${at + 1} of ${entry.key}: expected ${JSON.stringify(names[at])}, got ${JSON.stringify(labels[at])}`;
    throw new EngineError('wrong-shape', text, labels[at], placeOf(entry, 'detail.sha256'));
  }
  return matrix;
}

/** Returns a matrix whose values are certain. */
function certain(matrix: Matrix): TableMatrix {
  return {
    rows: matrix.rows.length,
    columns: matrix.columns.length,
    values: denseValues(matrix),
    cells: null,
    relative: 0,
  };
}

function denseValues(matrix: Matrix): Float64Array {
  if (matrix.form === 'dense') return matrix.values;
  const columns = matrix.columns.length;
  const values = new Float64Array(matrix.rows.length * columns);
  matrix.values.forEach((value, at) => (values[matrix.rowAt[at]! * columns + matrix.columnAt[at]!] = value));
  return values;
}

/** Returns F in the units of its figures. */
function convertRows(matrix: Matrix, stressors: readonly Stressor[], entry: Entry): TableMatrix {
  const stated = certain(matrix);
  const ratios = stressors.map(({ unit }, index) => floatRatio(statedUnit(entry, index), unit));
  if (ratios.every((ratio) => ratio === 1)) return stated;
  const values = stated.values.map(
    (value, at) => value * ratios[(at - (at % stated.columns)) / stated.columns]!,
  );
  return { ...stated, values, relative: CONVERTED };
}

/** Returns F_Y in the units of the figures, with a row for each stressor of F. */
function alignRows(matrix: Matrix, stressors: readonly Stressor[], entry: Entry): TableMatrix {
  const stated = certain(matrix);
  const { columns } = stated;
  const values = new Float64Array(stressors.length * columns);
  matrix.rows.forEach((name, index) => {
    const at = stressors.findIndex((stressor) => stressor.name === name);
    const unit = statedUnit(entry, index);
    const known = stressors[at];
    if (known === undefined) {
      const text = `${entry.key} states ${name} of final demand, and no document states it of the industries`;
      throw new EngineError('incomplete-table', text, name, placeOf(entry, 'detail.stressors'));
    }
    if (known.unit.dimension !== unit.dimension || known.unit.substance !== unit.substance) {
      const text = `${entry.key} states ${name} in ${unit.text}, and F in ${known.unit.text}: these do not add up`;
      throw new EngineError('unit-mismatch', text, name, placeOf(entry, 'detail.stressors'));
    }
    const ratio = floatRatio(unit, known.unit);
    for (let c = 0; c < columns; c++) values[at * columns + c] = stated.values[index * columns + c]! * ratio;
  });
  return { ...stated, rows: stressors.length, values, relative: CONVERTED };
}

/** The ratio of two units and the product are rounded. */
const CONVERTED = 3 * UNIT;
