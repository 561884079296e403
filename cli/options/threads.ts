import { parseNumber } from './domain-options.ts';
import { UsageError } from '../terminal/usage-error.ts';

const MOST_THREADS = 256;

/** Returns a number of threads. @throws UsageError `option` */
export function parseThreads(text: string): number {
  const threads = parseNumber(text, '--threads');
  if (threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new UsageError('option', `--threads needs a number from 1 to ${MOST_THREADS}, got ${text}`);
}
