import type { Command } from 'commander';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { plainText } from '../../output/text-format.ts';
import { addLanguageOption, languageOf, type LanguageOptions } from '../../options/language-option.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { writeNewFile } from '../../terminal/files.ts';
import { readSites } from '../../../jobs/import/template-sites.ts';
import { makeTemplate } from '../../../jobs/import/template.ts';
import { findCataloguedMethod } from '../../../jobs/engines/methods-catalogue.ts';

interface TemplateOptions extends CommonOptions, LanguageOptions {
  readonly rows?: readonly string[];
  readonly sites?: string;
  readonly output?: string;
}

const HELP = `
Writes a workbook to fill in: a column for what each row needs, drop-downs where only some words
are possible, a note in each cell, and one row that is an example and is never imported. Import it
as it is: "ledger dataset import" knows its headers, in both languages.

--sites names a table of your sites: the first column has their names, the others members, such as
geography and entity; a dataset file does too. They are then offered in the cells.

Exit codes: 0 written, 2 the method or a type of rows is unknown.

Examples:
  ledger dataset template inventory@2 -o inventory.xlsx
  ledger dataset template combustion@2 --sites activity.ndjson --language zh -o ranliao.xlsx
  ledger dataset template inventory@2 --rows fuel-use --rows electricity-use --json`;

/** Adds `dataset template <method>`. */
export function addDatasetTemplateCommand(dataset: Command, context: CommandContext): void {
  const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  const command = dataset
    .command('template')
    .description('write a workbook to fill in for the rows that a method reads')
    .argument('<method>', 'method@version; ledger methods lists them')
    .option('--rows <type>', 'only rows of this type, such as fuel-use; repeat for each one', many)
    .option('--sites <file>', 'table of your sites, or a dataset file');
  addLanguageOption(command, 'of its texts (else en)')
    .option('-o, --output <file>', 'workbook to write, .xlsx (else named after the method)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((method: string, options: TemplateOptions) => writeTemplate(context, method, options));
}

async function writeTemplate(
  { terminal }: CommandContext,
  named: string,
  { rows, sites, output, json, ...options }: TemplateOptions,
): Promise<void> {
  const method = await findCataloguedMethod(named);
  const template = makeTemplate({
    ...{ method, rows: rows ?? null },
    sites: sites === undefined ? [] : await readSites(openTableFile(terminal, sites)),
    language: languageOf(options) ?? 'en',
  });
  const file = output ?? template.name;
  await writeNewFile(terminal, file, template.bytes);
  const written = { file, rows: template.rows, columns: template.columns };
  printResult(
    terminal,
    json,
    written,
    [
      `written to ${plainText(file)}: ${template.columns.length} columns for ${template.rows.join(', ')}`,
      `next: fill it in, then ledger dataset import ${plainText(file)} --dataset activity --provider <name> --licence <text>`,
    ].join('\n'),
  );
}
