import { Option, type Command } from 'commander';
import { DATASETS, type DatasetName } from '../../../engine/datasets/dataset.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { formatFindings } from '../../output/findings-text.ts';
import { formatNames } from '../../output/names-text.ts';
import { formatTableTotals } from '../../output/table-totals.ts';
import { formatTableWarnings } from '../../output/table-warnings.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { readDataset } from '../../inputs/dataset-inputs.ts';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';
import { importDataset } from '../../inputs/import-dataset.ts';
import type { Imported } from '../../../tables/dataset-table.ts';
import { findTableType, TABLE_TYPES } from '../../../tables/open-table.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { describeDocument } from '../../inputs/matrix-document.ts';
import { addJoins, readMapping } from '../../inputs/table-mapping.ts';
import type { NumberStyle } from '../../../tables/cells/number-cell.ts';

interface ImportOptions extends CommonOptions, ReaderOptions {
  readonly dataset: DatasetName;
  readonly output?: string;
  readonly provider: string;
  readonly licence: string;
  readonly title?: string;
  readonly sourceUrl?: string;
  readonly published?: string;
  readonly map?: string[];
  readonly set?: string[];
  readonly lookup?: string[];
  readonly value?: string[];
  readonly join?: string[];
  readonly leaveOut?: string[];
  readonly reverse?: boolean;
  readonly mapping?: string;
  readonly previous?: string;
  readonly fiscalYearFrom?: string;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  readonly thousands?: string;
  readonly sheet?: string;
  readonly document?: string[];
}

const HELP = `
Datasets: ${Object.entries(DATASETS)
  .map(([name, { number, meaning }]) => `\n  ${name.padEnd(9)} ${number}  ${meaning}`)
  .join('')}

Reads CSV, XLSX, JSON (an array of objects) or Parquet. Checks every row and lists every
problem with its row and column.

A table may be as people keep it: with titles above the header, a row of units, months or fuels in
columns, totals, notes, merged and hidden cells. What is read differently from the file is listed,
and totals are compared with the rows that they add up. Columns of months become the columns
period and value; columns with units become carrier, value and unit.
Rows that say that they are a part of the row above (thereof, 其中) are left out, and a pivot table is
read by its sums: their names become the column Section.
--sheet reads several sheets as one table, with the column Sheet: those that it names, or with
"all" those with amounts and times. Covers and lists are left out and named.

Columns have the names of the members of an entry:
  key, value, unit
  plus, minus   amounts that are added to value, or subtracted from it; any number of columns
  per           what the unit is per: unit kgCO2e and per t are kgCO2e/t
  from, until   ISO days; until is the first day after the period
  last          instead of until: the last day of the period
  days          beside one of these: how many days the period has
  period        instead of from and until: 2023, 2023-Q2 or 2023-05, also as people write it:
                Jan-23, 2023年5月, Q2 2023; FY2023/24 with --fiscal-year-from
  detail        a JSON object; or one column for each member: detail.row, detail.fuel, …
Columns with names that say what they hold, such as Fuel, Site, Quantity or 单位, are taken by
their names, which is listed. Give other columns a member with --map. In a text of --set write {Column} for the cell of a
column, as in "detail.heldBy=urn:example:{Held by}", and in that of key also {row} for the number of the row; skip a column that
is only used there with --map Column=.
ledger dataset propose writes a mapping with all columns of a table, to fill in.
--join names a sheet of the same workbook about the names in a column, such as a list of sites: of its
columns, those are taken whose names and cells say what they are. Names of countries become codes.
--lookup names a table about the names in a column: its first column has the names, the others
members, such as country, facility or detail.fuel. A name that it does not have is refused, with
the names that are most alike. --value corrects one cell wherever it occurs. Spellings such as Leeds, LEEDS and "Leeds " are one name.
A member that its row type does not have is refused. Keep what no method reads in detail.custom,
such as --map Site=detail.custom.site.
Separate the items of lists, such as detail.gases, by blanks or semicolons. Numbers are read
digit by digit; those of a workbook are rounded to 15 digits, as Excel computes. Common spellings
of units (MWh, tce, kgCO2/kWh, short ton) are converted to UCUM exactly; mt is refused because it
has two meanings.

The dataset file (.ndjson) has one entry per line: {key, value, unit, from, until, detail}. The
last one is the entry "source": title, provider, licence, media type, size and SHA-256 of the
table. Use the file with ledger compute, record build --entries and the other dataset
commands. Without --output the table is only checked.

--document names the description of a document that is too large for rows: {"file", "key",
"matrix", "shape", "regions", "sectors", "stressors", "currency"}. The dataset gets one more
entry with the size and SHA-256 of the document.

The record will hold only size and SHA-256 of table and documents. Once it is registered, send
the files themselves with ledger document send, if its readers should have them.

Before anything is signed, the activities are added up by kind, place and unit, beside the totals
that the table states, and judged as a run judges them: months without a row, amounts that count
twice or are unlike their series, totals among rows, and with --previous amounts unlike those of
the year before. JSON has the totals by month.

Values outside the range that published sources give for a row type, and masses in Mt (a
million tonnes), are listed with their source. They are not refused.

Exit codes: 0 done, 2 the table has a problem, and nothing was written.

Examples:
  ledger dataset import activity.csv --dataset activity --provider "Example Ltd" \\
    --licence internal -o activity.ndjson
  ledger dataset import fuels.xlsx --dataset activity --provider "Example Ltd" \\
    --licence internal --map Fuel=detail.fuel --map Tonnes=value --set unit=t \\
    --set detail.row=fuel-use --set detail.category=1.A.2 --set detail.geography=CN \\
    --set "key=fuel/{Fuel}" --set period=2023 --json`;

/** A line of progress for so many rows. */
const REPORT_EVERY = 100_000;

/** Adds `dataset import <file>`. */
export function addDatasetImportCommand(dataset: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  const command = dataset
    .command('import')
    .description('import a table as a dataset, checked row by row')
    .argument('<file>', 'table: .csv, .tsv, .xlsx, .json or .parquet')
    .addOption(
      new Option('--dataset <name>', 'which of the datasets above')
        .choices(Object.keys(DATASETS))
        .makeOptionMandatory(),
    )
    .requiredOption('--provider <name>', 'who publishes the data')
    .requiredOption('--licence <text>', 'its licence, such as CC-BY-4.0')
    .option('--title <text>', 'title of the document (else the name of the file)')
    .option('--source-url <url>', 'where the document was published')
    .option('--published <text>', 'when it was published')
    .option('--map <column=member>', 'member that a column holds; repeat for each column', many)
    .option('--set <member=text>', 'value of a member in every row; repeat for each member', many)
    .option(
      '--lookup <column=file>',
      'table of what the names in a column mean; repeat for each column',
      many,
    )
    .option('--value <column:cell=text>', 'what cells of a column are read as: Unit:kgs=kg; repeatable', many)
    .option(
      '--join <column=sheet>',
      'sheet of the workbook with what the names in a column are, such as Site=Sites; repeatable',
      many,
    )
    .option('--leave-out <row>', 'row that is left out, or sheet:row; repeatable', many)
    .option('--reverse', 'amounts count with the other sign, as issues from a stock')
    .option('--mapping <file>', 'both as JSON: {"columns": {"Fuel": "detail.fuel"}, "set": {"unit": "t"}}')
    .option(
      '--fiscal-year-from <month>',
      'when fiscal years such as FY2024/25 begin: 04; of names such as FY25: FY25=2024-04',
    )
    .option('--delimiter <mark>', 'character between the columns of CSV (else detected)')
    .option('--decimal-comma', 'the decimal mark is a comma: 1,5 is one and a half (else detected)')
    .option('--thousands <mark>', 'mark between thousands, such as "," (else detected)')
    .option('--sheet <name>', 'sheet of a workbook, several with commas, or all')
    .option('--document <description>', 'description of a large matrix; repeat for each one', many)
    .option('--previous <dataset>', "last year's: dataset file, record file or record id, to compare amounts")
    .option('-o, --output <file>', 'dataset file to write, .ndjson');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: ImportOptions) => runImport(context, file, options));
}

async function runImport({ terminal }: CommandContext, file: string, options: ImportOptions): Promise<void> {
  const { dataset, output = null, provider, licence, sourceUrl, published, sheet, previous } = options;
  if (output !== null && !output.endsWith('.ndjson'))
    throw new UsageError('option', `--output ${output}: the name of a dataset file must end in .ndjson`);
  if (findTableType(file) === null)
    throw new UsageError(
      'option',
      `${file} is not a table: expected a name that ends in ${Object.keys(TABLE_TYPES).join(', ')}`,
    );
  const documents = await Promise.all(
    (options.document ?? []).map((path) => describeDocument(terminal, path)),
  );
  const earlier = previous === undefined ? [] : (await readDataset(terminal, previous, options)).entries;
  const table = { delimiter: readDelimiter(options.delimiter), sheet, style: readStyle(options) };
  const given = await readMapping(terminal, options.mapping, options);
  const opened = openTableFile(terminal, file);
  const imported = await importDataset(
    terminal,
    output,
    {
      ...{ file: opened, dataset, table },
      mapping: await addJoins(opened, given, options.join ?? [], { table, dataset }),
      source: {
        title: options.title ?? file.replace(/^.*[\\/]/, ''),
        provider,
        licence,
        url: sourceUrl,
        published,
      },
      ...{ documents, earlier },
    },
    {
      onRows: (rows) => {
        if (rows % REPORT_EVERY === 0) printProgress(terminal, options.json, `${rows} rows`);
      },
    },
  );
  printResult(terminal, options.json, { ...imported, output }, describe(imported, output));
}

function readDelimiter(text: string | undefined): string | undefined {
  if (text === '\\t' || text === 'tab') return '\t';
  if (text === undefined || text.length === 1) return text;
  throw new UsageError('option', `--delimiter needs one character, or the word tab; got ${text}`);
}

function readStyle({ decimalComma, thousands: mark }: ImportOptions): NumberStyle | null {
  if (decimalComma === undefined && mark === undefined) return null;
  const thousands = mark ?? null;
  const decimal = decimalComma === true ? ',' : '.';
  if (thousands !== null && (thousands.length !== 1 || /[0-9+-]/.test(thousands) || thousands === decimal))
    throw new UsageError(
      'option',
      `--thousands needs one character that is not a digit, a sign or the decimal mark; got ${thousands}`,
    );
  return { decimal, thousands };
}

function describe(imported: Imported, output: string | null): string {
  const { rows, source, findings, warnings } = imported;
  return [
    ...formatFindings(findings),
    ...formatNames(imported.names),
    ...formatTableTotals(imported),
    ...formatTableWarnings(warnings),
    `rows    ${rows}, all valid`,
    `source  ${source.mediaType}, ${source.size} bytes, SHA-256 ${source.sha256}`,
    output === null ? 'nothing written, because --output is not given' : `written to ${output}`,
  ].join('\n');
}
