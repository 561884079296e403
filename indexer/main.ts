import { EXIT_CODES } from '../core/exit-codes.ts';
import { SESSION_LIMITS } from '../db/pool.ts';
import { describeError } from '../runtime/describe-error.ts';
import { openLog } from '../runtime/log.ts';
import { openLoggedPool, prepareDatabase } from '../runtime/open-database.ts';
import { openPatiently } from '../runtime/open-patiently.ts';
import { type IndexerProgramConfig, parseIndexerConfig } from './config.ts';
import { startIndexer } from './start-indexer.ts';

/** Runs an indexer until a signal or until it halts; returns the exit code. */
async function run({ databaseUrl, chain, logLevel }: IndexerProgramConfig): Promise<number> {
  const log = openLog(logLevel);
  const pool = openLoggedPool(databaseUrl, { limits: SESSION_LIMITS.work, log });
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const patience = { log, pollMs: chain.pollMilliseconds, signal: stopping.signal };
  try {
    await openPatiently(() => prepareDatabase(databaseUrl, { log }), patience);
    const indexer = await openPatiently(() => startIndexer({ pool, config: chain, log }), patience);
    stopping.signal.addEventListener('abort', () => void indexer.stop());
    const halted = await indexer.ended;
    if (halted !== null) log.fatal({ code: halted.code }, halted.message);
    return halted === null ? EXIT_CODES.ok : EXIT_CODES.halted;
  } catch (error) {
    if (error === stopping.signal.reason) return EXIT_CODES.ok;
    throw error;
  } finally {
    await pool.end();
  }
}

try {
  process.exitCode = await run(parseIndexerConfig(process.env));
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = EXIT_CODES.failed;
}
