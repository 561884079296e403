import type { Command } from 'commander';
import { type RunResult, runMethod } from '../../engine/run.ts';
import type { CommonOptions, Context } from '../context.ts';
import { formatFigures } from '../figures-table.ts';
import { printResult } from '../output.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../reader-options.ts';
import { readParameters, readRunInputs } from '../run-inputs.ts';

interface AccountOptions extends CommonOptions, ReaderOptions {
  readonly parameters?: string;
}

const HELP = `
Runs a method here: nothing is sent anywhere. Inputs are datasets, each one of
  0x…             the id of a record, fetched from the server (private entries want --key)
  *.record.json   a record file, as ledger record build writes it
  *.carbon-proof.json  the dataset records that a proof file shows
  *.csv           a table of entries that is no record yet
  *.json          an array of {record, entries}
Parameters are a JSON file: rounding and period beside what the method asks for, see ledger methods <method>.

Exit codes: 0 done, 2 an input or parameter is wrong: the code says what, with row and column.

Examples:
  ledger account inventory@1 activity.csv factors.csv --parameters 2023.json
  ledger account scope2@1 0x… 0x… --parameters 2023.json --json`;

/** Adds `account <method> <inputs...>`. */
export function addAccountCommand(program: Command, context: Context): void {
  const command = program
    .command('account')
    .description('compute figures from datasets by a method')
    .argument('<method>', 'method@version, see ledger methods')
    .argument('<inputs...>', 'datasets')
    .option('--parameters <file>', 'parameters of the run, JSON');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((method: string, inputs: string[], options: AccountOptions) =>
      account(context, method, inputs, options),
    );
}

async function account(
  { terminal }: Context,
  method: string,
  names: readonly string[],
  options: AccountOptions,
): Promise<void> {
  const inputs = await readRunInputs(terminal, names, () => openReaderApi(terminal, options));
  const parameters = await readParameters(terminal, options.parameters);
  const result = runMethod(method, inputs.records, parameters);
  printResult(terminal, options.json, describe(result), formatFigures(result));
}

function describe({ figures, warnings }: RunResult): object {
  return { figures, warnings };
}
