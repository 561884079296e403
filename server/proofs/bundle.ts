import type { Pool, PoolClient } from 'pg';
import { BUNDLE_FORMAT, type Bundle, type BundleHead, type BundleRecord } from '../../core/proofs/bundle.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import { BUNDLE_JSON, formatJson } from '../../core/encoding/json.ts';
import { isAnswer } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { isReplay } from '../../core/records/statement.ts';
import { readHeadEvidence } from '../../db/batches/head-evidence.ts';
import { readFinalWindows } from '../../db/chain/party-views.ts';
import { withTransaction } from '../../db/pool.ts';
import { type SubjectView, findSubjectView } from '../../db/records/subject-views.ts';
import { type EntryChoice, NO_ENTRIES, proveEntries } from './entries.ts';
import { proveRuns, type RequireReader } from './rows.ts';
import { proveHead } from './heads.ts';
import { addVouching, collectMembers, sizeMembers } from './members.ts';
import type { AnchoredBatch, AnchoredRecord } from './anchored-record.ts';
import { type AnchoredSubject, isAlone, requireAnchored } from './subject.ts';
import { chooseWindows } from './windows.ts';

/** What a bundle is to show. */
export interface BundleRequest extends EntryChoice {
  /** How far sources of sources go along: 1 for the subject's own sources. */
  readonly depth: number;
  /** Where the figures are to be computed again from the bundle: checks who may read the sources that show rows for it. */
  readonly reperformable: RequireReader | null;
}

/**
 * Returns the bundle of an anchored record (§11): the record, its sources, what vouches for or answers it with all that those
 * stand on, and the heads as of the newest final batch, or of the newest anchored one where the record is younger. All is of one
 * snapshot, which is the subject itself where the bundle holds no other record. Whether the asker may see the subject's entries was
 * decided before.
 * @throws HttpError `not-anchored`, `record-rejected`, `entries-not-stored`, `entry-unknown`, `entry-present`, and as `proveRuns`;
 * BadInput `bundle-limit`
 */
export async function buildBundle(
  pool: Pool,
  domain: Domain,
  subject: SubjectView,
  request: BundleRequest,
): Promise<Bundle> {
  if (isAlone(subject) && request.reperformable === null)
    return bundleAlone(pool, domain, requireAnchored(subject), request);
  return withTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    const again = await findSubjectView(client, subject.id);
    if (again === null) throw new Invariant(`record ${subject.id} is gone`);
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
  const members = await addVouching(client, needed, asOf, room);
  const windows = await readFinalWindows(client, [...new Set(members.map(({ record }) => record.party))]);
  return assembleBundle(domain, {
    records: members.map((member) => describeMember(member, shown.get(member.id) ?? NO_ENTRIES)),
    heads: await proveHeads(client, asOf, members),
    windows: chooseWindows(windows, members),
  });
}

/** A head is shown of the subject and of each assurance and decision. */
async function proveHeads(
  client: PoolClient,
  asOf: AnchoredBatch,
  members: readonly AnchoredRecord[],
): Promise<BundleHead[]> {
  const current = members.filter(
    ({ record }, index) => index === 0 || (isAnswer(record.kind) && !isReplay(record)),
  );
  const names = new Map(current.map(({ record }) => [hashStream(record), record]));
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

/** Returns the file of a bundle. @throws BadInput `bundle-limit` when it is larger than a bundle may be */
export function writeBundle(bundle: Bundle): string {
  const text = formatOwn(bundle);
  const bytes = Buffer.byteLength(text);
  if (bytes <= BUNDLE_JSON.bytes) return text;
  throw new BadInput(
    'bundle-limit',
    `the bundle has ${bytes} bytes where at most ${BUNDLE_JSON.bytes} are read: show fewer entries`,
    bytes,
    'entries',
  );
}

/**
 * Its form was given to it here, field by field, and is not read again: what JSON can't hold would be our mistake, not the caller's.
 */
function formatOwn(bundle: Bundle): string {
  try {
    return formatJson(bundle, BUNDLE_JSON);
  } catch (cause) {
    throw new Invariant(`a bundle that was built is none: ${String(cause)}`);
  }
}
