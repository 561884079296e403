import type { Pool, PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { lockAgainstRejections } from '../../db/locks.ts';
import { withTransaction } from '../../db/pool.ts';
import {
  type AcceptedRecord,
  type NamedRecord,
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
import type { Log } from '../../runtime/log.ts';
import { isTransient } from '../errors/errors.ts';
import { checkContinues, checkSources } from './intake-rules.ts';
import type { Acceptance, Incoming, Outcome } from './outcome.ts';

/** A submission that is not stored yet: its position in the request, and what is stored with it or the error that stops it. */
export interface Candidate {
  readonly position: number;
  readonly submission: Incoming;
  readonly prepared: Outcome<Pick<AcceptedRecord, 'receipt' | 'entriesText'>>;
}

/** The outcome for a candidate. `repeat`: the record is already in the ledger, or is the same as an earlier candidate. */
export type Verdict = Outcome<Acceptance> | 'repeat';

/**
 * Stores candidates in one transaction. If that fails for another reason than the state of the database, stores each one alone, so
 * that an error of ours is reported only for the submission that causes it.
 */
export async function storeCandidates(
  deps: { readonly pool: Pool; readonly log: Pick<Log, 'error'> },
  candidates: readonly Candidate[],
): Promise<Verdict[]> {
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
  const valid = candidates.filter(({ prepared }) => 'value' in prepared);
  const named = await readSources(client, valid);
  const locked = await lockStreams(client, new Set(valid.map(({ submission }) => submission.stream)));
  const earlier = await readEarlier(client, valid, locked);
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

/** Returns the candidates that another process has stored since they were looked up. */
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

/** Judges candidates in order; each sees the changes of those before it. */
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

  judge({ submission, prepared }: Candidate): Verdict {
    if (this.#stored.has(submission.id)) return 'repeat';
    if ('error' in prepared) return prepared;
    const error = this.#findError(submission);
    if (error !== null) return { error };
    this.#accept({ ...submission, ...prepared.value });
    return {
      value: { id: submission.id, receipt: prepared.value.receipt, state: 'accepted', created: true },
    };
  }

  #findError(submission: Incoming): unknown {
    try {
      if (submission.record.sources.length + submission.cited.length > 0)
        checkSources(submission, this.#named);
      checkContinues(submission, this.#findHead(submission.stream));
      return null;
    } catch (error) {
      return error;
    }
  }

  /** Returns the head without further members, because error details show it. */
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

  /** Returns the new heads of the streams that moved. */
  moves(): StreamMove[] {
    return [...this.#moves.values()];
  }
}
