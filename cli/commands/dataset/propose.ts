import { Option, type Command } from 'commander';
import type { DatasetName } from '../../../client/generated/row-types.ts';
import { listColumnNames } from '../../../jobs/import/column-names.ts';
import { inspectSheets } from '../../../jobs/import/read-table.ts';
import { DATASET_NAMES, listKinds } from '../../../jobs/import/row-types.ts';
import type { Mapping } from '../../../tables/column-plan.ts';
import type { TableOverview } from '../../../tables/inspect-table.ts';
import type { NameList } from '../../../tables/name-lookup.ts';
import type { TableFile } from '../../../tables/table-file.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { printResult } from '../../output/print.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import { writeNewFile } from '../../terminal/files.ts';
import { UsageError } from '../../terminal/usage-error.ts';

interface ProposeOptions extends CommonOptions {
  readonly dataset: DatasetName;
  readonly sheet?: string;
  readonly names?: readonly string[];
  readonly output: string;
}

const HELP = `
Looks into a table as people keep it, and writes what each column may be: the same proposal as in the
portal. Columns that say nothing known are not used, and listed. Of a workbook, all sheets with rows
are read, unless --sheet names some.

--names lists the names in a column in the mapping, each with empty texts for what it may mean: the
kind of row, the fuel and the category. Sheet is a column where several sheets are read. Fill them
in with an editor. What stays empty says nothing. A member that is not there can be added, such as
"unit", "detail.calorific", or "left-out" with a reason.

detail.row is the kind of row, which are listed. detail.category is a number of the IPCC, such as
1.A.2 (industry), 1.A.3.b (vehicles), 1.A.4.a (offices and shops) or 2.F.1 (refrigerants), one of
scope 3, such as 3.6 (business travel), or purchased electricity or purchased heat.

Then import the table with --mapping. Next year's table takes the same mapping.

Examples:
  ledger dataset propose activity.csv -o activity.mapping.json
  ledger dataset propose fuels.xlsx --names Fuel -o fuels.mapping.json --json`;

/** What a name is asked for. */
const ASKED = { 'detail.row': '', 'detail.fuel': '', 'detail.category': '' };

/** Adds `dataset propose <file>`. */
export function addDatasetProposeCommand(dataset: Command, context: CommandContext): void {
  const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  dataset
    .command('propose')
    .description('write a mapping for a table, to fill in and to import with')
    .argument('<file>', 'table: .csv, .tsv, .xlsx, .json or .parquet')
    .addOption(
      new Option('--dataset <name>', 'which dataset the table becomes')
        .choices(DATASET_NAMES)
        .default('activity'),
    )
    .option('--sheet <name>', 'sheet of a workbook, several with commas, or all')
    .option('--names <column>', 'column whose names are listed; repeat for each column', many)
    .requiredOption('-o, --output <file>', 'mapping to write, .json')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: ProposeOptions) => writeProposal(context, file, options));
}

async function writeProposal(
  { terminal }: CommandContext,
  path: string,
  { dataset, sheet: named, names = [], output, json }: ProposeOptions,
): Promise<void> {
  const file = openTableFile(terminal, path);
  const found = await inspectSheets(file, dataset, named);
  const { columns, sheet } = found;
  const lookups = await listNames(file, found, names);
  const mapping: Mapping = {
    ...found.mapping,
    ...(names.length === 0 ? {} : { lookups }),
  };
  await writeNewFile(terminal, output, new TextEncoder().encode(`${JSON.stringify(mapping, null, 2)}\n`));
  printResult(
    terminal,
    json,
    { output, sheet, columns, mapping },
    describe(path, dataset, output, { ...found, mapping }),
  );
}

/** Returns the names in columns, with what each is asked for. @throws UsageError `option` */
async function listNames(
  file: TableFile,
  found: TableOverview,
  named: readonly string[],
): Promise<Readonly<Record<string, NameList>>> {
  const lists: Record<string, NameList> = {};
  for (const column of named) {
    if (!found.columns.includes(column))
      throw new UsageError(
        'option',
        `--names ${column}: the table has no such column; it has ${found.columns.join(', ')}`,
      );
    const { names } = await listColumnNames(file, found, column);
    lists[column] = Object.fromEntries(names.map(({ name }) => [name, ASKED]));
  }
  return lists;
}

function describe(path: string, dataset: DatasetName, output: string, found: TableOverview): string {
  const { columns, sheet, mapping } = found;
  const memberOf = (column: string): string => mapping.columns[column] ?? column;
  const named = columns.filter((column) => column !== '');
  const used = named.filter((column) => memberOf(column) !== '');
  const unused = named.filter((column) => memberOf(column) === '');
  const joins = (mapping.joins ?? []).map((join) => `${join.column} by the sheet ${join.sheet}`);
  const sheets = sheet === null ? '' : ` --sheet ${/^\S+$/.test(sheet) ? sheet : JSON.stringify(sheet)}`;
  const lines = [
    ['used', used.map((column) => `${column} (${memberOf(column)})`).join(', ')],
    ...(joins.length === 0 ? [] : [['joined', joins.join(', ')]]),
    ['not used', unused.join(', ')],
  ].map(([title = '', text = '']) => [title, plainText(text)]);
  const isListed = Object.keys(mapping.lookups ?? {}).length > 0;
  return [
    formatTable(lines),
    ...(isListed
      ? [
          '',
          'detail.row is one of:',
          formatTable(listKinds(dataset).map(([type, title]) => [`  ${type}`, title])),
          '',
        ]
      : ['To say what the names in a column mean, add --names with the column.']),
    `written to ${plainText(output)}. Look at it and fill it in, then:`,
    `  ledger dataset import ${plainText(path)}${sheets} --mapping ${plainText(output)} --dataset ${dataset} --provider <name> --licence <text> -o <name>.ndjson`,
  ].join('\n');
}
