import { type Axis, makeAxis } from '../axis.ts';
import { checkSize } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import { findYear } from '../find-year.ts';
import type { PublisherFormat } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableBuilder } from '../table-builder.ts';
import type { TableInput } from '../table-input.ts';
import { openTextRows, readTextCells, type RowTable } from '../text-rows.ts';
import { spellUnit } from '../units.ts';

/** The region of statistical discrepancies: it has one sector, and no matrix has it. */
const DISCREPANCY = 'ROW';

/** Eora26: texts without labels, and files with the labels, in thousands of US dollars. Its regions do not balance exactly. */
export const EORA: PublisherFormat = {
  name: 'eora26',
  meaning: 'Eora26, such as Eora26_2017_bp.zip: files _T, _FD, _VA, _Q and _QY, and labels_T.txt and others',
  provider: 'Eora',
  tolerance: 0.2,
  async read(input, builder, options) {
    const files = findFiles(input);
    input.expect([files.t, files.fd, files.va, files.q, files.qy, ...Object.values(files.labels)]);
    const sectors = await readLabels(input, files.labels.t);
    const demand = await readLabels(input, files.labels.fd);
    builder.begin({ axis: sectors.axis, currency: 'USD', multiple: 1000, year: findYear(input, options) });
    const columns = sectors.all;
    const balance = { added: new Float64Array(sectors.kept.length), leftOut: 0 };
    await readFlows(input, builder, { file: files.t, sectors, balance });
    const y = await readKept(input, files.fd, { rows: sectors, columns: demand });
    builder.addDemand(demand.axis, y.values);
    balance.leftOut += y.leftOut;
    await readValueAdded(input, files, { columns, kept: sectors.kept, added: balance.added });
    builder.stateValueAdded({ file: files.va.path, values: balance.added });
    if (balance.leftOut > 0) builder.leaveOut(DISCREPANCY, balance.leftOut);
    const stressors = await readStressorLabels(input, files.labels.q);
    const all = { all: stressors.names, kept: stressors.names.map((_, at) => at) };
    builder.addStressors(
      'F',
      stressors,
      (await readKept(input, files.q, { rows: all, columns: sectors })).values,
    );
    builder.addStressors(
      'F_Y',
      stressors,
      (await readKept(input, files.qy, { rows: all, columns: demand })).values,
    );
  },
};

interface EoraFiles {
  readonly t: SourceFile;
  readonly fd: SourceFile;
  readonly va: SourceFile;
  readonly q: SourceFile;
  readonly qy: SourceFile;
  readonly labels: Readonly<Record<'t' | 'fd' | 'va' | 'q', SourceFile>>;
}

function findFiles(input: TableInput): EoraFiles {
  const data = (name: string): SourceFile =>
    input.require(new RegExp(`(^|/)Eora26_[0-9]{4}_(bp|pp)_${name}\\.txt$`, 'i'), `Eora26_…_${name}.txt`);
  const labels = (name: string): SourceFile =>
    input.require(new RegExp(`(^|/)labels_${name}\\.txt$`, 'i'), `labels_${name}.txt`);
  return {
    ...{ t: data('T'), fd: data('FD'), va: data('VA'), q: data('Q'), qy: data('QY') },
    labels: { t: labels('T'), fd: labels('FD'), va: labels('VA'), q: labels('Q') },
  };
}

/** Names of rows or columns of a file: all, and the indices of those that are not discrepancies. */
interface Kept {
  readonly all: readonly string[];
  readonly kept: readonly number[];
}

/** Reads labels: country, its code, kind, name. */
async function readLabels(input: TableInput, file: SourceFile): Promise<Kept & { readonly axis: Axis }> {
  const [all, kept, rows]: [string[], number[], number[]] = [[], [], []];
  const labels: [string, string][] = [];
  for await (const { cells, row } of readTextCells(file.path, input.stream(file), {
    separator: '\t',
    mayEndOpen: true,
  })) {
    const [country, code, kind, name] = cells;
    if (name === undefined || cells.slice(4).some((cell) => cell !== ''))
      throw faultIn(file.path, 'shape', `expected country, code, kind and name, got ${cells.length} cells`, {
        row,
      });
    if (code !== DISCREPANCY) {
      kept.push(all.length);
      labels.push([code!, name]);
      rows.push(row);
    }
    all.push(`${country!} ${kind!} ${name}`);
  }
  if (labels.length === 0) throw faultIn(file.path, 'truncated', 'the file has no labels', { row: 1 });
  const axis = makeAxis(labels, { file: file.path, rowOf: (at) => rows[at] ?? rows.at(-1)! + 1 });
  return { axis, all, kept };
}

/** Reads stressors: `I-GHG-CO2 emissions (Gg)` and what they are from. */
async function readStressorLabels(
  input: TableInput,
  file: SourceFile,
): Promise<{ readonly names: string[]; readonly units: string[] }> {
  const [names, units]: [string[], string[]] = [[], []];
  for await (const { cells, row } of readTextCells(file.path, input.stream(file), {
    separator: '\t',
    mayEndOpen: true,
  })) {
    const parts = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const unit = parts.map((part) => /\(([^()]*)\)$/.exec(part)?.[1]).find((found) => found !== undefined);
    const name = parts.map((part) => part.replace(/\s*\([^()]*\)$/, '')).join(', ');
    if (name === '') throw faultIn(file.path, 'label', 'the name is empty', { row });
    if (names.includes(name)) throw faultIn(file.path, 'label', `"${name}" is there twice`, { row });
    names.push(name);
    units.push(spellUnit(unit ?? ''));
  }
  return { names, units };
}

function openRows(input: TableInput, file: SourceFile, columns: readonly string[]): Promise<RowTable> {
  return openTextRows(file.path, input.stream(file), {
    ...{ separator: '\t', headerRows: 0, indexColumns: 0, mayTrail: true },
    columns: columns.map((name) => [name]),
  });
}

/** Reads the rows and columns that are kept, and adds up the absolute values of all others. */
async function readKept(
  input: TableInput,
  file: SourceFile,
  { rows, columns }: { readonly rows: Kept; readonly columns: Kept },
): Promise<{ readonly values: Float64Array; readonly leftOut: number }> {
  const width = columns.kept.length;
  checkSize(file.path, rows.kept.length, width);
  const values = new Float64Array(rows.kept.length * width);
  const dropped = columns.all.map((_, at) => at).filter((at) => !columns.kept.includes(at));
  const isKept = new Set(rows.kept);
  let [leftOut, read, written, line] = [0, 0, 0, 0];
  const table = await openRows(input, file, columns.all);
  for await (const { values: row, row: number } of table.rows) {
    line = number;
    if (read === rows.all.length)
      throw faultIn(file.path, 'shape', `there is one row more than the ${read} that have labels`, {
        row: line,
      });
    if (isKept.has(read)) {
      for (const [at, column] of columns.kept.entries()) values[written * width + at] = row[column]!;
      written++;
    } else for (const column of columns.kept) leftOut += Math.abs(row[column]!);
    for (const column of dropped) leftOut += Math.abs(row[column]!);
    read++;
  }
  if (read < rows.all.length)
    throw faultIn(file.path, 'truncated', `the file ends after ${read} rows, expected ${rows.all.length}`, {
      row: line + 1,
    });
  return { values, leftOut };
}

async function readFlows(
  input: TableInput,
  builder: TableBuilder,
  { file, sectors, balance }: { file: SourceFile; sectors: Kept; balance: { leftOut: number } },
): Promise<void> {
  const { values, leftOut } = await readKept(input, file, { rows: sectors, columns: sectors });
  balance.leftOut += leftOut;
  builder.addFlows(values);
}

/** Adds up the value added of each sector. */
async function readValueAdded(
  input: TableInput,
  { va, labels }: EoraFiles,
  { columns, kept, added }: { columns: readonly string[]; kept: readonly number[]; added: Float64Array },
): Promise<void> {
  let expected = 0;
  for await (const _ of readTextCells(labels.va.path, input.stream(labels.va), {
    separator: '\t',
    mayEndOpen: true,
  }))
    expected++;
  let read = 0;
  const table = await openRows(input, va, columns);
  for await (const { values } of table.rows) {
    for (const [at, column] of kept.entries()) added[at]! += values[column]!;
    read++;
  }
  if (read === expected) return;
  const code = read < expected ? 'truncated' : 'shape';
  throw faultIn(va.path, code, `the file has ${read} rows, expected ${expected} as labels_VA.txt names`, {
    row: read + 1,
  });
}
