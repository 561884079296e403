import { Invariant } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { SignedReceipt } from '../../db/records/records.ts';
import { type CheckedSubmission, type LineResult, joinLines } from './check-jobs.ts';
import type { CheckPool } from './check-pool.ts';
import { type LineError, explainError, isTransient } from '../errors/errors.ts';
import { HttpError } from '../errors/http-error.ts';
import { Gate, type Visitor } from '../reads/gate.ts';
import { type AcceptanceDeps, acceptSubmissions } from './acceptance.ts';
import type { Acceptance, Outcome } from './outcome.ts';
import { type Line, LineQueue } from './line-queue.ts';
import { mapAhead } from './map-ahead.ts';
import { MOST_OPEN, type Transfer, Transfers } from './transfers.ts';

/** Limits of bulk requests. */
export interface BulkLimits {
  /** Batches of lines that are checked or stored at the same time. */
  readonly atOnce: number;
  /** Lines that are stored in one transaction. */
  readonly maxLines: number;
  /** The longest line, in bytes. */
  readonly maxLine: number;
  /** Seconds in which a body must bring something. */
  readonly idleSeconds: number;
}

/** A body of a request, which can be ended. */
export interface Body extends AsyncIterable<Uint8Array> {
  destroy?(error: Error): unknown;
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
   * receipts. A place is taken only while lines that have arrived are checked or stored, and clients take turns.
   * @throws HttpError `overloaded` before the first result; Refusal `not-ready`, `ledger-halted`, `ledger-closed`; Error if the database fails
   */
  answer(body: Body, visitor: Visitor): AsyncGenerator<string>;
}

/** The most bytes of a group of lines; a single line may have more. */
const GROUP_BYTES = 1 << 20;
/** Groups of lines of one body that are checked while another group is stored. */
const AHEAD = 3;
/** Groups that may wait for their turn: each open body has a few at most. */
const MOST_WAITING = (AHEAD + 1) * MOST_OPEN.fromAll;
/** Lines of all bodies in memory may have as many bytes as so many of the longest line. */
const LONGEST_HELD = 16;
/** The lines that a thread checks, or the receipts that it signs, in one job. */
const SLICE = 64;

/** Returns the most jobs of all bulk requests that wait for threads. */
export function countJobs({ atOnce, maxLines }: Pick<BulkLimits, 'atOnce' | 'maxLines'>): number {
  return atOnce * Math.ceil(maxLines / SLICE);
}

/** What the bulk intake works with. */
export type BulkDeps = Omit<AcceptanceDeps, 'signReceipts'> & { readonly checks: CheckPool };

/** Opens the intake of bulk requests. */
export function openBulkIntake(deps: BulkDeps, limits: BulkLimits): BulkIntake {
  const load = { requests: 0, lines: 0, peakLines: 0, refused: new Map<string, number>() };
  const bodies = new Transfers({
    what: 'bulk requests',
    idle: 1000 * limits.idleSeconds,
    held: LONGEST_HELD * limits.maxLine,
  });
  const places = new Gate({ atOnce: limits.atOnce, waiting: MOST_WAITING });
  const hold = (count: number): void => {
    load.lines += count;
    load.peakLines = Math.max(load.peakLines, load.lines);
  };
  const refuse = (code: string): void => void load.refused.set(code, (load.refused.get(code) ?? 0) + 1);
  return {
    load: () => ({ ...load }),
    async *answer(body, visitor) {
      const transfer = bodies.open(visitor.client, (error) => body.destroy?.(error));
      load.requests++;
      let held = 0;
      const tally: Tally = {
        hold(count) {
          held += count;
          hold(count);
        },
        holdBytes: (change) => bodies.hold(transfer, change),
        refuse,
      };
      const inPlace: InPlace = (work) => transfer.work(() => places.run(visitor, work));
      try {
        yield* answerBody(deps, limits, { body, transfer, inPlace }, tally);
      } finally {
        bodies.close(transfer);
        load.requests--;
        hold(-held);
      }
    },
  };
}

/** Runs work in a place, once it is the client's turn. */
type InPlace = <Out>(work: () => Promise<Out>) => Promise<Out>;

/** A body that is being answered. */
interface Answering {
  readonly body: Body;
  readonly transfer: Transfer;
  readonly inPlace: InPlace;
}

/** Counts what of a body is in memory, and its refused lines. */
interface Tally {
  readonly hold: (lines: number) => void;
  readonly holdBytes: (change: number) => void;
  readonly refuse: (code: string) => void;
}

async function* answerBody(
  deps: BulkDeps,
  limits: BulkLimits,
  { body, transfer, inPlace }: Answering,
  { hold, holdBytes, refuse }: Tally,
): AsyncGenerator<string> {
  const queue = new LineQueue(
    { ...limits, maxBytes: GROUP_BYTES },
    { onLine: () => hold(1), onBytes: (count) => transfer.note(count), onHeld: holdBytes },
  );
  void queue.fill(body);
  const check = async (lines: readonly Line[]): Promise<CheckedBatch> => ({
    lines: await inPlace(() => checkLines(deps, limits, lines)),
    bytes: lines.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0),
  });
  try {
    for await (const { lines, bytes } of mapAhead(takeAll(queue), AHEAD, check)) {
      const answer = await inPlace(() => answerLines(deps, lines, refuse));
      // Who reads an answer need not send meanwhile.
      const resume = transfer.pause();
      try {
        yield answer;
      } finally {
        resume();
      }
      queue.noteAnswer();
      hold(-lines.length);
      holdBytes(-bytes);
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

/** Checked lines, and how many bytes they have in memory. */
interface CheckedBatch {
  readonly lines: readonly CheckedLine[];
  readonly bytes: number;
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
  group: readonly CheckedLine[],
  refuse: Tally['refuse'],
): Promise<string> {
  const submissions = group.flatMap(({ read }) =>
    'value' in read ? { ...read.value, encodeEntries: () => read.value.entries } : [],
  );
  const signReceipts: AcceptanceDeps['signReceipts'] = (ids, acceptedAt) =>
    signByThreads(deps.checks, ids, acceptedAt);
  const accepted = await acceptSubmissions({ ...deps, signReceipts }, submissions).catch((error: unknown) => {
    if (!isTransient(error)) deps.log.error({ err: error }, 'A bulk request failed.');
    throw error;
  });
  const results = accepted.values();
  return group
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
