import type { Command } from 'commander';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { findRecordId, SHORT_ID } from '../../client/http/fetch-records.ts';
import { verifyReperformance } from '../../core/verify/reperformance.ts';
import type { Finding } from '../../core/verify/result.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { showDifference } from '../output/difference-text.ts';
import { printResult } from '../output/print.ts';
import { readInput } from '../inputs/server-input.ts';
import { openReleasedEngine, readEngineDigests } from '../../client/policies/released-engines.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import { plainText } from '../output/text-format.ts';
import { wrapLine } from '../output/wrap-text.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

const HELP = `
Computes every figure of the results in a proof file again and compares it to the last digit.
It uses the rows that the file shows, and the released engine that the run names. It does not
check signatures, anchors or rows that the run left out: "ledger verify" does, with a policy
that names the engine. For a file it contacts no server. For a record id it first fetches the
proof file from the server (private rows need --key).

Exit codes: 0 the same to the last digit, 1 not the same, 2 unreadable file, 3 could not be
computed again: the code says why.

Examples:
  ledger reperform inventory.carbon-proof.json
  ledger reperform 0x… --key company.key.json --json`;

type ReperformOptions = CommonOptions & ReaderOptions;

/** Adds `reperform <result>`. */
export function addReperformCommand(program: Command, { terminal, endWith }: CommandContext): void {
  const command = program
    .command('reperform')
    .description('compute the figures of a result again from its inputs')
    .argument(
      '<result>',
      'proof file with the result, its run and its inputs; - for standard input; or record id',
    );
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, options: ReperformOptions) => {
      const bytes = await readProof(terminal, name, options);
      const bundle = readNaming(name, () => parseBundle(bytes));
      const engines = await readEngineDigests();
      const { finding } = await verifyReperformance({ bundle, engines, openEngine: openReleasedEngine });
      const { result, code, basis, expected, actual } = finding;
      printResult(terminal, options.json, { result, code, basis, expected, actual }, formatFinding(finding));
      if (result === 'fail') endWith('refused');
      if (result === 'skipped') endWith('unchecked');
    });
}

/** Returns the bytes of a proof file; for a record id, of the one that the server makes with the run and its rows. */
async function readProof(terminal: Terminal, name: string, options: ReaderOptions): Promise<Uint8Array> {
  if (!SHORT_ID.test(name)) return readBytes(terminal, name);
  return readInput(async () => {
    const api = await openReaderApi(terminal, options);
    const id = await findRecordId(api, name);
    return api.getBytes(`/v1/records/${id}/bundle?reperformable=true`);
  });
}

function formatFinding(finding: Finding): string {
  const { result, code, basis } = finding;
  if (result === 'pass') return wrapLine(`✓ ${plainText(basis)}`, 2);
  if (result === 'skipped') return wrapLine(`– ${code}: ${plainText(basis)}`, 2);
  const { expected, actual } = showDifference(finding);
  return [
    wrapLine(`✗ ${code}: ${plainText(basis)}`, 2),
    ...(expected === null ? [] : [wrapLine(`  expected ${expected}`, 11)]),
    ...(actual === null ? [] : [wrapLine(`  actual   ${actual}`, 11)]),
  ].join('\n');
}
