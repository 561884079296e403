import type { Logger } from 'pino';
import type { Domain } from '../../core/hashing/domain.ts';
import { startIndexer } from '../../indexer/start-indexer.ts';
import type { ServerConfig } from '../../server/settings/server-settings.ts';
import { startServer } from '../../server/main.ts';
import { openSharedEndpoints } from '../../runtime/open-chain.ts';
import { openDatabase } from '../../runtime/open-database.ts';
import type { ActorName } from './actors.ts';
import type { KeyHolder, LocalKey } from './local-keys.ts';
import type { Regulator } from './regulator.ts';
import { DevnetError } from '../terminal/devnet-error.ts';

/** A ledger that runs in this process. */
export interface Stack {
  /** The URL of the HTTP interface. */
  readonly url: string;
  readonly domain: Domain;
  /** Keys of the example's actors; null if the example is not played. */
  readonly keys: Readonly<Record<KeyHolder, LocalKey>> | null;
  /** The actors that this start registered. */
  readonly registered: readonly ActorName[];
  /** Replays the ledger; null if the example is not played, or nothing is published. */
  readonly regulator: Regulator | null;
  /** Rejects with an error for the operator if the indexer halts or a local service ends. */
  readonly halted: Promise<never>;
  /** Finishes the requests in progress, then stops everything that this start began, in reverse order. */
  stop(): Promise<void>;
}

/** Steps that undo a start, in the order of the start. They run in reverse. */
export type Undo = (() => Promise<void>)[];

/** Runs a start and returns its result. If it fails, what it had begun is undone before the error is thrown. */
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

/** Migrates the database, then starts indexer and server in this process. */
export async function startLedger(
  config: ServerConfig,
  log: Logger,
  undo: Undo,
): Promise<Pick<Stack, 'url' | 'halted'>> {
  const pool = await openDatabase(config.databaseUrl, { log });
  undo.push(() => pool.end());
  const endpoints = openSharedEndpoints(config.chain);
  const indexer = await startIndexer({
    ...{ pool, config: config.chain, endpoints },
    log: log.child({ part: 'indexer' }),
  });
  undo.push(() => indexer.stop());
  const server = await startServer(config, { endpoints, log: log.child({ part: 'server' }) });
  undo.push(() => server.stop());
  const indexed = indexer.ended.then((step): Promise<never> => {
    if (step === null) return new Promise(() => {});
    throw new DevnetError('halted', `The indexer stopped (${step.code}): ${step.message}`);
  });
  const halted = Promise.race([indexed, server.failed]);
  halted.catch(() => {});
  return { url: server.url, halted };
}
