import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { followReplay, type FollowState } from '../../client/replay/follow-replay.ts';
import { formatMetrics } from '../../client/replay/replay-metrics.ts';
import {
  openReplay,
  type ProgressReport,
  type ReplayOptions,
  type ReplayReport,
  runReplay,
} from '../../client/replay/run-replay.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { parseNumber } from '../options/domain-options.ts';
import { LEDGER_FOLDER } from '../options/ledger-file.ts';
import { addReplayerOptions, openRegister, type ReplayerOptions } from '../options/replayer.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import { choosePolicy, type VerifyPolicyOptions } from '../options/verify-policy.ts';
import { printProgress, printResult } from '../output/print.ts';
import { formatRegistered, formatReplay } from '../output/replay-text.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { serveMetrics } from '../terminal/metrics-server.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

interface ReplayCommandOptions extends ReplayerOptions, VerifyPolicyOptions {
  readonly publication: string;
  readonly state?: string;
  readonly fresh?: boolean;
  readonly threads?: string;
  readonly follow?: boolean;
  readonly every: string;
  readonly metricsPort?: string;
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

With --register, an auditor, exchange or regulator registers the replay: policies can then
ask for it. With a fault nothing is registered. With --follow the command replays each new
batch, until it is ended; with --register it registers when there is a new batch and --every
seconds have passed. After a fault it reports, and continues. --publication may also be a URL.

Exit codes: 0 all as it should be, 1 a fault was found, 2 wrong usage, 3 not replayed to the
newest final batch, 4 publication or chain not reachable.

Examples:
  ledger replay --publication ./publication --policy policy.json
  ledger replay --publication ./publication --rpc https://node.example.org --ledger 0x… --json
  ledger replay --publication ./publication --policy policy.json --fresh --threads 2
  ledger replay --publication ./publication --policy policy.json --register \\
    --party demo:auditor --kind assurance --key auditor.key`;

/** Adds `replay`. */
export function addReplayCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('replay')
    .description('recompute a ledger from its publication and the chain alone')
    .requiredOption('--publication <folder or url>', 'the public copy of the ledger')
    .option('--policy <file>', 'file with your rules: ledger, chain, endpoints')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else from the policy or the first endpoint)');
  addReplayerOptions(addRpcOption(command, 'those of the policy'))
    .option('--follow', 'continue with each new batch until the command is ended')
    .option('--every <seconds>', 'with --follow: the least time between two registrations', '86400')
    .option('--metrics-port <port>', 'with --follow: serve metrics for Prometheus at 127.0.0.1')
    .option('--state <folder>', 'where the state is kept (else in .carbon-ledger/replay)')
    .option('--fresh', 'start over, without the state of an earlier run')
    .option('--threads <number>', 'how many threads check records (else one for each core)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: ReplayCommandOptions) =>
      options.follow === true ? follow(context, options) : replayOnce(context, options),
    );
}

async function replayOnce(
  { terminal, endWith }: CommandContext,
  options: ReplayCommandOptions,
): Promise<void> {
  const register = await openRegister(terminal, options);
  const report = await runReplay(await arrangeReplay(terminal, options));
  const registered =
    report.verdict === 'replayed' && report.number > 0 ? ((await register?.(report)) ?? null) : null;
  const text = [formatReplay(report), ...(registered === null ? [] : [formatRegistered(registered)])];
  printResult(terminal, options.json, { ...report, registered }, text.join('\n'));
  endWith(EXITS[report.verdict]);
}

/** Milliseconds between two looks at the chain. */
const LOOK_EVERY = 15_000;

async function follow({ terminal }: CommandContext, options: ReplayCommandOptions): Promise<void> {
  const every = parseNumber(options.every, '--every');
  const register = await openRegister(terminal, options);
  const replay = openReplay(await arrangeReplay(terminal, options));
  const state: FollowState = { report: null, registered: null, failures: 0, succeededAt: null };
  const endMetrics = await openMetrics(options, state);
  try {
    await followReplay({
      replay,
      register,
      lookEvery: LOOK_EVERY,
      registerEvery: 1000 * every,
      now: terminal.now,
      signal: endOnSignal(),
      state,
      onReport: (report) => printResult(terminal, options.json, report, formatReplay(report)),
      onRegistered: (registered) =>
        printResult(terminal, options.json, { registered }, formatRegistered(registered)),
      onFailure: (error) => terminal.writeErr(`${error.message}; the next look tries again\n`),
    });
  } finally {
    endMetrics();
    await replay.close();
  }
}

async function openMetrics({ metricsPort }: ReplayCommandOptions, state: FollowState): Promise<() => void> {
  if (metricsPort === undefined) return () => {};
  return serveMetrics(parseNumber(metricsPort, '--metrics-port'), () => formatMetrics(state));
}

function endOnSignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ending.abort());
  return ending.signal;
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

/** Returns a number of threads that check records. @throws UsageError `option` */
export function parseThreads(text: string): number {
  const threads = parseNumber(text, '--threads');
  if (threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new UsageError('option', `--threads needs a number from 1 to ${MOST_THREADS}, got ${text}`);
}

/** Returns how far a replay is, for people. */
export function describeProgress({ number, latest, records, rate }: ProgressReport): string {
  return `batch ${number} of ${latest}: ${records} records, ${rate} a second`;
}
