import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type ProgressReport, type ReplayOptions, type ReplayReport, runReplay } from '../../client/replay/run-replay.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { LEDGER_FOLDER } from '../options/ledger-file.ts';
import { parseNumber } from '../options/domain-options.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import { choosePolicy, type VerifyPolicyOptions } from '../options/verify-policy.ts';
import { printProgress, printResult } from '../output/print.ts';
import { formatReplay } from '../output/replay-text.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

interface ReplayCommandOptions extends CommonOptions, VerifyPolicyOptions {
  readonly publication: string;
  readonly state?: string;
  readonly fresh?: boolean;
  readonly threads?: string;
}

const EXITS = { replayed: 'ok', faults: 'refused', incomplete: 'unchecked' } as const satisfies Record<
  ReplayReport['verdict'],
  ExitName
>;

const HELP = `
Recomputes the whole ledger from public data alone: the published records and the chain. It
checks form, signatures, keys and roles at sealing and at anchoring, sequences, sources,
trees, heads, headers and anchors, and needs no server and no database. Ledger, chain and
endpoints come from --policy, or from --rpc and --ledger together, as for ledger verify.

It may be interrupted. The state of a run is kept in --state, and the next run continues
there. docs/errors.md lists every code.

Exit codes: 0 all as it should be, 1 a fault was found, 2 wrong usage, 3 not replayed to the
newest final batch, 4 publication or chain not reachable.

Examples:
  ledger replay --publication https://ledger.example.org/publication --policy policy.json
  ledger replay --publication ./publication --rpc https://node.example.org --ledger 0x… --json
  ledger replay --publication ./publication --fresh --state ./replay --threads 2`;

/** Adds `replay`. */
export function addReplayCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('replay')
    .description('recompute a ledger from its publication and the chain alone')
    .requiredOption('--publication <folder or url>', 'the public copy of the ledger')
    .option('--policy <file>', 'file with your rules: ledger, chain, endpoints')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else from the policy or the first endpoint)');
  addRpcOption(command, 'those of the policy')
    .option('--state <folder>', 'where the state is kept (else in .carbon-ledger/replay)')
    .option('--fresh', 'start over, without the state of an earlier run')
    .option('--threads <number>', 'how many threads check records (else one for each core)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: ReplayCommandOptions) => replay(context, options));
}

async function replay({ terminal, endWith }: CommandContext, options: ReplayCommandOptions): Promise<void> {
  const report = await runReplay(await arrangeReplay(terminal, options));
  printResult(terminal, options.json, report, formatReplay(report));
  endWith(EXITS[report.verdict]);
}

async function arrangeReplay(terminal: Terminal, options: ReplayCommandOptions): Promise<ReplayOptions> {
  const { policy } = await choosePolicy(terminal, options);
  const { chainId, ledger, rpc, finality, registry } = policy;
  if (rpc.urls.length === 0)
    throw new UsageError('option', 'no endpoint of the chain is known: give one with --rpc');
  const { publication, fresh = false } = options;
  return {
    chain: { ...rpc, finality, chainId, ledger, registry: registry?.address ?? null },
    publication: /^https?:\/\//.test(publication) ? publication : resolve(terminal.cwd, publication),
    state: resolve(terminal.cwd, options.state ?? `${LEDGER_FOLDER}/replay/${chainId}-${ledger}`),
    isFresh: fresh,
    threads: options.threads === undefined ? availableParallelism() : parseThreads(options.threads),
    onProgress: (progress) => printProgress(terminal, options.json, describeProgress(progress)),
    onWarning: (text) => printProgress(terminal, options.json, text),
  };
}

const MOST_THREADS = 256;

function parseThreads(text: string): number {
  const threads = parseNumber(text, '--threads');
  if (threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new UsageError('option', `--threads needs a number from 1 to ${MOST_THREADS}, got ${text}`);
}

function describeProgress({ number, latest, records, rate }: ProgressReport): string {
  return `batch ${number} of ${latest}: ${records} records, ${rate} a second`;
}
