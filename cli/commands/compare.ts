import type { Command } from 'commander';
import { compareResults, isSameResult } from '../../engine/compare/compare.ts';
import { formatComparison } from '../output/figures/comparison-table.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { addReaderOptions, type ReaderOptions } from '../options/reader-options.ts';
import { readResult, RESULT_FORMS } from '../inputs/result-inputs.ts';

type CompareOptions = CommonOptions & ReaderOptions;

const HELP = `
${RESULT_FORMS}

Figures are compared by key: ~ changed, - removed, + added. The difference is exact: after
minus before, in the unit of the figure before. The percentage is of the value before, rounded
half-even to six decimals. The causes are below each figure: the rows and figures that it was
computed from, with old and new value, then all else that differs. A row that is unchanged in
a new version of its dataset counts as the same row. A figure that is 0 before and after
counts as the same.

Exit codes: 0 no difference in what both show, 1 they differ, 2 something could not be read.

Examples:
  ledger compare inventory.carbon-proof.json restated.carbon-proof.json
  ledger compare 0x… inventory.record.json --key company.key.json --json`;

/** Adds `compare <before> <after>`. */
export function addCompareCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .argument('<before>', 'file or record id')
    .argument('<after>', 'file or record id');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((before: string, after: string, options: CompareOptions) =>
      compare(context, [before, after], options),
    );
}

async function compare(
  { terminal, endWith }: CommandContext,
  [before, after]: readonly [string, string],
  options: CompareOptions,
): Promise<void> {
  const [old, fresh] = [
    await readResult(terminal, before, options),
    await readResult(terminal, after, options),
  ];
  const found = compareResults(old.result, fresh.result);
  const value = { before: old.record, after: fresh.record, ...found };
  printResult(terminal, options.json, value, formatComparison(found));
  if (!isSameResult(found)) endWith('refused');
}
