import type { Command } from 'commander';
import { type RunResult, runMethod } from '../../engine/run.ts';
import type { Api } from '../../client/http/api.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printProgress } from '../output/print.ts';
import { checkInputs } from '../../client/records/run-sources.ts';
import { formatDraft, idOfDraft } from '../../client/records/draft.ts';
import { readOwnEngineDigest } from '../../client/policies/released-engines.ts';
import { formatFigures } from '../output/figures-table.ts';
import { writeNewFile } from '../terminal/files.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { checkResultOptions, draftResult, type ResultOptions } from './result-record.ts';
import { readParameters, readRunInputs } from '../inputs/run-inputs.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addStatementOptions } from '../options/statement-options.ts';

interface AccountOptions extends CommonOptions, ReaderOptions, Omit<ResultOptions, 'party'> {
  readonly parameters?: string;
  readonly record?: string;
  readonly party?: string;
}

const HELP = `
Runs a method here: nothing is sent anywhere. Inputs are datasets, each one of
  0x…             the id of a record, fetched from the server (private entries want --key)
  *.record.json   a record file, as ledger record build writes it
  *.carbon-proof.json  the dataset records that a proof file shows
  *.ndjson        a dataset file, as ledger dataset import writes it
  *.csv           a table of entries that is no record yet
  *.json          an array of {record, entries}, of which nothing shows that they are records
Parameters are a JSON file: rounding and period, from and until in unix seconds, beside what the method asks for; see
"ledger methods <method>". Those of inventory@1 for 2023 (UTC), where an older factor stands in for that of 2023:
  {"rounding": {"mode": "half-even", "decimals": 3}, "period": {"from": 1672531200, "until": 1704067200},
   "gwpSet": "AR5", "grids": {"location": "national", "residual": "national"}, "totals": {"co2Only": "list"},
   "proxies": [{"record": "0x…", "key": "CN/2022/average", "reason": "the 2023 factors are not published yet"}]}
A proxy names the record that holds the factor; ledger dataset show prints what stands for a file that is no record yet.

Exit codes: 0 done, 2 an input or parameter is wrong: the code says what, with row and column.

Examples:
  ledger account inventory@1 activity.csv factors.csv --parameters 2023.json
  ledger account scope2@1 0x… 0x… --parameters 2023.json --json
  ledger account inventory@1 0x… 0x… --parameters 2023.json --key company.key.json \\
    --record inventory.record.json --party lei:529900T8BM49AURSDO55 --subject inventory/2023 --title "Inventory 2023"`;

/** Adds `account <method> <inputs...>`. */
export function addAccountCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('account')
    .description('compute figures from datasets by a method')
    .argument('<method>', 'method@version, see ledger methods')
    .argument('<inputs...>', 'datasets')
    .option('--parameters <file>', 'parameters of the run, JSON');
  addStatementOptions(addReaderOptions(command))
    .option(
      '--record <file>',
      'build the result record too, and write it to this file; inputs must be anchored',
    )
    .option('--party <identifier>', 'of the record: whose it is')
    .option('--subject <subject>', 'of the record: what its stream is about, such as inventory/2023')
    .option('--public', 'of the record: anyone may read its entries')
    .option('--sequence <number>', 'of the record: its sequence in the stream, else as the server has it')
    .option('--previous <id>', 'of the record: the id of the one before it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((method: string, inputs: string[], options: AccountOptions) =>
      account(context, method, inputs, options),
    );
}

async function account(
  { terminal }: CommandContext,
  method: string,
  names: readonly string[],
  options: AccountOptions,
): Promise<void> {
  if (options.record !== undefined) checkResultOptions(options);
  let opened: Promise<Api> | undefined;
  const openOnce = (): Promise<Api> => (opened ??= openReaderApi(terminal, options));
  const inputs = await readRunInputs(terminal, names, openOnce, (text) =>
    printProgress(terminal, options.json, text),
  );
  const parameters = await readParameters(terminal, options.parameters);
  const result = runMethod(method, inputs.records, parameters);
  if (options.record === undefined) {
    printRun(terminal, options.json, result, null);
    return;
  }
  const api = await openOnce();
  const used = result.used.map(({ record }) => record);
  const superseded = await checkInputs(api, used, inputs.unregistered);
  const warned = { ...result, warnings: [...superseded, ...result.warnings] };
  const digest = await readOwnEngineDigest();
  const draft = await draftResult(terminal, { method, parameters, result, digest }, options);
  await writeNewFile(terminal, options.record, formatDraft(draft), 'secret');
  const id = idOfDraft(draft);
  printRun(terminal, options.json, warned, { id, file: options.record });
}

/** A run may be longer than the longest string: as JSON it is written figure by figure. */
function printRun(
  terminal: Terminal,
  json: boolean | undefined,
  result: RunResult,
  record: { readonly id: string; readonly file: string } | null,
): void {
  if (json !== true) {
    terminal.writeOut(`${formatFigures(result)}\n`);
    if (record !== null)
      terminal.writeOut(
        `\nrecord   ${record.id}\nwritten to ${record.file}; next: ledger record sign ${record.file} --key <key file>\n`,
      );
    return;
  }
  terminal.writeOut('{"figures":[');
  result.figures.forEach((figure, index) =>
    terminal.writeOut(`${index === 0 ? '' : ','}${JSON.stringify(figure)}`),
  );
  const made = record === null ? '' : `,"record":${JSON.stringify(record)}`;
  terminal.writeOut(`],"warnings":${JSON.stringify(result.warnings)}${made}}\n`);
}
