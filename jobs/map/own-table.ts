import { readCsvTable } from '../../tables/csv-table.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';
import { readAsItStands } from '../../tables/layout/lay-table.ts';
import { mapPlainList } from '../../tables/plain-list.ts';
import { createTableFile, type TableFile } from '../../tables/table-file.ts';
import { listNamesOfColumns } from '../import/column-names.ts';
import { isMostly, isNumber, withStated } from './choice-parts.ts';
import { formatChoiceReason } from './choice-reasons.ts';
import { findOpenCell, findOpenMapping } from './find-open.ts';
import { inspectFile } from '../import/read-table.ts';
import { cleanMapping, fitMapping } from '../import/table-mapping.ts';
import type { Inspected } from '../import/table-request.ts';
import { readRecorded } from './read-recorded.ts';
import type {
  Reading,
  TableCandidate,
  TableChoice,
  TableContext,
  TableRead,
  TableState,
} from './table-choice.ts';

/** A table is asked about so many times. */
const MOST_STEPS = 400;
/** Columns that a table of entries has. */
const NEEDED = ['key', 'value', 'unit'];

/** Whether a file is a table of a company's own, and no dataset: a workbook, or a CSV without the columns of entries. */
export async function isOwnTable(file: TableFile): Promise<boolean> {
  if (/\.(?:xlsx|tsv|parquet)$/iu.test(file.name)) return true;
  if (!/\.csv$/iu.test(file.name)) return false;
  const columns = await readHeader(file);
  return columns === null || !isOfEntries(file.name, columns);
}

/** Whether a table has the columns of entries, or of a list that is read as such. */
function isOfEntries(file: string, columns: readonly string[]): boolean {
  return mapPlainList(file, columns) !== null || NEEDED.every((member) => columns.includes(member));
}

/** Returns the columns of a CSV whose header is its first row; null where it cannot be read so. */
async function readHeader({ name, stream }: TableFile): Promise<readonly string[] | null> {
  const bytes = stream()[Symbol.asyncIterator]();
  try {
    const raw = await readCsvTable(
      name,
      { [Symbol.asyncIterator]: () => bytes },
      { delimiter: ',', isStrict: true },
    );
    return (await readAsItStands(name, raw)).columns;
  } catch (error) {
    if (error instanceof DatasetRefused) return null;
    throw error;
  } finally {
    // No row is read, so that nothing else closes the file.
    await bytes.return?.();
  }
}

/**
 * Reads a table of a company's own: what needs no judgement is decided, and candidates with these names are accepted. What is still open is
 * proposed, and then no row is read.
 * @throws DatasetRefused where a cell is wrong that no choice makes right
 */
export async function readOwnTable(
  file: File,
  context: TableContext,
  names: readonly string[] = [],
): Promise<TableRead> {
  const inspected = await inspectFile(file, context.dataset, undefined);
  const reading = { sheet: inspected.sheet, mapping: inspected.mapping, style: null };
  return settle({ file, inspected, names: await listAllNames(file, inspected), reading }, [], context, names);
}

/** Reads a table on, with a candidate for what it leaves open. @throws DatasetRefused */
export async function takeCandidate(
  read: TableRead,
  candidate: TableCandidate,
  context: TableContext,
  names: readonly string[] = [],
): Promise<TableRead> {
  const state = await applyReading(read, candidate.reading, context);
  return settle(state, [...read.taken, candidate], context, names);
}

async function settle(
  begun: TableState,
  accepted: readonly TableCandidate[],
  context: TableContext,
  names: readonly string[],
): Promise<TableRead> {
  let state = begun;
  const taken = [...accepted];
  for (let step = 0; step < MOST_STEPS; step++) {
    const found = await findOpen(state, context);
    if ('entries' in found) return { ...state, ...found, taken, open: null };
    const isAgain = taken.some(({ name }) => name.startsWith(`${state.file.name}#${found.about}=`));
    const named = isAgain ? undefined : findAccepted(found, state, names);
    const next = named ?? (found.isSure ? found.candidates[0] : undefined);
    if (next === undefined) return { ...state, taken, open: found, entries: [], findings: [] };
    if (named !== undefined) taken.push(named);
    state = await applyReading(state, next.reading, context);
  }
  throw new DatasetRefused(begun.file.name, []);
}

/** Returns the candidate that was accepted by its name, or the text that was stated by the name of the choice; undefined where neither was. */
function findAccepted(
  { candidates, about, stated }: TableChoice,
  state: TableState,
  names: readonly string[],
): TableCandidate | undefined {
  const named = candidates.find(({ name }) => names.includes(name));
  if (named !== undefined || stated === null) return named;
  const before = `${state.file.name}#${about}=`;
  const name = names.find((each) => each.startsWith(before) && each.length > before.length);
  if (name === undefined) return undefined;
  const reading = withStated(state, stated, name.slice(before.length));
  return { name, reason: formatChoiceReason('stated'), reading };
}

/** Returns the names in the columns of texts. */
async function listAllNames(file: File, inspected: Inspected): Promise<TableState['names']> {
  const columns = inspected.columns.filter((column, at) => {
    const sample = inspected.sample.map(({ cells }) => cells[at] ?? '').filter((text) => text !== '');
    return column !== '' && !isMostly(sample, isNumber);
  });
  const found = await listNamesOfColumns(createTableFile(file.name, file), inspected, columns);
  return new Map([...found].map(([column, { names }]) => [column, names.map(({ name }) => name)]));
}

/** Returns the first thing that a table leaves open, or its rows. @throws DatasetRefused */
async function findOpen(
  state: TableState,
  context: TableContext,
): Promise<TableChoice | Pick<TableRead, 'entries' | 'findings'>> {
  const open = findOpenMapping(state, context);
  if (open !== null) return open;
  const { file, inspected, reading } = state;
  const mapping = cleanMapping(inspected, reading.mapping);
  const answer = await readRecorded(file, context.dataset, { ...reading, mapping });
  if (answer.isValid) return { entries: answer.entries, findings: answer.findings };
  for (const problem of answer.problems) {
    const choice = findOpenCell(state, problem);
    if (choice !== null) return choice;
  }
  throw new DatasetRefused(file.name, answer.problems, answer.total, answer.groups);
}

/** Returns a table with another reading. Where that names a column that had become rows, the table is looked into again. */
async function applyReading(
  state: TableState,
  reading: Reading,
  { dataset }: TableContext,
): Promise<TableState> {
  const { file, inspected } = state;
  const values = Object.entries(reading.mapping.columns).filter(
    ([column, member]) => member !== '' && inspected.spread.includes(column),
  );
  if (values.length === 0) return { ...state, reading };
  const given = { columns: Object.fromEntries(values), set: reading.mapping.set };
  const found = await inspectFile(file, dataset, reading.sheet ?? undefined, given);
  const again = { ...reading, mapping: fitMapping(found, given).mapping };
  return { file, inspected: found, names: await listAllNames(file, found), reading: again };
}
