import { ReaderError } from '../core/chain-reader.ts';
import { ConfigError } from '../server/config.ts';
import { StartProblem } from './start-problem.ts';

/** Names of errors whose message alone is for people: it says what is wrong and what to do. */
const PLAIN = new Set([
  'StartProblem',
  'ConfigError',
  'ServerProblem',
  'IndexerProblem',
  'SchemaRefused',
  'ChainRefusal',
  'UsageError',
  'ApiError',
]);

/** Returns what a person should read of an error that ended a start: one line where it is known what to do. */
export function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ReaderError)
    return `The chain can't be asked (${error.code}): ${error.message}. Is RPC_URL right, and does it answer?`;
  if (error instanceof StartProblem || error instanceof ConfigError || PLAIN.has(error.name))
    return error.message;
  return `${error.message}\n${error.stack ?? ''}`;
}
