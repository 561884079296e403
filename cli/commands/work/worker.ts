import { hostname, totalmem } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { servePool, type WorkerDone } from '../../../jobs/work/serve-pool.ts';
import { openEngineServer } from '../../../jobs/engines/engine-store.ts';
import type { EngineStore } from '../../../jobs/engines/engine-store.ts';
import { engineFolder } from '../../engines/engine-folder.ts';
import { parseNumber } from '../../options/domain-options.ts';
import { parsePartyName } from '../../options/id-arguments.ts';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';
import { findApi } from '../../options/server-options.ts';
import { parseThreads } from '../../options/threads.ts';
import { openWork, parseWorkId } from '../../options/work-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { formatCount } from '../../output/text-format.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { openUnitsInThreads } from '../../threads/open-units.ts';

type WorkerOptions = CommonOptions &
  ReaderOptions & {
    readonly pool?: string;
    readonly for?: string;
    readonly threads?: string;
    readonly memory?: string;
    readonly work?: string;
    readonly name?: string;
    readonly untilEmpty?: boolean;
  };

const HELP = `
Takes units of work from the server over HTTPS, computes them and sends the bytes back. It signs
in as a party, the pool: of private records it reads those that this party was granted. It needs
no database, and runs on any machine that reaches the server: as many as you like, also as jobs
of Slurm (docs/work.md). It may be killed at any time: others then get what it had.

It computes with the file of the engine that the work names, if it has that file, or the server.

Examples:
  ledger worker --key centre.key.json --threads 2 --for lei:529900T8BM49AURSDO55 --until-empty
  ledger worker --key centre.key.json --work 2c6f… --until-empty --json`;

const MIB = 2 ** 20;

/** Adds `worker`. */
export function addWorkerCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('worker')
    .option('--pool <party>', 'the pool, where your key belongs to several parties')
    .option('--for <parties>', 'work for these parties only (else for everyone)')
    .option('--threads <number>', 'units at the same time (else 1)')
    .option('--memory <MiB>', 'memory for one unit (else an equal part of that of the machine)')
    .option('--work <id>', 'take units of this work only')
    .option('--name <name>', 'name of the worker, for people (else that of the machine)')
    .option('--until-empty', 'end when nothing waits');
  addReaderOptions(command, 'key file of the pool, to sign in with')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: WorkerOptions) => work(context.terminal, options));
}

async function work(terminal: Terminal, options: WorkerOptions): Promise<void> {
  const say = (text: string): void => printProgress(terminal, options.json, text);
  const threads = options.threads === undefined ? 1 : parseThreads(options.threads);
  const memory =
    options.memory === undefined
      ? Math.floor(totalmem() / threads)
      : MIB * parseNumber(options.memory, '--memory');
  const client = openWork(terminal, options, say);
  const request = {
    pool: options.pool === undefined ? undefined : parsePartyName(options.pool),
    worker: (options.name ?? hostname()).replaceAll(/[^A-Za-z0-9._:-]/g, '-').slice(0, 64),
    ...{ memory, threads },
    parties: options.for?.split(',').map(parsePartyName),
    work: options.work === undefined ? undefined : parseWorkId(options.work),
    untilEmpty: options.untilEmpty === true,
  };
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const done = await servePool(
      request,
      {
        ...client,
        engines: await openEngines(terminal, options),
        openUnits: (opened) => openUnitsInThreads(opened, threads),
        now: () => performance.now(),
        wait: (milliseconds) => pause(milliseconds),
        say,
      },
      stopping.signal,
    );
    printResult(terminal, options.json, done, describe(done));
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** The engines of this program, then those of the server. What a server gives is hashed before it runs. */
async function openEngines(terminal: Terminal, options: WorkerOptions): Promise<EngineStore> {
  const server = openEngineServer(await findApi(terminal, options));
  return {
    list: engineFolder.list,
    read: async (digest) =>
      (await engineFolder.read(digest)) ?? (await server.read(digest).catch(() => null)),
  };
}

function describe({ units, failed, lost }: WorkerDone): string {
  return `computed ${formatCount(units, 'unit')}; ${failed} could not be computed, ${lost} came too late`;
}
