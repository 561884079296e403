import type { Pool } from 'pg';
import {
  BUNDLE_FORMAT,
  MAX_BUNDLE_EVIDENCE,
  checkBounds,
  type Bundle,
  type BundleHead,
  type BundleRecord,
} from '../../core/proofs/bundle.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import { BUNDLE_JSON, formatJson } from '../../core/encoding/json.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isAnswer, isReplay, KINDS } from '../../core/records/kind.ts';
import { hashStream, type StreamName, subjectOfAnswers } from '../../core/records/record.ts';
import { readHeadEvidence } from '../../db/batches/head-evidence.ts';
import { readFinalWindows } from '../../db/chain/party-views.ts';
import { type Queryable, withTransaction } from '../../db/pool.ts';
import { type SubjectView, findSubjectView } from '../../db/records/subject-views.ts';
import { type EntryChoice, NO_ENTRIES, proveEntries } from './entries.ts';
import { proveRuns, type RequireReader } from './runs.ts';
import { proveHead } from './heads.ts';
import { collectHistory, describeLink } from './history.ts';
import { addSurroundings, collectMembers, listVersioned, sizeMembers } from './members.ts';
import type { AnchoredRecord } from './anchored-record.ts';
import { listParty } from './party-list.ts';
import { addReplays, findReplayedBatch, type ShownBatch, type WantedReplays } from './shown-batch.ts';
import { type AnchoredSubject, isAlone, requireAnchored } from './subject.ts';
import { chooseWindows } from './windows.ts';

/** What a proof file is to show. */
export interface BundleRequest extends EntryChoice {
  /** How many levels of sources to include; 1 for the sources of the subject alone. */
  readonly depth: number;
  /** Not null if the figures are to be computed again from the file: checks that the asker may read the sources whose rows it shows. */
  readonly reperformable: RequireReader | null;
  /** Parties for whose answers it shows heads, or proves that there are none. */
  readonly judges: readonly Hex[];
  /** Whether it shows all versions of the stream as links, for the check `order`. */
  readonly history: boolean;
  /** Whether it lists all streams of the party, for the check `completeness`. */
  readonly complete: boolean;
  /** Further streams whose heads it shows, or proves that there are none; of the party of the record where `party` is null. */
  readonly streams: readonly (Omit<StreamName, 'party'> & { readonly party: Hex | null })[];
  /** Not null if heads and list are to be those of a batch that parties replayed; else they are those of the newest batch. */
  readonly replays: WantedReplays | null;
}

/** Runs work in one snapshot of the database. */
type ReadSnapshot = <Out>(work: (client: Queryable) => Promise<Out>) => Promise<Out>;

/** Where a proof file is read from. */
export interface BundleReads {
  readonly pool: Pool;
  /** Limits requests that can take long: for all versions of a stream, or all streams of a party. */
  readonly readSlowly: ReadSnapshot;
}

/**
 * Builds the proof file of an anchored record (§11): the record, its sources, the assurances and decisions about it with all their
 * sources, and the heads as of the newest final batch, or of the newest anchored one if the record is newer, or of the newest one that was
 * replayed. Everything is read in one snapshot, or is part of the subject if the file has no other record. The caller has checked that the
 * asker may see the entries of the subject.
 * @throws HttpError `not-anchored`, `record-rejected`, `not-replayed`, `entries-not-stored`, `entry-unknown`, `entry-present`, and as
 * `proveRuns`; BadInput `bundle-limit`
 */
export async function buildBundle(
  { pool, readSlowly }: BundleReads,
  domain: Domain,
  subject: SubjectView,
  request: BundleRequest,
): Promise<Bundle> {
  if (isAlone(subject) && isPlain(request))
    return bundleAlone(pool, domain, requireAnchored(subject), request);
  const build = async (client: Queryable): Promise<Bundle> => {
    const again = await findSubjectView(client, subject.id);
    if (again === null) throw new Invariant(`record ${subject.id} does not exist any more`);
    return bundleAll(client, domain, requireAnchored(again), request);
  };
  if (request.history || request.complete) return readSlowly(build);
  return withTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    return build(client);
  });
}

/** Tells whether a request asks for nothing that the subject itself does not hold. */
function isPlain({ reperformable, judges, history, complete, streams, replays }: BundleRequest): boolean {
  const asksForMore = history || complete || streams.length > 0 || judges.length > 0;
  return !asksForMore && reperformable === null && replays === null;
}

async function bundleAlone(
  pool: Pool,
  domain: Domain,
  subject: AnchoredSubject,
  request: BundleRequest,
): Promise<Bundle> {
  const { asOf, record, evidence, windows } = subject;
  const entries = await proveEntries(pool, subject, request);
  return assembleBundle(domain, {
    records: [describeMember(subject, entries)],
    history: [],
    heads: [proveHead({ asOf, next: null }, record, evidence)],
    parties: [],
    windows: chooseWindows(windows, [subject]),
  });
}

async function bundleAll(
  client: Queryable,
  domain: Domain,
  subject: AnchoredSubject,
  request: BundleRequest,
): Promise<Bundle> {
  const shownBatch = await chooseBatch(client, subject, request.replays);
  const { asOf } = shownBatch;
  const needed = addReplays(await collectMembers(client, subject, request.depth), shownBatch);
  const { reperformable } = request;
  const shown =
    reperformable === null
      ? new Map([[subject.id, await proveEntries(client, subject, request)]])
      : await proveRuns(client, needed, request, reperformable);
  const room = BUNDLE_JSON.bytes - Buffer.byteLength(JSON.stringify([...shown])) - sizeMembers(needed);
  const judged = listJudged(subject, request.judges);
  const members = await addSurroundings(client, needed, {
    asOf,
    room,
    judged: judged.map((name) => hashStream(name)),
  });
  const windows = await readFinalWindows(client, [...new Set(members.map(({ record }) => record.party))]);
  const others = request.streams.map((name) => ({ ...name, party: name.party ?? subject.record.party }));
  const heads = await proveHeads(client, shownBatch, members, [...judged, ...others]);
  const history = request.history ? await collectHistory(client, members, asOf) : [];
  const listed = request.complete ? await listParty(client, heads[0]!) : null;
  return assembleBundle(domain, {
    records: members.map((member) => describeMember(member, shown.get(member.id) ?? NO_ENTRIES)),
    history: history.map(describeLink),
    heads,
    parties: listed === null ? [] : [listed],
    windows: chooseWindows(windows, [...members, ...history]),
  });
}

async function chooseBatch(
  client: Queryable,
  subject: AnchoredSubject,
  replays: BundleRequest['replays'],
): Promise<ShownBatch> {
  if (replays !== null) return findReplayedBatch(client, subject, replays);
  return { asOf: subject.asOf, next: null, replays: [] };
}

/** Returns the streams in which judges answer the stream of the subject (§5). */
function listJudged({ record }: AnchoredSubject, judges: readonly Hex[]): StreamName[] {
  const subject = subjectOfAnswers(record);
  return judges.flatMap((party) =>
    [KINDS.assurance, KINDS.decision].map((kind) => ({ party, kind, subject })),
  );
}

/** Proves the heads of the streams of the subject, of the results that it cites, of each assurance and decision, and of other streams. */
async function proveHeads(
  client: Queryable,
  shownBatch: ShownBatch,
  members: readonly AnchoredRecord[],
  others: readonly StreamName[],
): Promise<BundleHead[]> {
  const answers = members.filter(({ record }) => isAnswer(record.kind) && !isReplay(record));
  const shown = [...listVersioned(members), ...answers].map(({ record }) => record);
  const names = new Map<Hex, StreamName>([...shown, ...others].map((name) => [hashStream(name), name]));
  const streams = [...names].map(([stream, { party }]) => ({ stream, party }));
  const evidence = (await readHeadEvidence(client, shownBatch.asOf.header, streams)).values();
  return [...names.values()].map((name) => {
    const own = evidence.next().value;
    if (own === undefined) throw new Invariant('a stream has no row of evidence');
    return proveHead(shownBatch, name, own);
  });
}

/** @throws BadInput `bundle-limit` */
function assembleBundle(
  { chainId, ledger }: Domain,
  parts: Omit<Bundle, 'format' | 'chainId' | 'ledger' | 'stateProofs'>,
): Bundle {
  const { history, heads, parties, windows } = parts;
  const count = history.length + heads.length + parties.length + windows.length;
  if (count > MAX_BUNDLE_EVIDENCE)
    throw new BadInput(
      'bundle-limit',
      `the proof file has ${count} heads, links, parties and windows together, expected at most ${MAX_BUNDLE_EVIDENCE}`,
      count,
      'history',
    );
  return { format: BUNDLE_FORMAT, chainId, ledger, ...parts, stateProofs: [] };
}

function describeMember(member: AnchoredRecord, entries: BundleRecord['entries']): BundleRecord {
  const { id, record, statement, signature, batch, proof } = member;
  return {
    id,
    record: { ...record, sources: [...record.sources] },
    statement,
    signature,
    entries,
    inclusion: { header: batch.header, proof: [...proof] },
    anchor: batch.anchor,
  };
}

/** Formats a proof file. @throws BadInput `bundle-limit` if it is larger, or holds more values, than a proof file may */
export function writeBundle(bundle: Bundle): string {
  const text = formatOwn(bundle);
  const bytes = Buffer.byteLength(text);
  if (bytes <= BUNDLE_JSON.bytes) {
    checkBounds(Buffer.from(text));
    return text;
  }
  throw new BadInput(
    'bundle-limit',
    `the proof file has ${bytes} bytes, expected at most ${BUNDLE_JSON.bytes}: show fewer entries`,
    bytes,
    'entries',
  );
}

/** Formats a proof file built here. If it cannot be written as JSON, that is our mistake, not the caller's. */
function formatOwn(bundle: Bundle): string {
  try {
    return formatJson(bundle, BUNDLE_JSON);
  } catch (cause) {
    throw new Invariant(`built an invalid bundle: ${String(cause)}`);
  }
}
