import { Invariant } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { SignedReceipt } from '../../db/records/records.ts';
import { type CheckedSubmission, type LineResult, joinLines } from './check-jobs.ts';
import type { CheckPool } from './check-pool.ts';
import { type LineError, explainError, isTransient } from '../errors/errors.ts';
import { HttpError } from '../errors/http-error.ts';
import { type AcceptanceDeps, acceptSubmissions } from './acceptance.ts';
import type { Acceptance, Outcome } from './outcome.ts';
import { type Line, LineQueue } from './line-queue.ts';
import { mapAhead } from './map-ahead.ts';
import { type Body, openPace, type Pace, takePlace } from './pace.ts';

/** Limits of bulk requests. */
export interface BulkLimits {
  /** Bulk requests at the same time. */
  readonly maxRequests: number;
  /** Lines that are stored in one transaction. */
  readonly maxLines: number;
  /** The longest line, in bytes. */
  readonly maxLine: number;
}

/** The load of bulk requests. */
export interface BulkLoad {
  readonly requests: number;
  /** Lines that were read but not answered yet. */
  readonly lines: number;
  /** The highest number of such lines since the process started. */
  readonly peakLines: number;
  /** Lines with an error since the process started, by code. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Registers the records of bulk requests. */
export interface BulkIntake {
  readonly load: () => BulkLoad;
  /**
   * Yields the results of the lines of a body, in the same order, as JSON lines; several lines may come as one text. It reads the body
   * only as fast as its results are read. If it ends with an error, the client sends the lines again: the same records get the same
   * receipts. Half of the requests, at least one, may be of one client.
   * @throws HttpError `overloaded` before the first result; Refusal `not-ready`, `ledger-halted`, `ledger-closed`; Error if the database fails
   */
  answer(body: Body, client: string): AsyncGenerator<string>;
}

/** The most bytes of lines in one batch; a single line may have more. */
const BATCH_BYTES = 1 << 20;
/** Batches of a body that are checked while another one is stored. */
const AHEAD = 3;
/** The lines that a thread checks, or the receipts that it signs, in one job. */
const SLICE = 64;

/** Returns the most lines of one body that are in memory: in the queue, being checked, being stored or being answered. */
export function countHeld({ maxLines }: Pick<BulkLimits, 'maxLines'>): number {
  return maxLines * (AHEAD + 3);
}

/** Returns the most jobs of all bulk requests that wait for threads. */
export function countJobs({ maxRequests, maxLines }: BulkLimits): number {
  return maxRequests * (AHEAD + 1) * Math.ceil(maxLines / SLICE);
}

/** What the bulk intake works with. */
export type BulkDeps = Omit<AcceptanceDeps, 'signReceipts'> & { readonly checks: CheckPool };

/** Opens the intake of bulk requests. */
export function openBulkIntake(deps: BulkDeps, limits: BulkLimits): BulkIntake {
  const load = { requests: 0, lines: 0, peakLines: 0, refused: new Map<string, number>() };
  const running = new Set<Pace>();
  const hold = (count: number): void => {
    load.lines += count;
    load.peakLines = Math.max(load.peakLines, load.lines);
  };
  const refuse = (code: string): void => void load.refused.set(code, (load.refused.get(code) ?? 0) + 1);
  return {
    load: () => ({ ...load }),
    async *answer(body, client) {
      const pace = openPace(body, client);
      takePlace(running, pace, { most: limits.maxRequests, what: 'bulk requests' });
      load.requests++;
      let held = 0;
      const holdOwn = (count: number): void => {
        held += count;
        hold(count);
      };
      try {
        yield* answerBody(deps, limits, pace, { hold: holdOwn, refuse });
      } finally {
        running.delete(pace);
        load.requests--;
        hold(-held);
      }
    },
  };
}

/** Counts the lines of a body. */
interface Tally {
  readonly hold: (count: number) => void;
  readonly refuse: (code: string) => void;
}

async function* answerBody(
  deps: BulkDeps,
  limits: BulkLimits,
  pace: Pace,
  { hold, refuse }: Tally,
): AsyncGenerator<string> {
  const queue = new LineQueue({ ...limits, maxBytes: BATCH_BYTES }, () => hold(1));
  void queue.fill(pace.body);
  try {
    for await (const batch of mapAhead(takeAll(queue), AHEAD, (lines) => checkLines(deps, limits, lines))) {
      yield await pace.work(() => answerLines(deps, batch, refuse));
      queue.noteAnswer();
      hold(-batch.length);
    }
  } finally {
    queue.discard();
  }
}

async function* takeAll(queue: LineQueue): AsyncGenerator<Line[]> {
  for (let lines = await queue.take(); lines.length > 0; lines = await queue.take()) yield lines;
}

/** A checked line: its submission, or its error. */
interface CheckedLine {
  readonly number: number;
  readonly read: LineResult<CheckedSubmission>;
}

async function checkLines(
  { checks }: BulkDeps,
  { maxLine }: BulkLimits,
  lines: readonly Line[],
): Promise<CheckedLine[]> {
  const slices: (readonly Line[])[] = [];
  for (let from = 0; from < lines.length; from += SLICE) slices.push(lines.slice(from, from + SLICE));
  const checked = await Promise.all(
    slices.map(async (slice) => {
      const whole = slice.flatMap(({ bytes }) => bytes ?? []);
      const results = whole.length === 0 ? [] : await checks.check({ kind: 'read', block: joinLines(whole) });
      let next = 0;
      return slice.map(({ number, bytes }) => ({
        number,
        read: (bytes === null ? undefined : results[next++]) ?? { error: explainLength(maxLine) },
      }));
    }),
  );
  return checked.flat();
}

function explainLength(limit: number): LineError {
  return explainError(new HttpError('body-too-large', `the line is longer than ${limit} bytes`, { limit }));
}

/** Signs receipts in the threads of the pool. */
async function signByThreads(
  checks: CheckPool,
  ids: readonly Hex[],
  acceptedAt: number,
): Promise<SignedReceipt[]> {
  const slices: (readonly Hex[])[] = [];
  for (let from = 0; from < ids.length; from += SLICE) slices.push(ids.slice(from, from + SLICE));
  const receipts = await Promise.all(
    slices.map((slice) => checks.check({ kind: 'sign', ids: slice, acceptedAt })),
  );
  return receipts.flat();
}

async function answerLines(
  deps: BulkDeps,
  batch: readonly CheckedLine[],
  refuse: Tally['refuse'],
): Promise<string> {
  const submissions = batch.flatMap(({ read }) =>
    'value' in read ? { ...read.value, encodeEntries: () => read.value.entries } : [],
  );
  const signReceipts: AcceptanceDeps['signReceipts'] = (ids, acceptedAt) =>
    signByThreads(deps.checks, ids, acceptedAt);
  const accepted = await acceptSubmissions({ ...deps, signReceipts }, submissions).catch((error: unknown) => {
    if (!isTransient(error)) deps.log.error({ err: error }, 'A bulk request failed.');
    throw error;
  });
  const results = accepted.values();
  return batch
    .map(({ number, read }) => {
      const result = describeOutcome('error' in read ? read : results.next().value);
      if ('error' in result) refuse(result.error.code);
      return formatResult(number, result);
    })
    .join('');
}

/** Returns an outcome as a client sees it. Errors from a thread are in that form already. */
function describeOutcome(outcome: Outcome<Acceptance> | undefined): LineResult<Acceptance> {
  if (outcome === undefined) throw new Invariant('a line has no result');
  if ('value' in outcome) return outcome;
  const { error } = outcome;
  return { error: error instanceof Error ? explainError(error) : (error as LineError) };
}

function formatResult(line: number, result: LineResult<Acceptance>): string {
  if ('error' in result) return `${JSON.stringify({ line, error: result.error })}\n`;
  const { id, state, receipt, created } = result.value;
  return `${JSON.stringify({ line, id, state, receipt, created })}\n`;
}
