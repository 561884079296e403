import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, Argument } from 'commander';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';
import { parseNumber } from '../../options/domain-options.ts';
import { readDataset } from '../../inputs/dataset-inputs.ts';
import { describeTable, reportReading, summariseTable } from '../../output/publisher-table-text.ts';
import { printProgress, printResult } from '../../output/print.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { attemptWrite, checkNewFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { findPublisherFormat, PUBLISHER_FORMATS } from '../../../tables/mrio/publishers/formats.ts';
import {
  DATASET_FILE,
  type ImportedTable,
  importTable,
  type TablePlan,
} from '../../../tables/mrio/import-table.ts';
import { type GasList, readGasList } from '../../../tables/mrio/gas-list.ts';
import { openTableSource, type TableSource } from '../../../tables/mrio/source-folder.ts';

interface TableOptions extends CommonOptions, ReaderOptions {
  readonly out: string;
  readonly licence: string;
  readonly provider?: string;
  readonly title?: string;
  readonly sourceUrl?: string;
  readonly published?: string;
  readonly year?: string;
  readonly accounts?: string[];
  readonly previous?: string;
  readonly acceptMissing?: string[];
  readonly tolerance?: string;
  readonly gases?: string;
}

const HELP = `
Formats: ${PUBLISHER_FORMATS.map(({ name, meaning }) => `\n  ${name.padEnd(9)} ${meaning}`).join('')}

Reads a multi-region input-output table as its publisher distributes it: a folder, a zip
archive or one file. Nothing is unpacked. Writes a new folder with one document for each
matrix (Z.parquet, Y.parquet, F.parquet, F_Y.parquet) and the dataset file ${DATASET_FILE},
which names them by their hashes and states the source with its hash. The same table gives the
same documents on every machine.

Every cell, label and shape is checked, and the output of each sector by rows against the
output that the table states, and by columns where it states value added. --tolerance is the
largest accepted difference, over the output or over the mean output of all sectors. An error
names file, row and column; then nothing is written. Sectors that differ by more than that over
their own output or buy as much as they sell, and regions that look exchanged, are listed.

--gases names a CSV file of rows stressor-gas, which say which gas each stressor is: stressors of
one gas then add up. The dataset gets its rows about stressors of the table. For exiobase the
list of the starter data is taken. Where a table has no emissions, as those of oecd, wiod and
figaro, state your own in a dataset beside it: rows sector-stressor and demand-stressor.

Values stay as they are published. Slashes in names become underscores. Units of stressors
become UCUM where that needs no factor; else they are counted things, such as {1000-p}.

--previous names the last version of the same stream. A table that lacks one of its matrices,
regions, sectors, categories or stressors is refused, unless --accept-missing names it; the
entry "reading" of the dataset says so.

Exit codes: 0 done, 2 the table has a problem, 130 interrupted; then nothing was written.

Examples:
  ledger dataset table exiobase IOT_2019_ixi.zip --licence CC-BY-SA-4.0 --out exiobase-2019
  ledger dataset table oecd ICIO2021_2018.csv --licence "OECD terms" --out icio-2018 \\
    --previous icio-2017/${DATASET_FILE} --accept-missing region/ROU --json`;

/** Adds `dataset table <format> <path>`. */
export function addDatasetTableCommand(dataset: Command, context: CommandContext): void {
  const command = dataset
    .command('table')
    .description("read a publisher's multi-region table as documents and a dataset")
    .addArgument(
      new Argument('<format>', 'one of the formats below').choices(PUBLISHER_FORMATS.map(({ name }) => name)),
    )
    .argument('<path>', 'folder, .zip archive or file of the table')
    .requiredOption('--out <folder>', 'new folder for documents and dataset')
    .requiredOption('--licence <text>', 'licence of the table, such as CC-BY-SA-4.0')
    .option('--provider <name>', 'who publishes it (else as the format says)')
    .option('--title <text>', 'title of the table (else its name)')
    .option('--source-url <url>', 'where it was published')
    .option('--published <text>', 'when it was published')
    .option('--year <year>', 'year of the table (else from its name, which it must not contradict)')
    .option('--accounts <name...>', 'folders of environmental accounts to read (else all)')
    .option('--gases <file>', 'CSV of rows stressor-gas (for exiobase else that of the starter data)')
    .option('--tolerance <ratio>', 'largest accepted difference of output (else as the format says)')
    .option('--previous <dataset>', 'last version: dataset file, record file or record id')
    .option('--accept-missing <name...>', 'accounts of the last version that may be missing');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((format: string, path: string, options: TableOptions) =>
      readTable(context, format, path, options),
    );
}

async function readTable(
  { terminal, endWith }: CommandContext,
  name: string,
  path: string,
  options: TableOptions,
): Promise<void> {
  checkNewFile(terminal, options.out);
  const source = await openSource(terminal, path);
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    const plan = await planTable(terminal, { name, source, options });
    const onBytes = reportReading(terminal.now, (text) => printProgress(terminal, options.json, text));
    const imported = await writeFolder(terminal, options.out, (folder) =>
      importTable(plan, folder, { signal: ending.signal, onBytes }),
    );
    const value = summariseTable(imported, options.out);
    printResult(terminal, options.json, value, describeTable(imported, options.out));
  } catch (error) {
    if (!ending.signal.aborted || error !== ending.signal.reason) throw error;
    terminal.writeErr('interrupted; nothing was written\n');
    endWith('signalled');
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    source.close();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function openSource(terminal: Terminal, path: string): Promise<TableSource> {
  try {
    return await openTableSource(resolve(terminal.cwd, path));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new UsageError('file-unreadable', `cannot read ${path}: ${cause.message}`, cause);
  }
}

async function planTable(
  terminal: Terminal,
  { name, source, options }: { name: string; source: TableSource; options: TableOptions },
): Promise<TablePlan> {
  const format = findPublisherFormat(name)!;
  const { acceptMissing = [], previous } = options;
  if (acceptMissing.length > 0 && previous === undefined)
    throw new UsageError('option', '--accept-missing needs --previous: the version that has these accounts');
  const earlier = previous === undefined ? null : await readDataset(terminal, previous, options);
  return {
    format,
    source,
    about: {
      title: options.title ?? source.name,
      provider: options.provider ?? format.provider,
      licence: options.licence,
      url: options.sourceUrl,
      published: options.published,
    },
    options: {
      year: options.year === undefined ? null : parseNumber(options.year, '--year'),
      accounts: options.accounts ?? null,
    },
    tolerance: options.tolerance === undefined ? null : parseTolerance(options.tolerance),
    previous: earlier,
    acceptMissing,
    gases: await openGases(terminal, options.gases, format.gases),
  };
}

/** The folder of the starter data of this program. A package has the lists of gases alone. */
const DATA = resolve(import.meta.dirname, '../../../data');

/** Returns the list of gases that is named, else that of the format, where the program has it. */
async function openGases(
  terminal: Terminal,
  named: string | undefined,
  ofFormat: string | undefined,
): Promise<GasList | null> {
  const path = named ?? ofFormat;
  if (path === undefined) return null;
  const full = named === undefined ? join(DATA, path) : resolve(terminal.cwd, path);
  if (named === undefined && !existsSync(full)) return null;
  try {
    return await readGasList(basename(full), await readFile(full), named !== undefined);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new UsageError('file-unreadable', `cannot read ${path}: ${cause.message}`, cause);
  }
}

function parseTolerance(text: string): number {
  if (/^[0-9]{1,3}(\.[0-9]{1,15})?$/.test(text)) return Number(text);
  throw new UsageError('option', `--tolerance needs a decimal such as 0.001, got ${text}`);
}

/** Fills a new folder. It has its name only when it is complete. */
async function writeFolder(
  terminal: Terminal,
  out: string,
  write: (folder: string) => Promise<ImportedTable>,
): Promise<ImportedTable> {
  const full = resolve(terminal.cwd, out);
  const fresh = join(dirname(full), `.${basename(full)}.${randomUUID()}.new`);
  await attemptWrite(out, () => mkdir(fresh, { recursive: true }));
  try {
    const imported = await write(fresh);
    checkNewFile(terminal, out);
    await attemptWrite(out, () => rename(fresh, full));
    return imported;
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const code =
      cause.path?.startsWith(fresh) === true || cause.syscall === 'write'
        ? 'file-unwritable'
        : 'file-unreadable';
    throw new UsageError(code, cause.message, cause);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'syscall' in cause;
}
