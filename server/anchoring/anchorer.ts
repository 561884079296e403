import { rememberAnswers } from '../../chain/rpc/remembered-answers.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { withTurn } from '../../db/batches/anchorer-turn.ts';
import { type BatchView, findNewestBatch, findOldestUnanchored } from '../../db/batches/batch-views.ts';
import { type ChainState, readChainState } from '../../db/chain/chain-state.ts';
import { readTransactions } from '../../db/batches/transactions.ts';
import { explainSession } from '../../db/session-errors.ts';
import { readQueue } from '../../db/records/waiting-records.ts';
import { anchorBatch } from './anchor-batch.ts';
import { ANCHOR_WAITS, type AnchorerDeps, type AnchorStep, type StepDeps } from './step.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, type NextStep, startLoop } from '../../runtime/loop.ts';
import { openLasting } from '../../runtime/lasting.ts';
import { wakeChain } from './quiet-chain.ts';
import { isTooLate, voidBatch } from './void-header.ts';

/**
 * Takes the next step to anchor the oldest batch that is not on the chain. Each step starts from the database and the chain alone, so that
 * the first start, the next step and a restart after a crash follow the same path. Any number of processes may call it: only one anchors.
 * That a transaction was sent does not make a batch anchored; only the reading of the indexer does.
 * @throws ReaderError if the chain does not answer
 */
export async function anchorOnce(deps: AnchorerDeps): Promise<AnchorStep> {
  const step = await withTurn(deps.pool, deps.worker, (turn) => takeStep({ ...deps, turn }));
  return step ?? { kind: 'waiting', reason: 'another-anchorer' };
}

async function takeStep(deps: StepDeps): Promise<AnchorStep> {
  const state = await readChainState(deps.pool);
  if (state === null) return { kind: 'waiting', reason: 'not-ready' };
  if (state.halted !== null) return { kind: 'waiting', reason: 'halted' };
  const batch = await findOldestUnanchored(deps.pool);
  if (batch !== null && isTooLate(batch, state, deps.maxDelay))
    return voidBatch(deps, batch, 'time', await readTransactions(deps.pool, batch.number));
  if (state.ending !== null) return { kind: 'waiting', reason: 'closed' };
  if (batch === null) return prepareSealing(deps, state);
  return (await publishBatch(deps, batch)) ?? anchorBatch(deps, state, batch);
}

/** Publishes a batch. Returns null if that succeeded, else why the batch cannot be sent (§9). The next step tries again. */
async function publishBatch({ publish, turn }: StepDeps, batch: BatchView): Promise<AnchorStep | null> {
  try {
    await publish?.(batch, turn);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `Batch ${batch.number} cannot be published, and is not sent before it is. Correct the cause: ${why}`;
    return { kind: 'blocked', reason: 'not-published', message };
  }
}

/**
 * Wakes a quiet chain if records wait or a batch is not final: the sealer waits while the final block is old, and a batch becomes final
 * only with later blocks. On a chain that mines on demand, only a transaction makes such blocks.
 */
async function prepareSealing(deps: StepDeps, state: ChainState): Promise<AnchorStep> {
  const { count } = await readQueue(deps.pool, 1);
  const newest = await findNewestBatch(deps.pool);
  const isNeeded = count > 0 || newest?.state === 'anchored';
  const woken = isNeeded ? await wakeChain(deps, state) : null;
  return woken ?? { kind: 'waiting', reason: 'nothing' };
}

/** Milliseconds for which a step may continue with what the chain answered to the one before it. */
const CONTINUED = 30_000;

/**
 * Starts an anchorer, which anchors batch after batch until it is stopped. A step that an endpoint interrupted, as by a rate limit, is
 * continued: the next one asks only what was not answered yet.
 */
export function startAnchorer({ pollMs, ...deps }: AnchorerDeps & { readonly pollMs: number }): Loop {
  const { log } = deps;
  const { forget, ...endpoints } = rememberAnswers(deps, {
    isRemembered: (method) => method !== 'eth_sendRawTransaction',
    ms: CONTINUED,
  });
  const standBy = openLasting();
  let last = '';
  /** Logs an outcome only if it differs from the one before. */
  const logOnce = (key: string, line: () => void): void => {
    if (key !== last) line();
    last = key;
  };
  const step = async (): Promise<NextStep> => {
    const outcome = await anchorOnce({ ...deps, ...endpoints });
    forget();
    const isStandingBy = outcome.kind === 'waiting' && outcome.reason === 'another-anchorer';
    const seconds = standBy(isStandingBy);
    if (seconds !== null) log.warn({ seconds }, `Another process has been anchoring for ${seconds} s.`);
    // Two anchorers take turns: that the other one works ends no trouble.
    if (!isStandingBy) logOnce(JSON.stringify(outcome), () => logStep(log, outcome));
    return outcome.kind === 'voided' ? 'at-once' : 'after-pause';
  };
  return startLoop({
    step,
    pollMs,
    onError(error) {
      if (!(error instanceof ReaderError && error.code === 'rpc-unreachable')) forget();
      const why = explainSession(error);
      logOnce(why ?? String(error), () =>
        log.error({ err: error }, `Anchoring failed (${why ?? 'see err'}). It will be tried again.`),
      );
    },
  });
}

function logStep(log: Log, outcome: AnchorStep): void {
  switch (outcome.kind) {
    case 'blocked':
      return log.error({ reason: outcome.reason }, outcome.message);
    case 'waiting':
      if (['halted', 'late', 'closed'].includes(outcome.reason))
        log.warn({ waiting: outcome.reason }, `Anchoring waits: ${ANCHOR_WAITS[outcome.reason]}.`);
      return;
    case 'woken':
      return log.info({}, 'The chain was quiet: an empty transaction was sent, so that it makes a block.');
    case 'voided':
      return;
    case 'sent':
    case 'replaced':
    case 'resent':
      return log.info(outcome, `The transaction of a batch was ${outcome.kind}.`);
  }
}
