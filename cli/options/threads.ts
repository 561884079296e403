import { availableParallelism } from 'node:os';
import { UsageError } from '../terminal/usage-error.ts';
import { parseNumber } from './domain-options.ts';

const MOST_THREADS = 256;

/** Returns how many threads check records: as given, else one for each core. @throws UsageError `option` */
export function parseThreads(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const threads = parseNumber(text, '--threads');
  if (threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new UsageError('option', `--threads needs a number from 1 to ${MOST_THREADS}, got ${text}`);
}
