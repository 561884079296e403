import { PublicationError } from '../../core/publication/publication-error.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Pause } from '../ports.ts';
import type { RegisteredReplay } from './register-replay.ts';
import { ReplayError } from './replay-error.ts';
import type { OpenReplay, ReplayReport } from './run-replay.ts';

/** What following a ledger has come to. */
export interface FollowState {
  report: ReplayReport | null;
  /** How far the look in progress is; null before its first batch. */
  progress: Pick<ReplayReport, 'number' | 'latest' | 'records'> | null;
  registered: RegisteredReplay | null;
  /** Milliseconds since 1970 of the last registration. */
  registeredAt: number | null;
  /** Looks that failed, because publication, chain or server could not be reached, or the server refused the record. */
  failures: number;
  /** Whether the last look failed, or ended before the newest final batch. */
  isUnchecked: boolean;
  /** Milliseconds since 1970 of the last look that came to the newest final batch. */
  checkedAt: number | null;
}

/** Returns the state before the first look. */
export function createFollowState(): FollowState {
  return {
    report: null,
    progress: null,
    registered: null,
    registeredAt: null,
    failures: 0,
    isUnchecked: false,
    checkedAt: null,
  };
}

/** How a ledger is followed. */
export interface FollowOptions {
  readonly replay: OpenReplay;
  /** Registers a replay; null: nothing is registered. */
  readonly register: ((report: ReplayReport) => Promise<RegisteredReplay>) | null;
  /** Milliseconds between two looks at the chain, and the least time between two registrations. */
  readonly lookEvery: number;
  readonly registerEvery: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: Pause;
  /** Ends the following. */
  readonly signal: AbortSignal;
  readonly state: FollowState;
  onReport(report: ReplayReport): void;
  onRegistered(registered: RegisteredReplay): void;
  onFailure(error: Error): void;
}

/**
 * Replays each new batch until the signal ends it, and registers a replay when one is due. Where something cannot be reached, or the
 * server refuses the record, the next look tries again.
 */
export async function followReplay(options: FollowOptions): Promise<void> {
  const { state, signal } = options;
  const due = { at: options.now() };
  const isEnded = (): boolean => signal.aborted;
  while (!isEnded()) {
    try {
      await lookOnce(options, due);
    } catch (error) {
      if (isEnded()) return;
      if (!isPassing(error)) throw error;
      state.failures++;
      state.isUnchecked = true;
      options.onFailure(error);
    }
    state.progress = null;
    await options.pause(options.lookEvery, signal);
  }
}

async function lookOnce(options: FollowOptions, due: { at: number }): Promise<void> {
  const { state, register, now } = options;
  const report = await options.replay.run();
  if (report.number !== state.report?.number || report.verdict !== state.report.verdict)
    options.onReport(report);
  state.report = report;
  state.isUnchecked = report.number < report.latest || report.verdict === 'incomplete';
  if (!state.isUnchecked) state.checkedAt = now();
  if (register === null || !isRegistrable(options, due.at)) return;
  state.registered = await register(report);
  state.registeredAt = now();
  due.at = now() + options.registerEvery;
  options.onRegistered(state.registered);
}

/**
 * The record of a replay makes a new batch. So a quiet ledger, too, gets a replay on schedule, and its heads do not become too old. A
 * closed ledger takes no more records.
 */
function isRegistrable({ state: { report, registered }, now }: FollowOptions, dueAt: number): boolean {
  if (report?.verdict !== 'replayed' || report.number === 0 || now() < dueAt) return false;
  return report.successor === null && (registered === null || report.number > registered.number);
}

/** Tells whether an error may be gone at the next look. */
export function isPassing(error: unknown): error is Error {
  // A party or key that the server does not take, or not yet, is no reason to look for faults no longer.
  if (error instanceof ApiError) return true;
  // A copy that is being written, such as by rsync, is damaged for a moment.
  if (error instanceof PublicationError) return error.code !== 'wrong-ledger';
  if (error instanceof ReplayError)
    return error.code === 'chain-differs' || error.code === 'replayer-refused';
  return error instanceof ReaderError;
}
