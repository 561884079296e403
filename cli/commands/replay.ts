import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import {
  createFollowState,
  followReplay,
  isPassing,
  type FollowState,
} from '../../jobs/replay/follow-replay.ts';
import { formatMetrics } from '../../jobs/replay/replay-metrics.ts';
import type { RegisteredReplay } from '../../jobs/replay/register-replay.ts';
import type { ReplayedSoFar, ReplayPorts } from '../../jobs/replay/replay-ports.ts';
import {
  chainOfPolicy,
  openReplay,
  type ReplayInput,
  type ReplayReport,
  runReplay,
} from '../../jobs/replay/run-replay.ts';
import { UserFacingError } from '../../core/errors.ts';
import type { ExitName } from '../../core/exit-codes.ts';
import { parseNumber } from '../options/domain-options.ts';
import { readReplayedLedger, type ReplayedLedgerOptions } from '../options/replayed-ledger.ts';
import {
  addReplayerOptions,
  openRegistration,
  type Registration,
  type ReplayerOptions,
} from '../options/replayer.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import { printProgress, printResult } from '../output/print.ts';
import {
  describeProgress,
  formatNextStep,
  formatRegistered,
  formatReplay,
} from '../output/verification/replay-text.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { serveMetrics } from '../terminal/metrics-server.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

interface ReplayOptions extends ReplayerOptions, ReplayedLedgerOptions {
  readonly follow?: boolean;
  readonly every?: string;
  readonly metricsPort?: string;
}

const EXITS = { replayed: 'ok', faults: 'refused', incomplete: 'unchecked' } as const satisfies Record<
  ReplayReport['verdict'],
  ExitName
>;

const HELP = `
Recomputes the whole ledger from public data alone: the published records and the chain. It
checks form, signatures, keys and roles at sealing and at anchoring, sequences, sources,
trees, heads, headers and anchors. It needs no server and no database. Ledger, chain and
endpoints come from --policy, or from --rpc and --ledger together, as for ledger verify.

It may be interrupted. The state of a run is kept in --state, and the next run continues
there; one replay at a time uses it. docs/errors.md lists every code.

With --register, an auditor, exchange or regulator registers the replay: policies can then
ask for it. Party, key and role are checked before the replay begins. With a fault nothing is
registered. With --follow the command replays each new
batch, until it is ended; with --register it registers when there is a new batch and --every
seconds have passed. After a fault it reports, and continues. Where something cannot be reached
or the copy is being written, it says so with the time, and tries again. With --json it prints a line
for each new report. docs/operate.md shows how to run it as a service.

Exit codes: 0 all as it should be (warnings may be listed), 1 a fault was found, or the
party may not register it, 2 wrong usage, or a state that is damaged or of another chain, 3 not replayed to the
newest final batch, or the copy is damaged, 4 publication, chain or server not reachable, or
the state is used by another replay or cannot be written.

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
    .requiredOption('--publication <folder or url>', 'the public copy of the ledger')
    .option('--policy <file>', 'file with your rules: ledger, chain, endpoints')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else from the policy or the first endpoint)');
  addReplayerOptions(addRpcOption(command, 'those of the policy'))
    .option('--follow', 'continue with each new batch until the command is ended')
    .option(
      '--every <seconds>',
      'with --follow: the least time between two registrations (else 86400, a day)',
    )
    .option('--metrics-port <port>', 'with --follow: serve metrics for Prometheus at 127.0.0.1')
    .option('--state <folder>', 'where the state is kept (else in .carbon-ledger/replay)')
    .option('--fresh', 'start over, without the state of an earlier run')
    .option('--threads <number>', 'how many threads check records (else one for each core)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: ReplayOptions) =>
      options.follow === true ? follow(context, options) : replayOnce(context, options),
    );
}

async function replayOnce({ terminal, endWith }: CommandContext, options: ReplayOptions): Promise<void> {
  for (const option of ['every', 'metricsPort'] as const)
    if (options[option] !== undefined)
      throw new UsageError(
        'option',
        `${NAMES[option]} needs --follow: without it the ledger is replayed once`,
      );
  const registration = await openRegistration(terminal, options);
  // A replay may take hours: what would refuse its record in the end refuses it now.
  await registration?.check();
  const { input, ports } = await arrangeReplay(terminal, options);
  const report = await runReplay(input, ports);
  const isReplayed = report.verdict === 'replayed' && report.number > 0;
  let registered: RegisteredReplay | null = null;
  try {
    if (isReplayed) registered = (await registration?.register(report)) ?? null;
  } finally {
    // What was found is printed, also if the ledger refuses the record.
    const text = [
      formatReplay(report),
      ...(registered === null ? [] : [formatRegistered(registered)]),
      ...(isReplayed && (registration === null || registered !== null) ? [formatNextStep(registered)] : []),
    ];
    printResult(terminal, options.json, { ...report, registered }, text.join('\n'));
  }
  endWith(EXITS[report.verdict]);
}

/** Options as they are typed. */
const NAMES = { every: '--every', metricsPort: '--metrics-port' } as const;

/** Milliseconds between two looks at the chain. */
const LOOK_EVERY = 15_000;
/** Seconds between two registrations, at least. */
const REGISTER_EVERY = 86_400;

async function follow({ terminal }: CommandContext, options: ReplayOptions): Promise<void> {
  const every = options.every === undefined ? REGISTER_EVERY : parseNumber(options.every, '--every');
  const registration = await openRegistration(terminal, options);
  const state = createFollowState();
  const signal = endOnSignal();
  const { input, ports } = await arrangeReplay(terminal, options);
  const replay = openReplay(input, {
    ...ports,
    signal,
    onProgress: (progress) => {
      state.progress = progress;
      ports.onProgress(progress);
    },
  });
  const stamp = (text: string): string => `${new Date(terminal.now()).toISOString()} ${text}`;
  const say = (text: string): void => printProgress(terminal, options.json, stamp(text));
  const fail = (error: Error): void =>
    terminal.writeErr(
      `${stamp(`error (${codeOf(error)}): ${error.message.replace(/\.$/, '')}; trying again in ${LOOK_EVERY / 1000} s`)}\n`,
    );
  const endMetrics = await openMetrics(options, state);
  try {
    say(describeFollowing(options, registration, every));
    // A server that is away, or a key that is not valid yet, is no reason to look for no faults.
    await registration?.check().catch((error: unknown) => {
      if (!isPassing(error)) throw error;
      fail(error);
    });
    await followReplay({
      replay,
      register: registration?.register ?? null,
      lookEvery: LOOK_EVERY,
      registerEvery: 1000 * every,
      now: terminal.now,
      pause: pauseUntil,
      signal,
      state,
      onReport: (report) => {
        printResult(terminal, options.json, report, formatReplay(report));
        say(`waiting for batch ${report.number + 1}, looking every ${LOOK_EVERY / 1000} s`);
      },
      onRegistered: (registered) =>
        printResult(terminal, options.json, { registered }, formatRegistered(registered)),
      onFailure: fail,
    });
  } finally {
    endMetrics();
    await replay.close();
  }
}

function codeOf(error: Error): string {
  return error instanceof UserFacingError ? String(error.code) : error.name;
}

function describeFollowing(
  { publication }: ReplayOptions,
  registration: Registration | null,
  every: number,
): string {
  const how =
    registration === null
      ? 'without registering'
      : `registering as ${registration.name}, at most every ${every} s`;
  return `following ${publication}, ${how}; Ctrl-C ends it`;
}

async function openMetrics({ metricsPort }: ReplayOptions, state: FollowState): Promise<() => void> {
  if (metricsPort === undefined) return () => {};
  return serveMetrics(parseNumber(metricsPort, '--metrics-port'), () => formatMetrics(state));
}

async function pauseUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {});
}

function endOnSignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ending.abort());
  return ending.signal;
}

/** A ledger that is replayed, with what that needs of this machine and of the terminal. */
interface Arranged {
  readonly input: ReplayInput;
  readonly ports: ReplayPorts;
}

async function arrangeReplay(terminal: Terminal, options: ReplayOptions): Promise<Arranged> {
  const { policy, publication, isFresh, local } = await readReplayedLedger(terminal, options, 'replay');
  const say = (progress: ReplayedSoFar): void =>
    printProgress(terminal, options.json, describeProgress(progress));
  return {
    input: { chain: chainOfPolicy(policy), publication, isFresh },
    ports: { ...local, onProgress: pace(say) },
  };
}

/** Milliseconds between two lines about the progress. */
const PRINT_EVERY = 5_000;

/** Returns what prints progress now and then: a replay may take hours. */
function pace(print: (progress: ReplayedSoFar) => void): (progress: ReplayedSoFar) => void {
  let last = 0;
  return (progress) => {
    if (performance.now() - last < PRINT_EVERY) return;
    last = performance.now();
    print(progress);
  };
}
