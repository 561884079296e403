import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Api } from '../../client/http/api.ts';
import { openWorkClient, type WorkClient } from '../../client/http/work.ts';
import type { PoolPorts } from '../../jobs/work/pool-units.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { openReaderApi, type ReaderOptions } from './reader-options.ts';

/** Returns what the server offers of work, signed in with the key; a session that has ended is opened again. @throws UsageError `option` */
export function openWork(
  terminal: Terminal,
  options: ReaderOptions,
  say: (text: string) => void,
): { readonly work: WorkClient; readonly openApi: () => Promise<Api> } {
  if (options.key === undefined)
    throw new UsageError('option', 'work is for parties of the ledger: sign in with --key <key file>');
  const openApi = (): Promise<Api> => openReaderApi(terminal, options);
  return { work: openWorkClient(openApi, say), openApi };
}

const RANDOM = 2 ** 32;

/** Returns what a run on pools needs of this machine. @throws UsageError `option` */
export function openPoolPorts(
  terminal: Terminal,
  options: ReaderOptions,
  say: (text: string) => void,
): PoolPorts {
  return {
    work: openWork(terminal, options, say).work,
    random: () => randomInt(RANDOM) / RANDOM,
    now: () => performance.now(),
    wait: (milliseconds) => pause(milliseconds),
    memory: () => process.memoryUsage().rss,
    say,
  };
}

/** Returns the id of work from the command line. @throws UsageError `option` */
export function parseWorkId(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw new UsageError(
    'option',
    `${text} is not the id of work: expected 36 characters, as ledger work list prints them`,
  );
}
