import type { Command } from 'commander';
import type { CommonOptions, Context } from '../terminal/context.ts';
import { type DerivationNode, formatDerivation, traceDerivation } from '../output/derivation.ts';
import { UsageError } from '../terminal/errors.ts';
import { printResult } from '../output/output.ts';
import { addReaderOptions, type ReaderOptions } from '../options/reader-options.ts';
import { readResults, type ResultInput, RESULT_FORMS } from '../inputs/result-inputs.ts';

const HELP = `
${RESULT_FORMS}

Draws how a figure came about, down to the rows of datasets: formula, operands with their units, each factor by record and
key, rounding and warnings. It reads what the result says of itself; "ledger reperform" computes it again.

Examples:
  ledger explain inventory.carbon-proof.json total/location
  ledger explain 0x… scope2/market --key company.key.json --json`;

type ExplainOptions = CommonOptions & ReaderOptions;

/** Adds `explain <result> <key>`. */
export function addExplainCommand(program: Command, { terminal }: Context): void {
  const command = program
    .command('explain')
    .description('show how a figure came about, down to the rows of datasets')
    .argument('<result>', 'file or record id, - for a proof file from standard input')
    .argument('<key>', 'key of the figure, such as scope2/market');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, key: string, options: ExplainOptions) => {
      const tree = explainFigure(await readResults(terminal, name, options), key);
      printResult(terminal, options.json, tree, formatDerivation(tree));
    });
}

function explainFigure(results: readonly ResultInput[], key: string): DerivationNode {
  for (const { result } of results) {
    const found = result.figures.find((figure) => figure.key === key);
    if (found !== undefined) return traceDerivation(found, result.figures);
  }
  const keys = results.flatMap(({ result }) => result.figures.map((figure) => figure.key));
  const shown = keys.length === 0 ? 'no figure of a result' : keys.join(', ');
  throw new UsageError('option', `there is no figure ${key} of a result shown; shown is ${shown}`);
}
