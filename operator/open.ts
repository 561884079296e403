import { openRpcReader } from '../chain/rpc-reader.ts';
import { SESSION_LIMITS } from '../db/pool.ts';
import { openChain } from '../runtime/open-chain.ts';
import { openDatabase } from '../runtime/open-database.ts';
import { openRecover } from '../chain/keys/native-signatures.ts';
import { openCopy } from '../client/publication/copy.ts';
import type { OperatorDeps } from './deps.ts';
import { OperatorError } from './operator-error.ts';
import type { OperatorConfig } from './settings.ts';

type Report = OperatorDeps['report'];

/** A command does one thing after the other, so that few connections are enough. */
const CONNECTIONS = 2;

function openOperatorDatabase(databaseUrl: string, report: Report): ReturnType<typeof openDatabase> {
  const log = { warn: (_fields: object, message: string) => report(message) };
  return openDatabase(databaseUrl, { max: CONNECTIONS, limits: SESSION_LIMITS.operator, log });
}

/** Migrates the database of a configuration to the schema of this program. @throws StartupError, SchemaRefused */
export async function migrateDatabase(databaseUrl: string, report: Report): Promise<void> {
  const pool = await openOperatorDatabase(databaseUrl, report);
  await pool.end();
}

/**
 * Opens database, chain and publication of a configuration, runs a command on them and closes them. Returns what the command
 * returns.
 * @throws OperatorError `no-publication`, StartupError, SchemaRefused, and what `run` throws
 */
export async function withOperator<Out>(
  { databaseUrl, chain: config, publication, documents }: OperatorConfig,
  report: Report,
  run: (deps: OperatorDeps) => Promise<Out>,
): Promise<Out> {
  if (publication === null)
    throw new OperatorError(
      'no-publication',
      'No publication is named. Set PUBLICATION_DIR to its folder, or give its folder or URL with --from.',
    );
  const pool = await openOperatorDatabase(databaseUrl, report);
  try {
    const { domain, endpoints, finality } = await openChain(pool, config);
    const { rpcUrls: urls, quorum } = config;
    const reader = openRpcReader({ urls, quorum, finality, ...domain });
    const recover = openRecover({ warn: (_fields, message) => report(message) });
    const copy = openCopy(publication);
    const now = (): number => Math.floor(Date.now() / 1000);
    return await run({ pool, domain, reader, endpoints, copy, documents, now, recover, report });
  } finally {
    await pool.end();
  }
}
