import type { Pool, PoolClient } from 'pg';
import {
  BUNDLE_FORMAT,
  checkBounds,
  type Bundle,
  type BundleHead,
  type BundleRecord,
} from '../../core/proofs/bundle.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import { BUNDLE_JSON, formatJson } from '../../core/encoding/json.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isAnswer, KINDS } from '../../core/records/kind.ts';
import { hashStream, type StreamName } from '../../core/records/record.ts';
import { isReplay } from '../../core/records/statement.ts';
import { readHeadEvidence } from '../../db/batches/head-evidence.ts';
import { readFinalWindows } from '../../db/chain/party-views.ts';
import { withTransaction } from '../../db/pool.ts';
import { type SubjectView, findSubjectView } from '../../db/records/subject-views.ts';
import { type EntryChoice, NO_ENTRIES, proveEntries } from './entries.ts';
import { proveRuns, type RequireReader } from './runs.ts';
import { proveHead } from './heads.ts';
import { addSurroundings, collectMembers, listVersioned, sizeMembers, type Surroundings } from './members.ts';
import type { AnchoredBatch, AnchoredRecord } from './anchored-record.ts';
import { type AnchoredSubject, isAlone, requireAnchored } from './subject.ts';
import { chooseWindows } from './windows.ts';

/** What a proof file is to show. */
export interface BundleRequest extends EntryChoice {
  /** How many levels of sources to include; 1 for the sources of the subject alone. */
  readonly depth: number;
  /** Not null if the figures are to be computed again from the file: checks that the asker may read the sources whose rows it shows. */
  readonly reperformable: RequireReader | null;
  readonly answers: Surroundings['answers'];
  /** Parties for whose answers it shows heads, or proves that there are none. */
  readonly judges: readonly Hex[];
}

/**
 * Builds the proof file of an anchored record (§11): the record, its sources, the assurances and decisions about it with all their
 * sources, and the heads as of the newest final batch, or of the newest anchored one if the record is newer. Everything is read in one
 * snapshot, or is part of the subject if the file has no other record. The caller has checked that the asker may see the entries of the
 * subject.
 * @throws HttpError `not-anchored`, `record-rejected`, `entries-not-stored`, `entry-unknown`, `entry-present`, and as `proveRuns`;
 * BadInput `bundle-limit`
 */
export async function buildBundle(
  pool: Pool,
  domain: Domain,
  subject: SubjectView,
  request: BundleRequest,
): Promise<Bundle> {
  if (isAlone(subject) && request.reperformable === null && request.judges.length === 0)
    return bundleAlone(pool, domain, requireAnchored(subject), request);
  return withTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    const again = await findSubjectView(client, subject.id);
    if (again === null) throw new Invariant(`record ${subject.id} does not exist any more`);
    return bundleAll(client, domain, requireAnchored(again), request);
  });
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
    heads: [proveHead(asOf, record, evidence)],
    windows: chooseWindows(windows, [subject]),
  });
}

async function bundleAll(
  client: PoolClient,
  domain: Domain,
  subject: AnchoredSubject,
  request: BundleRequest,
): Promise<Bundle> {
  const { asOf } = subject;
  const needed = await collectMembers(client, subject, request.depth);
  const { reperformable } = request;
  const shown =
    reperformable === null
      ? new Map([[subject.id, await proveEntries(client, subject, request)]])
      : await proveRuns(client, needed, request, reperformable);
  const room = BUNDLE_JSON.bytes - Buffer.byteLength(JSON.stringify([...shown])) - sizeMembers(needed);
  const judged = listJudged(subject, request.judges);
  const { answers } = request;
  const members = await addSurroundings(client, needed, {
    asOf,
    room,
    answers,
    judged: judged.map((name) => hashStream(name)),
  });
  const windows = await readFinalWindows(client, [...new Set(members.map(({ record }) => record.party))]);
  return assembleBundle(domain, {
    records: members.map((member) => describeMember(member, shown.get(member.id) ?? NO_ENTRIES)),
    heads: await proveHeads(client, asOf, members, judged),
    windows: chooseWindows(windows, members),
  });
}

/** Returns the streams in which judges answer the stream of the subject (§5). */
function listJudged({ record }: AnchoredSubject, judges: readonly Hex[]): StreamName[] {
  const subject = hashStream(record).slice(2);
  return judges.flatMap((party) =>
    [KINDS.assurance, KINDS.decision].map((kind) => ({ party, kind, subject })),
  );
}

/** Proves the heads of the streams of the subject, of the results that it cites, of each assurance and decision, and of judges. */
async function proveHeads(
  client: PoolClient,
  asOf: AnchoredBatch,
  members: readonly AnchoredRecord[],
  judged: readonly StreamName[],
): Promise<BundleHead[]> {
  const answers = members.filter(({ record }) => isAnswer(record.kind) && !isReplay(record));
  const shown = [...listVersioned(members), ...answers].map(({ record }) => record);
  const names = new Map<Hex, StreamName>([...shown, ...judged].map((name) => [hashStream(name), name]));
  const streams = [...names].map(([stream, { party }]) => ({ stream, party }));
  const evidence = (await readHeadEvidence(client, asOf.header, streams)).values();
  return [...names.values()].map((name) => {
    const own = evidence.next().value;
    if (own === undefined) throw new Invariant('a stream has no row of evidence');
    return proveHead(asOf, name, own);
  });
}

function assembleBundle(domain: Domain, parts: Pick<Bundle, 'records' | 'heads' | 'windows'>): Bundle {
  const { chainId, ledger } = domain;
  return { format: BUNDLE_FORMAT, chainId, ledger, ...parts, history: [], parties: [], stateProofs: [] };
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
