import type { Command } from 'commander';
import {
  concludeUnchecked,
  type ProofVerification,
  verifyProofFile,
} from '../../jobs/verify/verify-proof.ts';
import type { Verification } from '../../core/verify/verify.ts';
import { reportVerdict } from '../../jobs/verify/verdict-report.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printProgress, printResult } from '../output/print.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { findNames } from '../inputs/named-documents.ts';
import { parseOrNull, readGivenRows } from '../inputs/proof-file.ts';
import { addDocumentOptions, DOCUMENT_FILES, type DocumentOptions } from '../options/document-options.ts';
import {
  addEngineOption,
  ENGINE_FILE,
  type EngineOptions,
  openGivenEngine,
} from '../options/engine-options.ts';
import { addRowsOption, ROW_FILES, type RowFileOptions } from '../options/row-files.ts';
import { isAnswer } from '../../agents/answer/answer-format.ts';
import { readBytes } from '../terminal/files.ts';
import { openSecondImplementation } from '../protocol/paranoid.ts';
import { parseAt } from '../options/as-of.ts';
import { addLanguageOption, languageOf, type LanguageOptions } from '../options/language-option.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import type { ServerOptions } from '../options/server-options.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatNames, formatSecondOpinion } from '../output/verification/beside-text.ts';
import { formatVerification } from '../output/verification/verification-text.ts';
import { choosePolicy, sayWaiting, type VerifyPolicyOptions } from '../options/verify-policy.ts';
import { watchReader } from '../../jobs/verify/watched-reader.ts';

interface VerifyOptions
  extends
    CommonOptions,
    VerifyPolicyOptions,
    RowFileOptions,
    DocumentOptions,
    EngineOptions,
    ServerOptions,
    LanguageOptions {
  readonly offline?: boolean;
  readonly follow?: boolean;
  readonly paranoid?: boolean;
  readonly full?: boolean;
  readonly hints?: boolean;
  readonly at?: string;
}

const EXITS = { verified: 'ok', 'not-verified': 'refused', unchecked: 'unchecked' } as const satisfies Record<
  Verification['verdict'],
  ExitName
>;

const HELP = `
Needs the file and any node of the chain, but no server. You choose the ledger, the chain and
the rules; the file never does. Give --policy, or --rpc and --ledger together. Without them
the command uses .carbon-ledger/policy.json if it exists.

With --at the file is judged as of a past time: the end of that day (UTC), or now for today.
Ages are counted from then. What was anchored later does not count: a later subject is not
verified, and later versions and answers are ignored. Heads and replays of later batches count
for what they prove about that time. The chain is read as it is today: keys and roles are
judged at sealing and anchoring, as always. A warning that the ledger was closed may be about a
later time. The verdict does not say what anybody knew then.

${ROW_FILES}

${DOCUMENT_FILES}

A file of --document that none of the entries shown names by its SHA-256 fails: it is another file, or it was altered.

${ENGINE_FILE}

An answer file, *.carbon-answer.json, is verified too: its proof files under your policy, and its
runs by computing them again. It needs no policy where it has no proof file. Of the options it
takes --policy, --rpc, --ledger, --chain-id, --offline, --documents, --engine, --language and
--json. With --follow the server of the ledger says which of its records were restated since:
such a statement is struck through, and stays.

--paranoid checks inclusion alone a second time, with two packages that share no code with
ledger. Where they are not installed, it says how to install them.

The last line is the verdict, with warnings and the time as of which the evidence shows the
newest version. A failure is also the first line. A result or disclosure that shows no figure is
"genuine, shows no figures", though its checks passed: JSON has shownFigures beside the verdict.

With --language zh the verdict, the checks and what the file says are in Chinese; what a check
says with ids and values is behind them, in English.

Marks: ✓ passed, ! passed with a warning, – not checked (with the reason), ✗ failed.
Exit codes: 0 verified, 1 not verified or not a proof file, 2 wrong usage or unreadable file,
3 unchecked (for example without --rpc).

Examples:
  ledger verify inventory.carbon-proof.json
  ledger verify inventory.carbon-proof.json --rpc https://node.example.org --ledger 0x…
  ledger verify inventory.carbon-proof.json --policy policy.json --json
  ledger verify inventory.carbon-proof.json --policy policy.json --rows rows.ndjson
  ledger verify inventory.carbon-proof.json --policy policy.json --documents matrices
  ledger verify inventory.carbon-proof.json --policy policy.json --engine engine.mjs
  ledger verify inventory.carbon-proof.json --policy policy.json --at 2024-12-31T23:59:59Z
  ledger verify inventory.carbon-proof.json --policy policy.json --language zh
  ledger verify for-whom.carbon-answer.json`;

/** Adds `verify <file>`. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('verify')
    .argument('<file>', 'proof file or answer file, - for standard input')
    .option('--policy <file>', 'file with your rules')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else from the policy or the first endpoint)');
  addLanguageOption(command, 'of the verdict (else English, or that of the question of an answer file)');
  addRpcOption(addEngineOption(addDocumentOptions(addRowsOption(command))), 'those of the policy')
    .option('--offline', 'use no endpoint: checks that need the chain are skipped')
    .option('--at <date>', 'judge as of a past time: the end of 2024-12-31, or 2024-12-31T08:00:00Z')
    .option('--paranoid', 'also check inclusion, and nothing else, with a second implementation')
    .option('--hints', 'also look up transaction and block, which are only hints (many calls)')
    .option('--follow', 'of an answer file, ask the server which of its records were restated since')
    .option('--url <url>', 'that server (else LEDGER_URL, else .carbon-ledger/ledger.json)')
    .option('--full', 'show every check of every record')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: VerifyOptions) => verifyFile(context, file, options));
}

async function verifyFile(context: CommandContext, path: string, options: VerifyOptions): Promise<void> {
  const { terminal, endWith } = context;
  const file = await readBytes(terminal, path);
  if (isAnswer(file)) {
    const { verifyAnswerFile } = await import('./verify-answer.ts');
    return verifyAnswerFile(context, file, options);
  }
  const seekOpinion = options.paranoid === true ? await openSecondImplementation() : null;
  const found = await judge(terminal, file, options);
  // Not that of the verification, which has none where no endpoint answers.
  const second = seekOpinion?.(parseOrNull(file)) ?? null;
  const documents = await findNames(terminal, options.document ?? [], found.bundle);
  const isRefused =
    (second !== null && second.differences.length > 0) ||
    documents.some(({ namedBy }) => namedBy.length === 0);
  const verdict = isRefused ? 'not-verified' : found.verdict;
  const language = languageOf(options) ?? 'en';
  const detail = options.full === true ? 'full' : 'brief';
  printResult(
    terminal,
    options.json,
    {
      ...reportVerdict({ ...found, verdict }),
      ...(second === null ? {} : { paranoid: second }),
      ...(documents.length === 0 ? {} : { documents }),
    },
    [
      ...documents.map((document) => formatNames(document, language)),
      ...(second === null ? [] : [formatSecondOpinion(second, language)]),
      formatVerification({ ...found, verdict }, detail, language),
    ].join('\n\n'),
  );
  endWith(EXITS[verdict]);
}

async function judge(
  terminal: Terminal,
  file: Uint8Array,
  options: VerifyOptions,
): Promise<ProofVerification> {
  const now = Math.floor(terminal.now() / 1000);
  const at = options.at === undefined ? null : parseAt(options.at, now);
  try {
    const { policy, source } = await choosePolicy(terminal, options);
    const rows = await readGivenRows(terminal, file, options);
    const say = (line: string): void => printProgress(terminal, options.json, line);
    const { find } = await DocumentFinder.open(terminal, options, { say });
    printProgress(terminal, false, `Using ${source}`);
    const named = options.engine === undefined ? null : parseOrNull(file);
    return await verifyProofFile(
      {
        ...{ file, now, at, hints: options.hints === true },
        policy: options.offline === true ? { ...policy, rpc: { ...policy.rpc, urls: [] } } : policy,
      },
      {
        openEngine: await openGivenEngine(terminal, options, named),
        openDocument: find,
        rows,
        watch: (reader) => watchReader(reader, () => sayWaiting(terminal, options.json, policy.rpc.urls)),
      },
    );
  } catch (error) {
    return concludeUnchecked(file, error, { at, newest: 'required' });
  }
}
