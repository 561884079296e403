import type { Pool } from 'pg';
import type { Endpoints } from '../chain/rpc/quorum.ts';
import { explainSession } from '../db/session-errors.ts';
import type { ChainConfig } from '../runtime/chain-settings.ts';
import type { Log } from '../runtime/log.ts';
import { type NextStep, startLoop } from '../runtime/loop.ts';
import { openLasting } from '../runtime/lasting.ts';
import { openRepeats } from '../runtime/repeats.ts';
import { openFollowedChain } from './followed-chain.ts';
import { openHeadClock } from './head-clock.ts';
import { indexOnce, type IndexStep } from './index-chain.ts';
import { EventMissed } from './ledger-facts.ts';

/** Why an indexer stopped by itself: an operator must act. */
export type Halt = Extract<IndexStep, { kind: 'halted' }>;

/** A running indexer. */
export interface RunningIndexer {
  /** Resolves when the indexer has ended: with null after `stop`, with the reason after it halted. */
  readonly ended: Promise<Halt | null>;
  /** Lets the current step finish, then ends the indexer. */
  stop(): Promise<void>;
}

/** What an indexer needs. */
export interface IndexerOptions {
  readonly pool: Pool;
  readonly config: ChainConfig;
  readonly log: Log;
  /** The endpoints of the chain, where the process uses them for more than the indexer. */
  readonly endpoints?: Endpoints;
}

/** The longest pause between two tries while chain or database can't be reached, in milliseconds. */
const LONGEST_PAUSE = 8_000;

const DOUBT =
  'The Bloom filters of blocks name the ledger or its registry, but no event was given. They are read again.';

/**
 * Returns an indexer that follows the chain until it is stopped, or halts. While chain or database can't be reached, it tries
 * again, with longer and longer pauses.
 * @throws StartupError when the chain can't be reached at first, or chain, ledger and database do not belong together
 */
export async function startIndexer({
  pool,
  config,
  log,
  endpoints,
}: IndexerOptions): Promise<RunningIndexer> {
  const chain = await openFollowedChain(pool, config, endpoints);
  const { domain, registry } = chain;
  log.info({ ...domain, registry }, 'The indexer follows the chain.');
  const isNews = openRepeats();
  const isDoubtNews = openRepeats();
  const lasting = openLasting();
  const measureClock = openHeadClock();
  let failures = 0;
  let halted: Halt | null = null;
  const { ended, stop } = startLoop({
    pollMs: config.pollMilliseconds,
    longestPauseMs: LONGEST_PAUSE,
    async step() {
      const step = await indexOnce({ pool, chain, log, measureClock });
      if (failures > 0) log.info({ failures }, 'The indexer continues.');
      failures = 0;
      if (step.kind === 'moved') log.debug({ reason: step.reason }, 'The chain moved while it was read.');
      const seconds = lasting(step.kind === 'moved');
      if (seconds !== null && step.kind === 'moved')
        log.warn({ seconds }, `Nothing new could be read from the chain for ${seconds} s: ${step.reason}.`);
      if (step.kind === 'halted') halted = step;
      if (step.kind === 'read' && step.doubtful.length > 0 && isDoubtNews(DOUBT))
        log.info({ blocks: step.doubtful }, DOUBT);
      return findNext(step);
    },
    onError(error, count) {
      failures = count;
      if (error instanceof EventMissed) {
        if (isNews(error.code)) log.error({ code: error.code, failures }, error.message);
        return;
      }
      const why = explainSession(error);
      const level = isNews(why ?? String(error)) ? 'warn' : 'debug';
      const what = why === null ? 'The chain could not be read' : `Nothing could be stored (${why})`;
      log[level]({ err: error, failures }, `${what}; it is tried again.`);
    },
  });
  return { ended: ended.then(() => halted), stop };
}

function findNext(step: IndexStep): NextStep {
  if (step.kind === 'halted') return 'none';
  const hasMore = step.kind === 'reorg' || (step.kind === 'read' && step.isBehind);
  return hasMore ? 'at-once' : 'after-pause';
}
