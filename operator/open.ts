import { openRpcReader } from '../chain/rpc-reader.ts';
import { openPool } from '../db/pool.ts';
import { openServedChain } from '../runtime/open-chain.ts';
import { prepareDatabase } from '../runtime/open-database.ts';
import { openCopy } from '../server/publication/copy.ts';
import { openRecover } from '../server/intake/recover.ts';
import type { OperatorConfig } from './settings.ts';
import type { OperatorDeps } from './deps.ts';
import { OperatorError } from './operator-error.ts';

/** Few are enough: a command does one thing after the other. */
const CONNECTIONS = 2;

/** Brings the database of a configuration to the schema of this program. @throws StartupError, SchemaRefused */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const pool = openPool(databaseUrl, { max: CONNECTIONS });
  try {
    await prepareDatabase(pool, databaseUrl);
  } finally {
    await pool.end();
  }
}

/**
 * Returns what `run` returns, run on the database, the chain and the publication of a configuration.
 * @throws StartupError, OperatorError `no-publication`, SchemaRefused, and what `run` throws
 */
export async function withOperator<Out>(
  { databaseUrl, chain, publication }: OperatorConfig,
  tell: (line: string) => void,
  run: (deps: OperatorDeps) => Promise<Out>,
): Promise<Out> {
  if (publication === null)
    throw new OperatorError(
      'no-publication',
      'No publication is named: set PUBLICATION_DIR to its folder, or name folder or URL by --from.',
    );
  const pool = openPool(databaseUrl, { max: CONNECTIONS });
  try {
    await prepareDatabase(pool, databaseUrl);
    const { domain, rpcs } = await openServedChain(pool, { chain });
    const { rpcUrls: urls, quorum, ledger } = chain;
    const finality = chain.finality === 'finalized' ? chain.finality : { confirmations: chain.finality };
    const reader = openRpcReader({ urls, quorum, finality, chainId: domain.chainId, ledger });
    const recover = openRecover({ warn: (_fields, message) => tell(message) });
    const endpoints = { rpcs, quorum };
    return await run({ pool, domain, reader, endpoints, copy: openCopy(publication), recover, tell });
  } finally {
    await pool.end();
  }
}
