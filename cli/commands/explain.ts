import type { Command } from 'commander';
import { KINDS } from '../../core/records/kind.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { type DerivationNode, formatDerivation, traceDerivation } from '../output/derivation.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { addReaderOptions, type ReaderOptions } from '../options/reader-options.ts';
import { readResults, type ResultInput, RESULT_FORMS } from '../inputs/result-inputs.ts';

const HELP = `
${RESULT_FORMS}

Shows how a figure was computed, down to the rows of datasets: formula, operands with their
units, each factor by record and key, rounding and warnings. Of a disclosed figure it shows
the result and the figure that it repeats. It prints what the file states; "ledger reperform"
computes the figure again.

Examples:
  ledger explain inventory.carbon-proof.json total/location
  ledger explain 0x… scope2/market --key company.key.json --json`;

/** A result comes first: it shows how a figure was computed, a disclosure repeats it. */
const EXPLAINED = [KINDS.result, KINDS.disclosure];

type ExplainOptions = CommonOptions & ReaderOptions;

/** Adds `explain <result> <key>`. */
export function addExplainCommand(program: Command, { terminal }: CommandContext): void {
  const command = program
    .command('explain')
    .description('show how a figure was computed, down to the rows of datasets')
    .argument('<result>', 'file or record id, - for a proof file from standard input')
    .argument('<key>', 'key of the figure, such as scope2/market');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, key: string, options: ExplainOptions) => {
      const tree = explainFigure(name, await readResults(terminal, name, options, EXPLAINED), key);
      printResult(terminal, options.json, tree, formatDerivation(tree));
    });
}

function explainFigure(name: string, results: readonly ResultInput[], key: string): DerivationNode {
  for (const { result } of results) {
    const found = result.figures.find((figure) => figure.key === key);
    if (found !== undefined) return traceDerivation(found, result.figures);
  }
  const keys = results.flatMap(({ result }) => result.figures.map((figure) => figure.key));
  const shown =
    keys.length === 0
      ? 'It shows no figures: ask its party for a file that does.'
      : `It shows these figures: ${[...new Set(keys)].join(', ')}.`;
  throw new UsageError('option', `${name} does not show the figure ${key}. ${shown}`);
}
