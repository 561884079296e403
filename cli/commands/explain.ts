import type { Command } from 'commander';
import { parseBundle } from '../../core/bundle.ts';
import { KINDS } from '../../core/kind.ts';
import type { CommonOptions, Context } from '../context.ts';
import { type DerivationNode, formatDerivation, readDerivation } from '../derivation.ts';
import { UsageError } from '../errors.ts';
import { readBytes } from '../files.ts';
import { printResult } from '../output.ts';

const HELP = `
Draws how a figure came about, down to the rows of datasets: formula, operands with their units, each factor by record and
key, rounding and warnings. It reads what the result says of itself; "ledger reperform" computes it again.

Examples:
  ledger explain inventory.carbon-proof.json total/location
  ledger explain inventory.carbon-proof.json scope2/market --json`;

/** Adds `explain <file> <key>`. */
export function addExplainCommand(program: Command, { terminal }: Context): void {
  program
    .command('explain')
    .description('show how a figure came about, down to the rows of datasets')
    .argument('<file>', 'proof file that shows the result, - for standard input')
    .argument('<key>', 'key of the figure, such as scope2/market')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, key: string, options: CommonOptions) => {
      const tree = explainFigure(await readBytes(terminal, file), key);
      printResult(terminal, options.json, tree, formatDerivation(tree));
    });
}

function explainFigure(bytes: Uint8Array, key: string): DerivationNode {
  const { records } = parseBundle(bytes);
  const results = records.filter(({ record }) => record.kind === KINDS.result);
  for (const { entries } of results) {
    const found = entries.shown.find((entry) => entry.key === key && entry.value !== null);
    if (found !== undefined) return readDerivation(found, entries.shown);
  }
  const keys = results.flatMap(({ entries }) =>
    entries.shown.flatMap((entry) => (entry.value === null ? [] : entry.key)),
  );
  const shown = keys.length === 0 ? 'no figure of a result' : keys.join(', ');
  throw new UsageError('option', `the file does not show ${key} of a result; it shows ${shown}`);
}
