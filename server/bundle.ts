import type { Pool, PoolClient } from 'pg';
import { BUNDLE_FORMAT, type Bundle, type BundleRecord, formatBundle } from '../core/bundle.ts';
import type { Domain } from '../core/domain.ts';
import { BadInput, Invariant } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import { BUNDLE_JSON } from '../core/json.ts';
import { isAnswer } from '../core/kind.ts';
import { isReplay } from '../core/statement.ts';
import { readProof } from '../db/batches.ts';
import { readFinalWindows } from '../db/party-views.ts';
import { withTransaction } from '../db/pool.ts';
import { type EntryChoice, NO_ENTRIES, proveEntries } from './bundle-entries.ts';
import { proveHeads } from './bundle-heads.ts';
import { addVouching, collectMembers, sizeMembers } from './bundle-members.ts';
import type { AnchoredRecord } from './anchored-record.ts';
import { chooseWindows } from './bundle-windows.ts';

/** What a bundle is to show. */
export interface BundleRequest extends EntryChoice {
  /** How far sources of sources go along: 1 for the subject's own sources. */
  readonly depth: number;
}

/**
 * Returns the bundle of an anchored record (§11): the record, its sources, what vouches for or answers it with all that those
 * stand on, and the heads as of the newest final batch, or of the newest anchored one where the record is younger. Read in one
 * snapshot. Whether the asker may see the entries was decided before.
 * @throws HttpError `not-found`, `not-anchored`, `record-rejected`, `entries-not-stored`, `entry-unknown`, `entry-present`;
 * BadInput `bundle-limit`
 */
export async function buildBundle(
  pool: Pool,
  domain: Domain,
  id: Hex,
  request: BundleRequest,
): Promise<Bundle> {
  return withTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    return assembleBundle(client, domain, id, request);
  });
}

async function assembleBundle(
  client: PoolClient,
  domain: Domain,
  id: Hex,
  request: BundleRequest,
): Promise<Bundle> {
  const { members: needed, asOf } = await collectMembers(client, id, request.depth);
  const [subject] = needed as [AnchoredRecord];
  const entries = await proveEntries(client, subject, request);
  const room = BUNDLE_JSON.bytes - Buffer.byteLength(JSON.stringify(entries)) - sizeMembers(needed);
  const members = await addVouching(client, needed, asOf, room);
  const records: BundleRecord[] = [];
  for (const member of members) {
    records.push(await describeMember(client, member, member === subject ? entries : NO_ENTRIES));
  }
  const current = members.filter(
    ({ record }, index) => index === 0 || (isAnswer(record.kind) && !isReplay(record)),
  );
  const windows = await readFinalWindows(client, [...new Set(members.map(({ record }) => record.party))]);
  return {
    format: BUNDLE_FORMAT,
    chainId: domain.chainId,
    ledger: domain.ledger,
    records,
    history: [],
    heads: await proveHeads(
      client,
      asOf,
      current.map(({ record }) => record),
    ),
    parties: [],
    windows: chooseWindows(windows, members),
    stateProofs: [],
  };
}

async function describeMember(
  client: PoolClient,
  member: AnchoredRecord,
  entries: BundleRecord['entries'],
): Promise<BundleRecord> {
  const { id, record, statement, signature, batch, leafIndex } = member;
  return {
    id,
    record: { ...record, sources: [...record.sources] },
    statement,
    signature,
    entries,
    inclusion: { header: batch.header, proof: await readProof(client, batch.number, leafIndex) },
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

/** What was built here and is no bundle is our mistake, not the caller's. */
function formatOwn(bundle: Bundle): string {
  try {
    return formatBundle(bundle);
  } catch (cause) {
    throw new Invariant(`a bundle that was built is none: ${String(cause)}`);
  }
}
