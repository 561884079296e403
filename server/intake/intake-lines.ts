import type { Pool, PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { lockAgainstRejections } from '../../db/locks.ts';
import { readWindows } from '../../db/chain/party-views.ts';
import { withTransaction } from '../../db/pool.ts';
import { type RecordState, findRecordViews } from '../../db/records/views.ts';
import {
  type AcceptedRecord,
  type NamedRecord,
  type SignedReceipt,
  insertRecords,
  readNamed,
  readReceipts,
} from '../../db/records/records.ts';
import {
  type LockedStreams,
  type StreamMove,
  lockStreams,
  moveStreams,
  retryTaken,
} from '../../db/records/stream-locks.ts';
import type { StreamHead } from '../../db/records/streams.ts';
import { isTransient } from '../errors/errors.ts';
import { checkContinues, checkSources, findAuthorityRefusal, requireFinalTime } from './intake-rules.ts';
import type { Log } from '../../runtime/log.ts';
import type { Submission } from './submission.ts';

/** What intake of many works with. */
export interface LinesDeps {
  readonly pool: Pool;
  /** Returns signed receipts of records accepted at a time, in the order of their ids. */
  readonly promise: (ids: readonly Hex[], acceptedAt: number) => Promise<readonly SignedReceipt[]>;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
  readonly log: Pick<Log, 'error'>;
}

/** What came of something: of an error, itself or what a thread told of it. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: unknown };

/** A submission that was read. */
export type Incoming = Omit<Submission, 'entriesText'> & {
  /** Returns the text of its entries, or what is wrong with them: asked for, and told, where the party may write. */
  readonly encodeEntries: () => Outcome<string | null>;
};

/** What whoever sends a record is told when the ledger has it. */
export interface Acceptance {
  readonly id: Hex;
  readonly receipt: SignedReceipt;
  readonly state: RecordState;
  /** False when the ledger had the record before: the receipt is the one given then. */
  readonly created: boolean;
}

/** A submission on its way: its place among those that came with it, and what is stored beside it or what speaks against it. */
interface Candidate {
  readonly at: number;
  readonly submission: Incoming;
  readonly promise: Outcome<Pick<AcceptedRecord, 'receipt' | 'entriesText'>>;
}

/** What became of a candidate; `repeat`: the ledger had it, or has it by an earlier candidate. */
type Verdict = Outcome<Acceptance> | 'repeat';

/**
 * Returns what became of each of some submissions, one after another (§9): all that is accepted is committed in one transaction
 * before anything is returned, and one that is refused leaves nothing behind and undoes none of the others. The same record again
 * gets its first receipt, whatever signature, entries and flags come with it; a record that was rejected is accepted anew when all
 * is well now.
 * @throws Refusal `not-ready`, `ledger-halted`, `ledger-closed`; Error when the database fails: then what was committed is accepted all the same
 */
export async function acceptLines(
  deps: LinesDeps,
  submissions: readonly Incoming[],
): Promise<Outcome<Acceptance>[]> {
  const known = await readAcceptances(
    deps.pool,
    submissions.map(({ id }) => id),
  );
  const fresh = submissions
    .map((submission, at) => ({ at, submission }))
    .filter(({ submission }) => !known.has(submission.id));
  const candidates = await signReceipts(deps, fresh);
  const verdicts = await storeCandidates(deps, candidates);
  return collectResults(deps.pool, submissions, { known, candidates, verdicts });
}

/** Joins what was known before with the verdicts, and looks up what others stored meanwhile. */
async function collectResults(
  pool: Pool,
  submissions: readonly Incoming[],
  {
    known,
    candidates,
    verdicts,
  }: { known: Map<Hex, Acceptance>; candidates: readonly Candidate[]; verdicts: readonly Verdict[] },
): Promise<Outcome<Acceptance>[]> {
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

/** Judges the authority of submissions, and has receipts signed for those that may come in and whose entries are theirs. */
async function signReceipts(
  { pool, promise, now }: LinesDeps,
  placed: readonly Placed[],
): Promise<Candidate[]> {
  if (placed.length === 0) return [];
  const refusals = await judgeAll(pool, placed);
  const encoded = placed.map(({ submission }, index): Outcome<string | null> => {
    const refusal = refusals[index] ?? null;
    return refusal === null ? submission.encodeEntries() : { error: refusal };
  });
  const ids = placed.filter((_, index) => 'value' in encoded[index]!).map(({ submission }) => submission.id);
  const receipts = (await promise(ids, now())).values();
  return placed.map((each, index) => {
    const entries = encoded[index]!;
    if ('error' in entries) return { ...each, promise: entries };
    return { ...each, promise: { value: { entriesText: entries.value, receipt: receipts.next().value! } } };
  });
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

/**
 * Stores what can be stored in one transaction. Where that fails for a reason that isn't the database's state, each alone, so
 * that none suffers for another: a fault of ours is told of the line that has it.
 */
async function storeCandidates(deps: LinesDeps, candidates: readonly Candidate[]): Promise<Verdict[]> {
  if (candidates.length === 0) return [];
  try {
    return await retryTaken(() => withTransaction(deps.pool, (client) => storeTogether(client, candidates)));
  } catch (error) {
    if (isTransient(error)) throw error;
    if (candidates.length === 1) {
      deps.log.error({ err: error }, 'A record could not be stored.');
      return [{ error }];
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
  const locked = await lockStreams(client, new Set(promised.map(({ submission }) => submission.stream)));
  const earlier = await readEarlier(client, promised, locked);
  const judge = new Judge(named, locked, earlier);
  const verdicts = candidates.map((candidate) => judge.judge(candidate));
  await moveStreams(client, locked, judge.moves());
  await insertRecords(client, judge.accepted);
  return verdicts;
}

async function readSources(
  client: PoolClient,
  candidates: readonly Candidate[],
): Promise<Map<Hex, NamedRecord>> {
  const sources = new Set(candidates.flatMap(({ submission }) => submission.record.sources));
  return sources.size === 0 ? new Map() : readNamed(client, [...sources]);
}

/** Returns the candidates that another writer stored since they were looked for. */
async function readEarlier(
  client: PoolClient,
  candidates: readonly Candidate[],
  locked: LockedStreams,
): Promise<ReadonlySet<Hex>> {
  const behind = candidates.filter(
    ({ submission: { stream, record } }) => record.sequence <= (locked.get(stream)?.sequence ?? 0),
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
  readonly accepted: AcceptedRecord[] = [];
  readonly #named: Map<Hex, NamedRecord>;
  readonly #locked: LockedStreams;
  readonly #stored: Set<Hex>;
  readonly #moves = new Map<Hex, StreamMove>();

  constructor(named: Map<Hex, NamedRecord>, locked: LockedStreams, earlier: ReadonlySet<Hex>) {
    this.#named = named;
    this.#locked = locked;
    this.#stored = new Set(earlier);
  }

  judge({ submission, promise }: Candidate): Verdict {
    if (this.#stored.has(submission.id)) return 'repeat';
    if ('error' in promise) return promise;
    const error = this.#findError(submission);
    if (error !== null) return { error };
    this.#accept({ ...submission, ...promise.value });
    return {
      value: { id: submission.id, receipt: promise.value.receipt, state: 'accepted', created: true },
    };
  }

  #findError(submission: Incoming): unknown {
    try {
      if (submission.record.sources.length > 0) checkSources(submission, this.#named);
      checkContinues(submission, this.#findHead(submission.stream));
      return null;
    } catch (error) {
      return error;
    }
  }

  /** In its two members alone: a refusal shows it. */
  #findHead(stream: Hex): StreamHead | null {
    const moved = this.#moves.get(stream);
    return moved === undefined
      ? (this.#locked.get(stream) ?? null)
      : { sequence: moved.sequence, record: moved.record };
  }

  #accept(accepted: AcceptedRecord): void {
    const { id, stream, record } = accepted;
    this.accepted.push(accepted);
    this.#stored.add(id);
    this.#named.set(id, { id, party: record.party, stream, isRejected: false });
    this.#moves.set(stream, { stream, sequence: record.sequence, record: id, name: record });
  }

  /** Returns the streams that were moved, as the last record of each leaves them. */
  moves(): StreamMove[] {
    return [...this.#moves.values()];
  }
}
