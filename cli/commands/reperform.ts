import type { Command } from 'commander';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { asksServer, readReperformed } from '../inputs/reperformed-input.ts';
import {
  addEngineOption,
  ENGINE_FILE,
  type EngineOptions,
  openGivenEngine,
} from '../options/engine-options.ts';
import { findLedgerPath } from '../options/ledger-file.ts';
import { readPolicy } from '../options/verify-policy.ts';
import { addRowsOption, ROW_FILES, type RowFileOptions } from '../options/row-files.ts';
import { reperform } from '../../jobs/reperform/reperform.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Finding } from '../../core/verify/result.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { showDifference } from '../output/verification/difference-text.ts';
import { printProgress, printResult } from '../output/print.ts';
import { reportProgress } from '../output/progress-text.ts';
import { plainText } from '../output/text-format.ts';
import { UsageError } from '../terminal/usage-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { wrapLine } from '../output/wrap-text.ts';
import { addDocumentOptions, DOCUMENT_FILES, type DocumentOptions } from '../options/document-options.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';

const HELP = `
Computes every figure of the results in a proof file again and compares it to the last digit.
It uses the rows that the file shows, and the engine that the run names. It does not
check signatures, anchors or rows that the run left out: "ledger verify" does, with a policy
that names the engine. For a proof file it contacts no server. For a record id it first fetches
the proof file from the server (private rows need --key), and the rows that do not fit in it.
For a record file, *.record.json, rows that are in no --rows file are fetched from the server.

${ROW_FILES}

${DOCUMENT_FILES}
For a record id, documents are also fetched from the server. Without a document that a run used,
the run is not computed again. If the result names the solution of its equations as a document,
and the document is here, the solution is checked, which takes seconds. Otherwise the equations
are solved again. The output says which of the two was done.

${ENGINE_FILE}

Exit codes: 0 the same to the last digit, 1 not the same, 2 unreadable file, 3 could not be
computed again: the code says why.

Examples:
  ledger reperform inventory.carbon-proof.json
  ledger reperform inventory.carbon-proof.json --rows activity.rows.ndjson
  ledger reperform inventory.carbon-proof.json --documents matrices
  ledger reperform inventory.carbon-proof.json --engine engine.mjs --policy policy.json
  ledger reperform inventory.record.json --key company.key.json
  ledger reperform 0x… --key company.key.json --json`;

type ReperformOptions = CommonOptions &
  ReaderOptions &
  RowFileOptions &
  DocumentOptions &
  EngineOptions & { readonly policy?: string };

/** Adds `reperform <result>`. */
export function addReperformCommand(program: Command, { terminal, endWith }: CommandContext): void {
  const command = program
    .command('reperform')
    .argument(
      '<result>',
      'proof file with the result, its run and its inputs, - for standard input; record file; or record id',
    );
  addEngineOption(addDocumentOptions(addRowsOption(addReaderOptions(command))))
    .option(
      '--policy <file>',
      'with --engine: the policy that must accept it (else .carbon-ledger/policy.json)',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, options: ReperformOptions) => {
      const input = await readReperformed(terminal, name, options);
      const say = (line: string): void => printProgress(terminal, options.json, line);
      const { find } = await DocumentFinder.open(terminal, options, {
        ...(asksServer(name) ? { openApi: () => openReaderApi(terminal, options) } : {}),
        say,
      });
      const { finding } = await reperform(
        { ...input, engines: await readAccepted(terminal, options) },
        {
          openEngine: await openGivenEngine(terminal, options, input.bundle),
          openDocument: find,
          onSolving: reportProgress('solving again', say, terminal.now),
        },
      );
      const { result, code, basis, expected, actual } = finding;
      printResult(terminal, options.json, { result, code, basis, expected, actual }, formatFinding(finding));
      if (result === 'fail') endWith('refused');
      if (result === 'skipped') endWith('unchecked');
    });
}

/** Returns the engines that may run: those of this program, or with `--engine` those that a policy accepts. @throws UsageError; BadInput */
async function readAccepted(
  terminal: Terminal,
  { engine, policy }: Pick<ReperformOptions, 'engine' | 'policy'>,
): Promise<readonly Hex[] | null> {
  if (engine === undefined && policy === undefined) return null;
  const path = policy ?? findLedgerPath(terminal, 'policy.json');
  if (path !== null) return (await readPolicy(terminal, path)).engines;
  throw new UsageError(
    'option',
    `--engine ${engine} needs a policy that accepts this engine: name it with --policy; ledger policy init writes one`,
  );
}

function formatFinding(finding: Finding): string {
  const { result, code, basis } = finding;
  if (result === 'pass') return wrapLine(`✓ ${plainText(basis)}`, 2);
  if (result === 'skipped') return wrapLine(`– ${code}: ${plainText(basis)}`, 2);
  const { expected, actual } = showDifference(finding, 'en');
  return [
    wrapLine(`✗ ${code}: ${plainText(basis)}`, 2),
    ...(expected === null ? [] : [wrapLine(`  expected ${expected}`, 11)]),
    ...(actual === null ? [] : [wrapLine(`  actual   ${actual}`, 11)]),
  ].join('\n');
}
