import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { floatRatio } from '../quantities/float.ts';
import { type parseUnit } from '../quantities/unit.ts';
import type { Matrix } from '../rows/matrix.ts';
import { takeDocument } from '../rows/run-documents.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { readUnit, type Row, type RowOf } from '../rows/row.ts';
import { Sums } from './aggregate.ts';
import { selectCells } from './emission-rows.ts';
import { readOwnEmissions } from './own-emissions.ts';
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
 * Returns the table that the documents of the period state. Values are the doubles in the documents, and
 * certain. Regions, industries and stressors have the order of the documents. Several documents of F, such as a publisher's and one's own, are
 * one below the other. Rows of emissions are in place of all of them.
 * @throws EngineError `incomplete-table`, `wrong-shape`, `repeated-cell`, `mixed-currencies`, `missing-document`, `straddled-period`; as
 * `readEmissions`
 */
export function readDocumentTable(context: MethodContext): Table {
  const entries = listDocuments(context);
  const [z, y] = [findOne(entries, 'Z'), findOne(entries, 'Y')];
  const [f, fy] = [listOf(entries, 'F'), listOf(entries, 'F_Y')];
  const others = [y, ...f, ...fy];
  for (const other of others) refuseOther(other, z);
  const { currency, multiple = 1 } = z.detail;
  const axes = readAxes(z, y);
  const flows = openMatrix(context, z, axes.labels, axes.labels);
  const bought = addParts(certain(openMatrix(context, y, axes.labels, axes.bought)), axes);
  const documents = [z, ...others];
  const about = {
    ...{ regions: axes.regions, industries: axes.industries, demands: axes.demands },
    ...{ currency: `{${currency}}`, multiple, warnings: [] },
    ...warnUndivided(z, axes.regions),
    z: { flows: packFlows(flows), cells: null, relative: 0 },
    y: bought,
  };
  const emitted = selectCells(context, 'sector-stressor');
  const households = selectCells(context, 'demand-stressor');
  if (emitted.length + households.length === 0) {
    if (f.length === 0) throw refuseMissing(z, 'F');
    const emissions = stackStressors({ y, f, fy }, axes, context);
    const sources = { z: [], y: [], f: emissions.stressors.map(() => []), documents, concordance: [] };
    return { ...about, ...emissions, sources };
  }
  const own = readOwnEmissions({ emitted, households }, { ...about, labels: axes.labels }, context);
  const sources = { z: [], y: [], f: own.sources, documents, concordance: [] };
  return {
    ...{ ...about, f: own.f, fy: own.fy, stressors: own.stressors, sources },
    warnings: f.length === 0 ? [] : [warnReplaced(f, emitted[0] ?? households[0]!)],
  };
}

/** The regions of figures, and the industries and the final demand of documents. */
interface Axes {
  readonly regions: readonly string[];
  readonly industries: readonly Industry[];
  readonly demands: readonly Demand[];
  /** The labels of Z and of the columns of Y, as documents have them. */
  readonly labels: readonly string[];
  readonly bought: readonly string[];
  /** The place of the region in `regions` of each region of documents: a part is in the region of the whole. */
  readonly regionAt: readonly number[];
  readonly categories: readonly string[];
}

function readAxes(z: Entry, y: Entry): Axes {
  const { regions: stated, sectors, parts = [] } = z.detail;
  const categories = namesOf(y, 'categories');
  const wholeOf = new Map(parts.map(({ part, whole }) => [part, whole]));
  const wholes = stated.map((region) => wholeOf.get(region) ?? region);
  const regions = [...new Set(wholes)];
  const regionAt = wholes.map((whole) => regions.indexOf(whole));
  const isApart = regionAt.findIndex((region, at) => at > 0 && region < regionAt[at - 1]!);
  const unknown = parts.findIndex(({ part }) => !stated.includes(part));
  if (isApart >= 0 || unknown >= 0) {
    const name = unknown >= 0 ? parts[unknown]!.part : stated[isApart]!;
    const text = `${z.key} has ${name} among its parts: expected one of its regions, which follows ${wholeOf.get(name) ?? name} or another part of it`;
    throw new EngineError('wrong-shape', text, name, placeOf(z, 'detail.parts'));
  }
  return {
    ...{ regions, regionAt, categories },
    industries: stated.flatMap((name, at) => {
      const part = wholes.filter((whole) => whole === wholes[at]).length > 1 ? { part: name } : {};
      return sectors.map((sector): Industry => ({ region: regionAt[at]!, sector, ...part }));
    }),
    demands: regions.flatMap((_name, region) => categories.map((category): Demand => ({ region, category }))),
    labels: stated.flatMap((region) => sectors.map((sector) => `${region}/${sector}`)),
    bought: stated.flatMap((region) => categories.map((category) => `${region}/${category}`)),
  };
}

/** Adds the final demand of parts, whose own columns are usually empty, to that of the whole region. */
function addParts(matrix: TableMatrix, { regions, regionAt, categories }: Axes): TableMatrix {
  if (regionAt.length === regions.length) return matrix;
  const width = regions.length * categories.length;
  const sums = new Sums(matrix.rows * width);
  for (let row = 0, at = 0; row < matrix.rows; row++)
    for (const region of regionAt)
      for (let category = 0; category < categories.length; category++, at++)
        sums.add(row * width + region * categories.length + category, matrix.values[at]!);
  return { rows: matrix.rows, columns: width, cells: null, ...sums.finish(matrix.relative) };
}

function warnUndivided(z: Entry, regions: readonly string[]): Pick<Table, 'undivided'> {
  const { undivided = [] } = z.detail;
  if (undivided.length === 0) return {};
  const warnings = undivided.map((name): [number, Warning] => {
    const message = `the table has only the whole of ${name}: its parts, such as what is made for export alone, are taken as one, with the same inputs and emissions per output`;
    return [regions.indexOf(name), { code: 'undivided-region', message, row: nameRow(z) }];
  });
  return { undivided: new Map(warnings) };
}

function warnReplaced(f: readonly Entry[], row: Row): Warning {
  const names = f.flatMap((entry) => entry.detail.stressors ?? []);
  const message = `rows such as ${row.key} state the emissions, so the stressors of documents are in no figure: ${listSome(names)}`;
  return { code: 'replaced-stressors', message, row: nameRow(f[0]!) };
}

function nameRow({ record, key }: Row): RowName {
  return { record, key };
}

/** Returns the entries of the period. An entry without a period is valid at any time. */
export function listDocuments({ rows, period }: MethodContext): Entry[] {
  return rowsOfType(rows, 'matrix-document').filter((row) => {
    const isStated = row.from !== 0 || row.until !== 0;
    if (isStated && (row.until <= period.from || row.from >= period.until)) return false;
    if (!isStated || (row.from === period.from && row.until === period.until)) return true;
    const text = `${row.key} is of another period than the run: all matrices of a table must be of its period`;
    throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
  });
}

function listOf(entries: readonly Entry[], matrix: Name): Entry[] {
  return entries.filter(({ detail }) => detail.matrix === matrix);
}

function findOne(entries: readonly Entry[], matrix: Name): Entry {
  const [found, other] = listOf(entries, matrix);
  if (found === undefined) throw refuseMissing(entries[0]!, matrix);
  if (other === undefined) return found;
  const text = `${other.key} and ${found.key} both state ${matrix}: a run is about one table`;
  throw new EngineError('repeated-cell', text, matrix, placeOf(other, 'detail.matrix'));
}

function refuseMissing(entry: Entry, matrix: Name): EngineError {
  const text = `the table has no document for ${matrix}: expected Z, Y and F, or rows of emissions in place of F`;
  return new EngineError('incomplete-table', text, matrix, placeOf(entry, 'detail.matrix'));
}

/** Returns F and F_Y of documents, one below the other. A stressor is in one of them. */
function stackStressors(
  { y, f, fy }: { readonly y: Entry; readonly f: readonly Entry[]; readonly fy: readonly Entry[] },
  axes: Axes,
  context: MethodContext,
): Pick<Table, 'stressors' | 'f' | 'fy'> {
  for (const entry of fy) compareLists(entry, 'categories', axes.categories, y);
  const ofHouseholds = new Set(listStressors(fy).map(({ name }) => name));
  const listed = listStressors(f);
  const stressors = listed.map(({ name, entry, index }) =>
    readStressor(entry, name, index, axes.regions, ofHouseholds),
  );
  const emitted = f.map((entry) => {
    const own = stressors.filter((_, at) => listed[at]!.entry === entry);
    return convertRows(openMatrix(context, entry, namesOf(entry, 'stressors'), axes.labels), own, entry);
  });
  const households = fy.map((entry) =>
    alignRows(openMatrix(context, entry, namesOf(entry, 'stressors'), axes.bought), stressors, entry),
  );
  return {
    stressors,
    f: stack(emitted),
    fy: households.length === 0 ? null : addParts(overlay(households), axes),
  };
}

/** Returns the stressors of documents. @throws EngineError `repeated-cell` where two state one */
function listStressors(entries: readonly Entry[]): { name: string; entry: Entry; index: number }[] {
  const all = entries.flatMap((entry) =>
    namesOf(entry, 'stressors').map((name, index) => ({ name, entry, index })),
  );
  const seen = new Map<string, Entry>();
  for (const { name, entry } of all) {
    const before = seen.get(name);
    if (before !== undefined && before !== entry) {
      const text = `${entry.key} and ${before.key} both state ${name}: leave one of them out`;
      throw new EngineError('repeated-cell', text, name, placeOf(entry, 'detail.stressors'));
    }
    seen.set(name, entry);
  }
  return all;
}

function stack(matrices: readonly TableMatrix[]): TableMatrix {
  const [first] = matrices;
  if (matrices.length === 1) return first!;
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const values = new Float64Array(rows * first!.columns);
  let at = 0;
  for (const matrix of matrices) {
    values.set(matrix.values, at);
    at += matrix.values.length;
  }
  return { rows, columns: first!.columns, values, cells: null, relative: mostOf(matrices) };
}

/** Adds matrices of one shape. At most one of them has values in each row. */
function overlay(matrices: readonly TableMatrix[]): TableMatrix {
  const [first] = matrices;
  if (matrices.length === 1) return first!;
  const values = first!.values.map((_, at) => matrices.reduce((sum, matrix) => sum + matrix.values[at]!, 0));
  return { ...first!, values, relative: mostOf(matrices) };
}

function mostOf(matrices: readonly TableMatrix[]): number {
  return matrices.reduce((most, { relative }) => (relative > most ? relative : most), 0);
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

function namesOf(entry: Entry, member: 'categories' | 'stressors'): readonly string[] {
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
  ofHouseholds: ReadonlySet<string>,
): Stressor {
  const all = regions.map((region, index): [number, string[]] => [index, [region]]);
  return {
    name,
    unit: unitOfFigures(statedUnit(f, index)),
    withoutHouseholds: new Map(ofHouseholds.has(name) ? [] : all),
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
