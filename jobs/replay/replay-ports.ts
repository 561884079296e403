import type { Domain } from '../../core/hashing/domain.ts';
import type { Progress } from '../ports.ts';
import type { AppliedRecords } from './apply-batch.ts';
import type { CheckedLines, RecordColumns } from './check-lines.ts';
import type { HeadsLedger } from './heads-ledger.ts';
import type { ReplayState } from './replay-state.ts';

/** The state of a replay, kept from one run to the next. Only one replay at a time has it; a crash leaves the state of an earlier batch. */
export interface KeptState {
  readonly state: ReplayState;
  /** Adds what a batch added to the state. It is written at once, or together with the next ones. */
  add(columns: RecordColumns, applied: AppliedRecords): Promise<void>;
  /** Writes what was added. */
  save(): Promise<void>;
  /** Returns the ledger as it was after its first `records` records, from what was written. @throws ReplayError `state-damaged` */
  ledgerAfter(records: number): Promise<HeadsLedger>;
  close(): Promise<void>;
}

/** Checks blocks of published lines, in threads of their own or in this one. */
export interface LinePool {
  /** How many blocks may be under check at once. */
  readonly checks: number;
  check(block: Uint8Array): Promise<CheckedLines>;
  /** Ends all threads; running checks fail. */
  close(): Promise<void>;
}

/** How far a replay is. */
export interface ReplayedSoFar {
  readonly number: number;
  readonly latest: number;
  readonly records: number;
  /** Records a second since this run began. */
  readonly rate: number;
}

/** What a replay needs of the program that runs it. */
export interface ReplayPorts {
  /** Opens the state of earlier runs, or a new one in its place. @throws ReplayError `state-…` */
  openState(domain: Domain, isFresh: boolean): Promise<KeptState>;
  openLines(domain: Domain): LinePool;
  /** Gets how far the replay is, at most once a second. */
  readonly onProgress: Progress<ReplayedSoFar>;
  /** Ends a run early; it then throws the reason, and the next run continues there. */
  readonly signal?: AbortSignal;
}
