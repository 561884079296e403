import type { Pool, PoolClient } from 'pg';
import type { Hex } from '../core/hex.ts';
import type { StreamName } from '../core/record.ts';
import { readChainState } from '../db/chain-state.ts';
import { lockAgainstRejections } from '../db/locks.ts';
import { readWindows } from '../db/party-views.ts';
import { withTransaction } from '../db/pool.ts';
import { type AcceptedLine, insertRecords, readReceipts } from '../db/record-lines.ts';
import { findRecordViews } from '../db/record-views.ts';
import { type NamedRecord, type SignedReceipt, readNamed } from '../db/records.ts';
import { type LockedStreams, dropStreams, lockStreams, moveStreams } from '../db/stream-locks.ts';
import type { CheckedSubmission, LineResult } from './check-jobs.ts';
import type { CheckPool } from './check-pool.ts';
import { type LineError, explainError, isPassing } from './errors.ts';
import { checkContinues, checkSources, findAuthorityRefusal, requireFinalTime } from './intake-rules.ts';
import type { Acceptance } from './intake.ts';
import type { Log } from './log.ts';

/** What intake of many works with. */
export interface LinesDeps {
  readonly pool: Pool;
  readonly checks: CheckPool;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
  readonly log: Pick<Log, 'error'>;
}

/** A submission on its way: its place among those that came with it, and its receipt or what speaks against it. */
interface Candidate {
  readonly at: number;
  readonly submission: CheckedSubmission;
  readonly promise: LineResult<SignedReceipt>;
}

/** What became of a candidate; `repeat`: the ledger had it, or has it by an earlier candidate. */
type Verdict = LineResult<Acceptance> | 'repeat';

/** The records one thread promises at once. */
const SLICE = 64;

/**
 * Returns what became of each of some submissions, as `acceptRecord` would have said of one after another: all that is accepted
 * is committed in one transaction before anything is returned, and one that is refused undoes none of the others.
 * @throws Refusal `not-ready`, `ledger-halted`, `ledger-closed`; Error when the database fails: then what was committed is accepted all the same
 */
export async function acceptLines(
  deps: LinesDeps,
  submissions: readonly CheckedSubmission[],
): Promise<LineResult<Acceptance>[]> {
  const known = await readAcceptances(
    deps.pool,
    submissions.map(({ id }) => id),
  );
  const fresh = submissions
    .map((submission, at) => ({ at, submission }))
    .filter(({ submission }) => !known.has(submission.id));
  const candidates = await promiseAll(deps, fresh);
  const verdicts = await storeCandidates(deps, candidates);
  return collectResults(deps.pool, submissions, { known, candidates, verdicts });
}

/** Joins what was known before with the verdicts, and looks up what others stored meanwhile. */
async function collectResults(
  pool: Pool,
  submissions: readonly CheckedSubmission[],
  {
    known,
    candidates,
    verdicts,
  }: { known: Map<Hex, Acceptance>; candidates: readonly Candidate[]; verdicts: readonly Verdict[] },
): Promise<LineResult<Acceptance>[]> {
  const byPlace = new Map(candidates.map(({ at }, index) => [at, verdicts[index]]));
  const repeated = submissions.filter((_, at) => byPlace.get(at) === 'repeat').map(({ id }) => id);
  const again = await readAcceptances(pool, repeated);
  return submissions.map(({ id }, at) => {
    const verdict = byPlace.get(at);
    if (verdict !== undefined && verdict !== 'repeat') return verdict;
    const acceptance = again.get(id) ?? known.get(id);
    if (acceptance === undefined) throw new Error(`the record ${id} was rejected while it was repeated`);
    return { value: acceptance };
  });
}

/** Returns those of the records that the ledger has, with their first receipts. */
async function readAcceptances(pool: Pool, ids: readonly Hex[]): Promise<Map<Hex, Acceptance>> {
  if (ids.length === 0) return new Map();
  const receipts = await readReceipts(pool, ids);
  if (receipts.size === 0) return new Map();
  const views = await findRecordViews(pool, [...receipts.keys()]);
  const states = new Map(views.map(({ id, state }) => [id, state]));
  return new Map(
    [...receipts].map(([id, receipt]) => [
      id,
      { id, receipt, state: states.get(id) ?? 'accepted', created: false },
    ]),
  );
}

type Placed = Omit<Candidate, 'promise'>;

/** Judges the authority of submissions, and has receipts signed for those whose entries are theirs. */
async function promiseAll(deps: LinesDeps, placed: readonly Placed[]): Promise<Candidate[]> {
  if (placed.length === 0) return [];
  const refusals = await judgeAll(deps.pool, placed);
  const writers = placed.filter((_, index) => refusals[index] === null);
  const promises = await signAll(
    deps,
    writers.map(({ submission }) => submission),
  );
  const byPlace = new Map(writers.map(({ at }, index) => [at, promises[index]]));
  return placed.map(({ at, submission }, index) => ({
    at,
    submission,
    promise: byPlace.get(at) ?? { error: explainError(refusals[index]) },
  }));
}

async function judgeAll(pool: Pool, placed: readonly Placed[]): Promise<(Error | null)[]> {
  const time = requireFinalTime(await readChainState(pool));
  const parties = new Set(placed.map(({ submission }) => submission.record.party));
  const windows = Map.groupBy(await readWindows(pool, [...parties]), ({ party }) => party);
  return Promise.all(
    placed.map(({ submission }) =>
      findAuthorityRefusal(pool, windows.get(submission.record.party) ?? [], submission, time),
    ),
  );
}

async function signAll(
  { checks, now }: LinesDeps,
  submissions: readonly CheckedSubmission[],
): Promise<LineResult<SignedReceipt>[]> {
  const acceptedAt = now();
  const records = submissions.map(({ id, record, entries }) => ({
    id,
    record: { entries: record.entries },
    entries,
  }));
  const slices: (typeof records)[] = [];
  for (let from = 0; from < records.length; from += SLICE) slices.push(records.slice(from, from + SLICE));
  const results = await Promise.all(
    slices.map((slice) => checks.check({ kind: 'promise', records: slice, acceptedAt })),
  );
  return results.flat();
}

/**
 * Stores what can be stored in one transaction. Where that fails for a reason that isn't the database's state, each alone, so
 * that none suffers for another: a fault of ours is told of the line that has it.
 */
async function storeCandidates(deps: LinesDeps, candidates: readonly Candidate[]): Promise<Verdict[]> {
  if (candidates.length === 0) return [];
  try {
    return await withTransaction(deps.pool, (client) => storeTogether(client, candidates));
  } catch (error) {
    if (isPassing(error)) throw error;
    if (candidates.length === 1) {
      deps.log.error({ err: error }, 'A line of a bulk request failed.');
      return [{ error: explainError(error) }];
    }
    const verdicts: Verdict[] = [];
    for (const candidate of candidates) verdicts.push(...(await storeCandidates(deps, [candidate])));
    return verdicts;
  }
}

async function storeTogether(client: PoolClient, candidates: readonly Candidate[]): Promise<Verdict[]> {
  await lockAgainstRejections(client);
  const promised = candidates.filter(({ promise }) => 'value' in promise);
  const named = await readSources(client, promised);
  const locked = await lockStreams(client, namesOf(promised));
  const earlier = await readEarlier(client, promised, locked);
  const judge = new Judge(named, locked.heads, earlier);
  const verdicts = candidates.map((candidate) => judge.judge(candidate));
  await insertRecords(client, judge.accepted);
  await moveStreams(client, judge.moves());
  await dropStreams(
    client,
    locked.fresh.filter((stream) => locked.heads.get(stream) === null),
  );
  return verdicts;
}

async function readSources(
  client: PoolClient,
  candidates: readonly Candidate[],
): Promise<Map<Hex, NamedRecord>> {
  const sources = new Set(candidates.flatMap(({ submission }) => submission.record.sources));
  return sources.size === 0 ? new Map() : readNamed(client, [...sources]);
}

function namesOf(candidates: readonly Candidate[]): Map<Hex, StreamName> {
  return new Map(candidates.map(({ submission: { stream, record } }) => [stream, record]));
}

/** Returns the candidates that another writer stored since they were looked for. */
async function readEarlier(
  client: PoolClient,
  candidates: readonly Candidate[],
  { heads }: LockedStreams,
): Promise<ReadonlySet<Hex>> {
  const behind = candidates.filter(
    ({ submission: { stream, record } }) => record.sequence <= (heads.get(stream)?.sequence ?? 0),
  );
  if (behind.length === 0) return new Set();
  const receipts = await readReceipts(
    client,
    behind.map(({ submission }) => submission.id),
  );
  return new Set(receipts.keys());
}

/** Judges candidates one after another, each by what those before it have changed. */
class Judge {
  readonly accepted: AcceptedLine[] = [];
  readonly #named: Map<Hex, NamedRecord>;
  readonly #heads: LockedStreams['heads'];
  readonly #stored: Set<Hex>;
  readonly #moved = new Set<Hex>();

  constructor(named: Map<Hex, NamedRecord>, heads: LockedStreams['heads'], earlier: ReadonlySet<Hex>) {
    this.#named = named;
    this.#heads = heads;
    this.#stored = new Set(earlier);
  }

  judge({ submission, promise }: Candidate): Verdict {
    if (this.#stored.has(submission.id)) return 'repeat';
    if ('error' in promise) return promise;
    const error = this.#findError(submission);
    if (error !== null) return { error };
    this.#accept({ ...submission, receipt: promise.value });
    return {
      value: { id: submission.id, receipt: promise.value, state: 'accepted', created: true },
    };
  }

  #findError(submission: CheckedSubmission): LineError | null {
    try {
      if (submission.record.sources.length > 0) checkSources(submission, this.#named);
      checkContinues(submission, this.#heads.get(submission.stream) ?? null);
      return null;
    } catch (error) {
      return explainError(error);
    }
  }

  #accept(line: AcceptedLine): void {
    const { id, stream, record } = line;
    this.accepted.push(line);
    this.#stored.add(id);
    this.#named.set(id, { id, party: record.party, stream, isRejected: false });
    this.#heads.set(stream, { sequence: record.sequence, record: id });
    this.#moved.add(stream);
  }

  /** Returns the heads that were moved. */
  moves(): { stream: Hex; sequence: number; record: Hex }[] {
    return [...this.#moved].flatMap((stream) => {
      const head = this.#heads.get(stream);
      return head == null ? [] : { stream, ...head };
    });
  }
}
