import { MAX_BUNDLE_RECORDS } from '../../core/proofs/bundle.ts';
import { BadInput } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS, REPLAY_SUBJECT } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { findBatchView, findNewestNamed } from '../../db/batches/batch-views.ts';
import { findPartyView, readFinalWindows } from '../../db/chain/party-views.ts';
import type { Queryable } from '../../db/pool.ts';
import { findProvenRecords } from '../../db/records/proofs.ts';
import { findReplays } from '../../db/records/replays.ts';
import { HttpError } from '../errors/http-error.ts';
import { type AnchoredBatch, type AnchoredRecord, isAnchored } from './anchored-record.ts';
import type { AnchoredSubject } from './subject.ts';
import { isAuthorised } from './windows.ts';

/** Whose replays must support the heads of a proof file. */
export interface WantedReplays {
  /** Ids of parties, all different. */
  readonly parties: readonly Hex[];
  /** How many of them must have replayed the batch whose heads are shown. */
  readonly quorum: number;
}

/** The batch whose heads a proof file shows, and what supports it. */
export interface ShownBatch {
  readonly asOf: AnchoredBatch;
  /** The batch after it: until that was anchored, the heads were the newest. Null where nobody's replay was asked for. */
  readonly next: AnchoredBatch | null;
  /** The replays of this batch. */
  readonly replays: readonly AnchoredRecord[];
}

/** A replay that states a batch by its number and header. */
interface Stated {
  readonly party: Hex;
  readonly record: Hex;
  readonly number: number;
  readonly header: Hex;
}

/** The kinds of records that can be replays (§5). */
const REPLAY_KINDS = [KINDS.assurance, KINDS.decision];
/** How many replayed batches are tried, in case keys of their replays were closed before these were anchored. */
const MOST_TRIED = 8;

/**
 * Returns the newest final batch, not before that of the subject, that enough parties replayed (§7), with their replays.
 * @throws HttpError `not-replayed`
 */
export async function findReplayedBatch(
  client: Queryable,
  subject: AnchoredSubject,
  wanted: WantedReplays,
): Promise<ShownBatch> {
  const from = subject.batch.number;
  if (subject.batch.state !== 'final')
    throw new HttpError(
      'not-replayed',
      `the record is in batch ${from}, which is not final yet: only final batches are replayed`,
      { batch: from },
    );
  const until = subject.asOf.number;
  const stated = await listStated(client, wanted.parties, { after: from, until });
  const supported = [...Map.groupBy(stated, ({ number, header }) => `${number} ${header}`).values()].filter(
    (group) => group[0]!.number >= from && countParties(group) >= wanted.quorum,
  );
  const named = supported.map(([first]) => first!);
  let below = until + 1;
  for (let tried = 0; tried < MOST_TRIED; tried++) {
    const number = await findNewestNamed(client, named, below);
    if (number === null) break;
    const asOf = await findFinal(client, number);
    const replays = await loadReplays(
      client,
      supported.flat().filter((each) => each.number === number && each.header === asOf?.id),
    );
    if (asOf !== null && replays.length >= wanted.quorum)
      return { asOf, replays, next: await findFinal(client, number + 1) };
    below = number;
  }
  return refuse(client, { stated, from, until }, wanted);
}

/** Adds the replays of the shown batch to the records of a proof file. @throws BadInput `bundle-limit` */
export function addReplays(
  members: readonly AnchoredRecord[],
  { replays }: ShownBatch,
): readonly AnchoredRecord[] {
  const known = new Set(members.map(({ id }) => id));
  const all = [...members, ...replays.filter(({ id }) => !known.has(id))];
  if (all.length <= MAX_BUNDLE_RECORDS) return all;
  throw new BadInput(
    'bundle-limit',
    `with ${replays.length} replays there are more than ${MAX_BUNDLE_RECORDS} records, the most that a proof file may have: set a smaller depth`,
    all.length,
    'replays',
  );
}

async function listStated(
  client: Queryable,
  parties: readonly Hex[],
  range: { readonly after: number; readonly until: number },
): Promise<Stated[]> {
  const streams = parties.flatMap((party) =>
    REPLAY_KINDS.map((kind) => ({ party, stream: hashStream({ party, kind, subject: REPLAY_SUBJECT }) })),
  );
  return (await findReplays(client, streams, range)).map(({ party, record, statement }) => {
    // The server checked the statement before it accepted the record.
    const { replay } = JSON.parse(statement) as { replay: { number: number; header: Hex } };
    return { party, record, ...replay };
  });
}

function countParties(replays: readonly Stated[]): number {
  return new Set(replays.map(({ party }) => party)).size;
}

async function findFinal(client: Queryable, number: number): Promise<AnchoredBatch | null> {
  const batch = await findBatchView(client, number);
  return batch?.anchor != null && batch.state === 'final' ? (batch as AnchoredBatch) : null;
}

/** Returns one replay of each party, of those that verification will accept: a replay counts when its own checks pass (§11). */
async function loadReplays(client: Queryable, stated: readonly Stated[]): Promise<AnchoredRecord[]> {
  const windows = await readFinalWindows(client, [...new Set(stated.map(({ party }) => party))]);
  const records = await findProvenRecords(
    client,
    stated.map(({ record }) => record),
  );
  const sound = records
    .filter((record) => isAnchored(record))
    .filter((record) => isAuthorised(windows, record));
  return [...new Map(sound.map((replay) => [replay.record.party, replay])).values()];
}

/** Says which batch each party replayed last. */
async function refuse(
  client: Queryable,
  {
    stated,
    from,
    until,
  }: { readonly stated: readonly Stated[]; readonly from: number; readonly until: number },
  { parties, quorum }: WantedReplays,
): Promise<never> {
  const replayed = await Promise.all(
    parties.map(async (party) => ({
      party: (await findPartyView(client, party))?.identifier ?? party,
      batch: stated.find((each) => each.party === party)?.number ?? null,
    })),
  );
  const last = replayed.map(({ party, batch }) => `${party} ${batch === null ? 'none' : `batch ${batch}`}`);
  throw new HttpError(
    'not-replayed',
    `the record is in batch ${from}, and no batch from ${from} to ${until} was replayed by ${quorum} of the parties asked for. Their newest replays: ${last.join(', ')}`,
    { from, until, quorum, replayed },
  );
}
