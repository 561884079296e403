import type { JsonObject } from '../core/encoding/json.ts';
import type { UnsaltedEntry } from '../core/records/entry.ts';
import type { DatasetName } from '../engine/datasets/dataset.ts';
import { DatasetChecker } from '../engine/datasets/validate.ts';
import { watchRows } from '../engine/datasets/warning.ts';
import type { DetailOf } from '../engine/rows/row-detail.ts';
import type { Caution } from '../engine/rows/checks/judge-table.ts';
import type { InputEntry } from '../engine/rows/input.ts';
import { CheckedRows } from './checked-rows.ts';
import { type Mapping, planColumns } from './column-plan.ts';
import { CorrectedCells, type Correction } from './corrected-cells.ts';
import { type HashedBytes, hashFile } from './hash-bytes.ts';
import { type Finding, Findings, wrongFirst } from './layout/finding.ts';
import type { StatedTotal } from './layout/total-check.ts';
import { JudgedActivities, TableRefused } from './judge-activities.ts';
import type { NamesFound } from './watched-names.ts';
import type { TableTotal } from './table-totals.ts';
import { resolveLists } from './join-lists.ts';
import { findTableType, openTable, type TableOptions } from './open-table.ts';
import { completeMapping } from './suggest-mapping.ts';
import { refuseTable, type TableWarnings } from './cells/table-problem.ts';
import type { TableFile } from './table-file.ts';

type SourceDetail = DetailOf<'source'>;

/** A table, and all that is needed to import it as a dataset. */
export interface ImportPlan {
  readonly file: TableFile;
  readonly dataset: DatasetName;
  readonly mapping: Mapping;
  readonly table: Omit<TableOptions, 'mapping'>;
  /** What the entry `source` says about the document, in addition to its hash. */
  readonly source: Pick<SourceDetail, 'title' | 'provider' | 'licence' | 'url' | 'published'>;
  /** Cells that count by another text. The entry `source` names them. */
  readonly corrections?: readonly Correction[];
  /** Entries that describe documents other than the table. */
  readonly documents: readonly UnsaltedEntry[];
  /** The entries of an earlier dataset, such as last year's, with which activities are compared. */
  readonly earlier?: readonly InputEntry[];
}

/** The result of an import. */
export interface Imported {
  readonly rows: number;
  readonly source: SourceDetail;
  /** What was read differently from the file. */
  readonly findings: readonly Finding[];
  /** Values of valid rows that are worth a look. */
  readonly warnings: TableWarnings;
  /** Names that are one, or may be. */
  readonly names: NamesFound;
  /** What the activities add up to. */
  readonly totals: readonly TableTotal[];
  /** The totals that the table itself states. */
  readonly stated: readonly StatedTotal[];
  /** What a run would say of the activities. */
  readonly cautions: readonly Caution[];
  /** Whether totals and cautions are there: a table with more than 200,000 activities is only judged by a run. */
  readonly isJudged: boolean;
}

/** Receives the entries and the progress of an import. */
export interface ImportEvents {
  /** Takes the next entries of the dataset; `writeLines` writes lines of them. It is not called again after the first problem. */
  write(entries: readonly UnsaltedEntry[]): Promise<void>;
  /** Called every 10,000 rows with the number of rows read. */
  onRows(count: number): void;
  /** Stops the import, which then throws its reason. */
  readonly signal?: AbortSignal | undefined;
}

const REPORT_EVERY = 10_000;

/**
 * Reads a table as a dataset, checks every row, and gives out the entries of its file, the entry `source` last. After an error the caller
 * discards what was written.
 * @throws DatasetRefused with all problems
 */
export async function importTable(
  plan: ImportPlan,
  { write, onRows, signal }: ImportEvents,
): Promise<Imported> {
  const { name } = plan.file;
  const table = await openTable(plan.file, { ...plan.table, mapping: plan.mapping });
  const given = await resolveLists(plan.file, plan.mapping);
  const mapping = completeMapping(table.columns, given, plan.dataset, table.apart);
  const columns = planColumns(name, table, mapping);
  const checked = new CheckedRows(columns, table.style, new DatasetChecker(plan.dataset), watchRows());
  const corrected = new CorrectedCells(table.columns, plan.corrections ?? []);
  const activities = new JudgedActivities();
  // Before the rows take its place, memory has room for the bytes.
  const hashed = await hashFile(plan.file);
  let reported = 0;
  for await (const rows of table.rows) {
    signal?.throwIfAborted();
    const entries = checked.read(corrected.apply(rows));
    activities.add(entries);
    if (checked.isFaultless) await write(entries);
    if (checked.rows - reported < REPORT_EVERY) continue;
    reported = checked.rows - (checked.rows % REPORT_EVERY);
    onRows(reported);
  }
  if (checked.rows === 0) throw refuseTable(name, 'table', 'the table has no rows');
  const source = describeSource(plan, hashed, corrected.applied);
  const documents = [...plan.documents, entryOfSource(source)];
  checked.add(documents);
  const read = [...table.findings.list(), ...checked.findings];
  if (!checked.isFaultless) {
    const findings = read.filter(({ isWrong }) => isWrong);
    const doubts = { findings, cautions: activities.judgeSome(), names: checked.names };
    throw new TableRefused(name, checked.problems, doubts);
  }
  await write(documents);
  return {
    ...{ rows: checked.rows, source, warnings: checked.warnings, stated: table.stated() },
    names: checked.names,
    ...{ totals: activities.totals, isJudged: activities.isJudged, cautions: activities.judge(plan.earlier) },
    findings: [...read, ...listMapped(plan.mapping, mapping)].sort(wrongFirst),
  };
}

/** Returns which members, lists and keys the file itself gave, beside the mapping of the user. */
function listMapped(given: Mapping, { columns, set }: Mapping): readonly Finding[] {
  const findings = new Findings();
  for (const [name, member] of Object.entries(columns))
    if (!(name in given.columns))
      findings.add('columns-by-name', null, `${name}: ${member === '' ? 'key' : member}`);
  for (const { column, sheet, columns: said } of given.joins ?? []) {
    const parts = Object.entries(said).map(([name, member]) => `${name}: ${member}`);
    findings.add('lists-joined', null, `${column}: ${sheet} (${parts.join(', ')})`);
  }
  if (set['key'] !== undefined && !('key' in given.set)) findings.add('keys-made', null, set['key']);
  return findings.list();
}

/** Returns lines of a dataset file: one checked entry a line, as JSON. */
export function writeLines(entries: readonly UnsaltedEntry[]): string {
  let text = '';
  for (const entry of entries) text += writeLine(entry);
  return text;
}

/** Checked keys, values and units have no character that JSON escapes. */
function writeLine({ key, value, unit, from, until, detail }: UnsaltedEntry): string {
  const quoted = value === null ? 'null' : `"${value}"`;
  const inner = JSON.stringify(detail);
  return `{"key":"${key}","value":${quoted},"unit":"${unit}","from":${from},"until":${until},"detail":${inner}}\n`;
}

function describeSource(
  { file, dataset, source: given }: ImportPlan,
  { size, sha256 }: HashedBytes,
  corrections: readonly Correction[],
): SourceDetail {
  const { url, published, ...others } = given;
  return {
    row: 'source',
    dataset,
    ...others,
    ...(url === undefined ? {} : { url }),
    ...(published === undefined ? {} : { published }),
    mediaType: findTableType(file.name)!,
    size,
    sha256,
    ...(corrections.length === 0 ? {} : { custom: { corrections: corrections.map(dropUndefined) } }),
  };
}

function entryOfSource(source: SourceDetail): UnsaltedEntry {
  return { key: 'source', value: null, unit: '', from: 0, until: 0, detail: { ...source } as JsonObject };
}

/** A correction as JSON can hold it. */
function dropUndefined({ sheet, ...others }: Correction): JsonObject {
  return sheet === undefined ? others : { sheet, ...others };
}
