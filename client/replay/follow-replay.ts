import { setTimeout as pause } from 'node:timers/promises';
import { UserFacingError } from '../../core/errors.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { ApiError } from '../http/api-error.ts';
import type { RegisteredReplay } from './register-replay.ts';
import type { OpenReplay, ReplayReport } from './run-replay.ts';

/** What following a ledger has come to. */
export interface FollowState {
  report: ReplayReport | null;
  registered: RegisteredReplay | null;
  /** Rounds that failed, because publication, chain or server could not be reached. */
  failures: number;
  /** Milliseconds since 1970 of the last round that did not fail. */
  succeededAt: number | null;
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
  /** Ends the following. */
  readonly signal: AbortSignal;
  readonly state: FollowState;
  onReport(report: ReplayReport): void;
  onRegistered(registered: RegisteredReplay): void;
  onFailure(error: Error): void;
}

/** Replays each new batch until the signal ends it, and registers a replay when one is due. Where something cannot be reached, the next round tries again. */
export async function followReplay(options: FollowOptions): Promise<void> {
  const { state, signal, now } = options;
  let dueAt = now();
  while (!signal.aborted) {
    try {
      const report = await options.replay.run();
      if (report.number !== state.report?.number || report.verdict !== state.report.verdict)
        options.onReport(report);
      state.report = report;
      if (options.register !== null && isRegistrable(options, dueAt)) {
        dueAt = now() + options.registerEvery;
        state.registered = await options.register(report);
        options.onRegistered(state.registered);
      }
      state.succeededAt = now();
    } catch (error) {
      if (!isTemporary(error)) throw error;
      state.failures++;
      options.onFailure(error);
    }
    await pause(options.lookEvery, undefined, { signal }).catch(() => {});
  }
}

/** The record of a replay makes a new batch. So a quiet ledger, too, gets a replay on schedule, and its heads do not become too old. */
function isRegistrable({ state: { report, registered }, now }: FollowOptions, dueAt: number): boolean {
  if (report?.verdict !== 'replayed' || report.number === 0 || now() < dueAt) return false;
  return registered === null || report.number > registered.number;
}

function isTemporary(error: unknown): error is Error {
  if (error instanceof ApiError) return error.isTemporary;
  if (error instanceof PublicationError) return error.code === 'copy-unreadable';
  return error instanceof ReaderError && error instanceof UserFacingError;
}
