import { Option, type Command } from 'commander';
import { DATASETS, type DatasetName } from '../../../engine/datasets/dataset.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { importDataset } from '../../inputs/import-dataset.ts';
import type { Imported } from '../../../tables/dataset-table.ts';
import { findTableType, TABLE_TYPES } from '../../../tables/open-table.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { describeDocument } from '../../inputs/matrix-document.ts';
import { readMapping } from '../../options/table-mapping.ts';
import type { NumberStyle } from '../../../tables/number-cell.ts';
import { FORMULA_MODES, type FormulaMode } from '../../../tables/xlsx-table.ts';

interface ImportOptions extends CommonOptions {
  readonly dataset: DatasetName;
  readonly output?: string;
  readonly provider: string;
  readonly licence: string;
  readonly title?: string;
  readonly sourceUrl?: string;
  readonly published?: string;
  readonly map?: string[];
  readonly set?: string[];
  readonly mapping?: string;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  readonly thousands?: string;
  readonly sheet?: string;
  readonly formulas: FormulaMode;
  readonly document?: string[];
}

const HELP = `
Datasets: ${Object.entries(DATASETS)
  .map(([name, { number, meaning }]) => `\n  ${name.padEnd(9)} ${number}  ${meaning}`)
  .join('')}

Reads CSV, XLSX, JSON (an array of objects) or Parquet, checks every row and lists all that is wrong by row and column.
Columns are named as the members of an entry: key, value, unit, from, until (ISO days, until being the first day after; or
period: 2023, 2023-Q2, 2023-05), detail (JSON) and detail.row, detail.fuel and so on; others are mapped. In --set key=…
{Column} stands for the cell of a column, {row} for the number of the row; a column that serves only there is passed over by
--map Column=. Members that are lists, such as detail.gases, have blanks or semicolons between. Numbers are read digit by
digit. Units may be written as people do (MWh, tce, kgCO2/kWh, short ton) and become UCUM, exactly; mt is refused, since it
means two things.

The dataset file (.ndjson) has one entry a line, {key, value, unit, from, until, detail}, the entry source last: title,
provider, licence, media type, size and SHA-256 of the table. ledger account, record build --entries and the other dataset
commands take it. Without --output the table is only checked.

--document names the description of a document that is too large for rows, {"file", "key", "matrix", "shape", "regions",
"sectors", "stressors", "currency"}: its size and SHA-256 stand in an entry beside the rows.

Exit codes: 0 done, 2 something is wrong with the table, and nothing was written.

Examples:
  ledger dataset import activity.csv --dataset activity --provider "Example Ltd" --licence internal -o activity.ndjson
  ledger dataset import fuels.xlsx --dataset activity --provider "Example Ltd" --licence internal --map Fuel=detail.fuel \\
    --map Tonnes=value --set unit=t --set detail.row=fuel-use --set "key=fuel/{Fuel}" --set period=2023 --json`;

/** Adds `dataset import <file>`. */
export function addDatasetImportCommand(dataset: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  dataset
    .command('import')
    .description('read a table as a dataset, checked row by row')
    .argument('<file>', 'table: .csv, .tsv, .xlsx, .json or .parquet')
    .addOption(
      new Option('--dataset <name>', 'which it is').choices(Object.keys(DATASETS)).makeOptionMandatory(),
    )
    .requiredOption('--provider <name>', 'who gives the data out')
    .requiredOption('--licence <text>', 'under which licence, such as CC-BY-4.0')
    .option('--title <text>', 'what the document is (else the name of the file)')
    .option('--source-url <url>', 'where the document is')
    .option('--published <text>', 'when it was published')
    .option('--map <column=member>', 'where a column goes; again for each', many)
    .option('--set <member=text>', 'what stands in every row; again for each', many)
    .option('--mapping <file>', 'both as JSON: {"columns": {"Fuel": "detail.fuel"}, "set": {"unit": "t"}}')
    .option('--delimiter <mark>', 'what separates columns of CSV (else found out)')
    .option('--decimal-comma', 'decimals begin with a comma')
    .option('--thousands <mark>', 'mark between thousands')
    .option('--sheet <name>', 'sheet of a workbook')
    .addOption(new Option('--formulas <how>', 'of a workbook').choices(FORMULA_MODES).default('refuse'))
    .option('--document <description>', 'a large matrix beside the rows; again for each', many)
    .option('-o, --output <file>', 'dataset file to write, .ndjson')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: ImportOptions) => runImport(context, file, options));
}

async function runImport({ terminal }: CommandContext, file: string, options: ImportOptions): Promise<void> {
  const { dataset, output = null, provider, licence, sourceUrl, published, sheet, formulas } = options;
  if (output !== null && !output.endsWith('.ndjson'))
    throw new UsageError('option', `${output}: a dataset file ends in .ndjson`);
  if (findTableType(file) === null)
    throw new UsageError('option', `${file}: a table ends in ${Object.keys(TABLE_TYPES).join(', ')}`);
  const documents = await Promise.all(
    (options.document ?? []).map((path) => describeDocument(terminal, path)),
  );
  const imported = await importDataset(
    terminal,
    output,
    {
      file: openTableFile(terminal, file),
      dataset,
      mapping: await readMapping(terminal, options.mapping, options),
      table: { delimiter: readDelimiter(options.delimiter), sheet, formulas },
      style: readStyle(options),
      source: {
        title: options.title ?? file.replace(/^.*[\\/]/, ''),
        provider,
        licence,
        url: sourceUrl,
        published,
      },
      documents,
    },
    (rows) => printProgress(terminal, options.json, `${rows} rows`),
  );
  printResult(terminal, options.json, { ...imported, output }, describe(imported, output));
}

function readDelimiter(text: string | undefined): string | undefined {
  if (text === '\\t' || text === 'tab') return '\t';
  if (text === undefined || text.length === 1) return text;
  throw new UsageError('option', `--delimiter wants one character, or tab: ${text}`);
}

function readStyle({ decimalComma, thousands: mark }: ImportOptions): NumberStyle {
  const thousands = mark ?? null;
  const decimal = decimalComma === true ? ',' : '.';
  if (thousands !== null && (thousands.length !== 1 || /[0-9+-]/.test(thousands) || thousands === decimal))
    throw new UsageError(
      'option',
      `--thousands wants one mark that is no digit, sign or decimal mark: ${thousands}`,
    );
  return { decimal, thousands };
}

function describe({ rows, source }: Imported, output: string | null): string {
  return [
    `rows    ${rows}, all in order`,
    `source  ${source.mediaType}, ${source.size} bytes, SHA-256 ${source.sha256}`,
    output === null ? 'nothing written: no --output' : `written to ${output}`,
  ].join('\n');
}
