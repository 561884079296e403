import { type Command, Argument } from 'commander';
import { READ_FORMATS, readProcesses } from '../../../jobs/import/read-processes.ts';
import { printResult } from '../../output/print.ts';
import { describeProcesses } from '../../output/processes-text.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { openBlob, writeNewFile } from '../../terminal/files.ts';
import { UsageError } from '../../terminal/usage-error.ts';

interface ProcessesOptions extends CommonOptions {
  readonly output: string;
  readonly provider: string;
  readonly licence: string;
  readonly title?: string;
  readonly sourceUrl?: string;
  readonly published?: string;
}

const HELP = `
Formats: ${READ_FORMATS.map(({ name, meaning }) => `\n  ${name.padEnd(9)} ${meaning}`).join('')}

Reads the processes of a database as a dataset of D6, which life-cycle@1 computes from: what each
process makes, needs, saves, treats and emits, how its products share that, and how flows count in
categories of impact. Names get the letters that rows have; the stated name is the title of the
row. Amounts stay digit by digit. Units convert by their definition, else by the factor of their
unit group, else they are counted things. Formulas are computed again.

Nothing is unpacked to disk. An archive is refused before it is read if it has too many files,
would be too large or grow too much; a file, if its values are nested too deep.

What was left out, assumed or changed is listed by kind, with its count and first places; it
is also in the entry "source" of the dataset. --json names also each product and waste that no
process makes or treats: a run that needs one states it in parameters.cutOff.

Exit codes: 0 done, 2 the file has a problem, and nothing was written.

Examples:
  ledger dataset processes openlca uslci.zip --provider NREL \\
    --licence "USLCI terms" -o uslci.ndjson
  ledger dataset processes brightway mill.csv --provider "Example Mill" --licence internal \\
    -o mill.ndjson --json`;

/** Adds `dataset processes <format> <file>`. */
export function addDatasetProcessesCommand(dataset: Command, context: CommandContext): void {
  dataset
    .command('processes')
    .description('read processes of a life-cycle database as a dataset')
    .addArgument(
      new Argument('<format>', 'one of the formats below').choices(READ_FORMATS.map(({ name }) => name)),
    )
    .argument('<file>', 'file of the format')
    .requiredOption('--provider <name>', 'who publishes the data')
    .requiredOption('--licence <text>', 'its licence, such as CC-BY-4.0')
    .option('--title <text>', 'title of the document (else the name of the file)')
    .option('--source-url <url>', 'where the document was published')
    .option('--published <text>', 'when it was published')
    .requiredOption('-o, --output <file>', 'dataset file to write, .ndjson')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((format: string, file: string, options: ProcessesOptions) =>
      read(context, { format, file }, options),
    );
}

async function read(
  { terminal }: CommandContext,
  { format, file }: { readonly format: string; readonly file: string },
  { output, json, provider, licence, title, sourceUrl: url, published }: ProcessesOptions,
): Promise<void> {
  if (!output.endsWith('.ndjson'))
    throw new UsageError('option', `--output ${output}: the name of a dataset file must end in .ndjson`);
  const name = file.replace(/^.*[\\/]/, '');
  const imported = await readProcesses({
    ...{ format, name, bytes: await openBlob(terminal, file) },
    source: { title: title ?? name, provider, licence, url, published },
  });
  const lines = imported.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  await writeNewFile(terminal, output, lines, 'secret');
  const { entries, ...others } = imported;
  const value = { output, entries: entries.length, ...others };
  printResult(terminal, json, value, describeProcesses(imported, output));
}
