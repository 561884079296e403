import type { Logger } from 'pino';
import type { Domain } from '../../core/hashing/domain.ts';
import { startIndexer } from '../../indexer/start-indexer.ts';
import type { ServerConfig } from '../../server/settings/server-settings.ts';
import { startServer } from '../../server/main.ts';
import { openDatabase } from '../../runtime/open-database.ts';
import type { ActorName } from './actors.ts';
import type { KeyHolder, LocalKey } from './local-keys.ts';
import { DevnetError } from '../terminal/devnet-error.ts';

/** A ledger that runs in this process. */
export interface Stack {
  /** Of the HTTP interface. */
  readonly url: string;
  readonly domain: Domain;
  /** Keys of the example's actors, where it is to be played. */
  readonly keys: Readonly<Record<KeyHolder, LocalKey>> | null;
  /** Whom this start registered, since the registry did not know them. */
  readonly registered: readonly ActorName[];
  /** Rejects with what an operator must know when the indexer halts, or a service of this machine ends. */
  readonly halted: Promise<never>;
  /** Finishes what is under way, then stops everything that this start began, last first. */
  stop(): Promise<void>;
}

/** Steps that undo a start, in the order in which it was made. */
export type Undo = (() => Promise<void>)[];

/** Returns what a start gives; when it fails, what it had begun is undone first. */
export async function undoOnFailure<Out>(
  start: (undo: Undo, stop: () => Promise<void>) => Promise<Out>,
): Promise<Out> {
  const undo: Undo = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await start(undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts indexer and server in this process, on a database brought to this program's schema. */
export async function startLedger(
  config: ServerConfig,
  log: Logger,
  undo: Undo,
): Promise<Pick<Stack, 'url' | 'halted'>> {
  const pool = await openDatabase(config.databaseUrl, { log });
  undo.push(() => pool.end());
  const indexer = await startIndexer({ pool, config: config.chain, log: log.child({ part: 'indexer' }) });
  undo.push(() => indexer.stop());
  const server = await startServer(config, { log: log.child({ part: 'server' }) });
  undo.push(() => server.stop());
  const halted = indexer.ended.then((step): Promise<never> => {
    if (step === null) return new Promise(() => {});
    throw new DevnetError('halted', `The indexer stopped (${step.code}): ${step.message}`);
  });
  halted.catch(() => {});
  return { url: server.url, halted };
}
