import { ReaderError } from '../core/verify/chain-reader.ts';
import { UserFacingError } from '../core/errors.ts';
import { migrate } from '../db/migrate.ts';
import { openPool } from '../db/pool.ts';
import { openLog } from '../runtime/log.ts';
import { type IndexerProgramConfig, parseIndexerConfig } from './config.ts';
import { startIndexer } from './start-indexer.ts';

/** The exit code when an operator must act: a supervisor that starts the program again changes nothing. */
const HALTED = 3;

/** Returns the exit code of an indexer that ran until a signal, or until it halted. */
async function run({ databaseUrl, chain, logLevel }: IndexerProgramConfig): Promise<number> {
  const log = openLog(logLevel);
  const pool = openPool(databaseUrl, {
    onError: (err) => log.warn({ err }, 'a connection to the database broke'),
  });
  try {
    await migrate(pool);
    const indexer = await startIndexer({ pool, config: chain, log });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void indexer.stop());
    const halted = await indexer.ended;
    if (halted !== null) log.fatal({ code: halted.code }, halted.message);
    return halted === null ? 0 : HALTED;
  } finally {
    await pool.end();
  }
}

/** Errors with a code are for people; what has none is a fault of the program. */
function describeProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ReaderError) return `RPC_URL: ${error.message} (${error.code})`;
  if (error instanceof UserFacingError) return error.message;
  if (!('code' in error)) return error.stack ?? error.message;
  return `DATABASE_URL can't be used: ${error.message === '' ? String(error.code) : error.message}`;
}

try {
  process.exitCode = await run(parseIndexerConfig(process.env));
} catch (error) {
  process.stderr.write(`${describeProblem(error)}\n`);
  process.exitCode = 1;
}
