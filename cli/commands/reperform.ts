import type { Command } from 'commander';
import { parseBundle } from '../../core/bundle.ts';
import { checkReperformance } from '../../core/verify/reperformance.ts';
import { type Finding, runCheck } from '../../core/verify/result.ts';
import type { CommonOptions, Context } from '../context.ts';
import { openReleasedEngine, readEngineDigests } from '../engines.ts';
import { readBytes } from '../files.ts';
import { plainText, printResult } from '../output.ts';

const HELP = `
Computes every figure of the results in a proof file again, from the rows that it shows and by the released engine that
its run names, and compares to the digit. It asks nobody and says nothing of signatures or anchors: "ledger verify" with a
policy that names the engine does both.

Exit codes: 0 the same to the digit, 1 not the same, 2 unreadable file, 3 could not be computed again: the code says why.

Examples:
  ledger reperform inventory.carbon-proof.json
  ledger reperform inventory.carbon-proof.json --json`;

/** Adds `reperform <file>`. */
export function addReperformCommand(program: Command, { terminal, endWith }: Context): void {
  program
    .command('reperform')
    .description('compute the figures of a result again from its inputs')
    .argument('<file>', 'proof file that shows the result, its run and its inputs, - for standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: CommonOptions) => {
      const bundle = parseBundle(await readBytes(terminal, file));
      const engines = await readEngineDigests();
      const finding = await runCheck(() =>
        checkReperformance({ bundle, engines, openEngine: openReleasedEngine }),
      );
      const { result, code, basis, expected, actual } = finding;
      printResult(terminal, options.json, { result, code, basis, expected, actual }, formatFinding(finding));
      if (result === 'fail') endWith('refused');
      if (result === 'skipped') endWith('unchecked');
    });
}

function formatFinding({ result, code, basis, expected, actual }: Finding): string {
  if (result === 'pass') return `✓ ${plainText(basis)}`;
  if (result === 'skipped') return `– ${code}: ${plainText(basis)}`;
  return `✗ ${code}: ${plainText(basis)}\n  expected ${plainText(expected)}\n  actual   ${plainText(actual)}`;
}
