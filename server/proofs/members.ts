import type { Pool, PoolClient } from 'pg';
import { MAX_BUNDLE_RECORDS } from '../../core/proofs/bundle.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isAnswer } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { isReplay, isWithdrawal } from '../../core/records/statement.ts';
import { readHeadAt } from '../../db/batches/heads.ts';
import { findProvenRecords } from '../../db/records/proofs.ts';
import { readFinalWindows } from '../../db/chain/party-views.ts';
import { findVouching } from '../../db/records/vouching.ts';
import { type AnchoredBatch, type AnchoredRecord, isAnchored } from './anchored-record.ts';
import type { AnchoredSubject } from './subject.ts';
import { isAuthorised } from './windows.ts';

type Client = Pool | PoolClient;

/** The most that those who vouch for a record add to its bundle, in bytes, so that none of them can make it too large. */
const VOUCHING_BYTES = 4 << 20;
/** The most records that are looked at for them, so that none of them can make it slow. */
const VOUCHING_RECORDS = 2 * MAX_BUNDLE_RECORDS;
/** More than a record takes in a bundle beside what its party signed: header, proofs, head, windows. */
const EVIDENCE_BYTES = 8 << 10;

/**
 * Returns the records that a bundle must hold: the subject first, with its sources.
 * @throws BadInput `bundle-limit`
 */
export async function collectMembers(
  client: Client,
  subject: AnchoredSubject,
  depth: number,
): Promise<AnchoredRecord[]> {
  const { members, isWhole } = await addSources(client, new Map(), subject, depth);
  if (isWhole) return [...members.values()];
  throw new BadInput(
    'bundle-limit',
    `the record and its sources are more than the ${MAX_BUNDLE_RECORDS} records that a bundle has at most`,
    members.size,
  );
}

/**
 * Returns the members with what vouches for or answers the first of them, and all that it stands on, as far as `room` bytes
 * reach: what answers its own stream comes first.
 */
export async function addVouching(
  client: Client,
  members: readonly AnchoredRecord[],
  asOf: AnchoredBatch,
  room: number,
): Promise<AnchoredRecord[]> {
  const [{ id, record }] = members as [AnchoredRecord];
  let all: Members = new Map(members.map((member) => [member.id, member]));
  const left = { bytes: Math.min(room, VOUCHING_BYTES), records: VOUCHING_RECORDS };
  for (const voucher of await findVouching(client, id, hashStream(record), asOf.number, MAX_BUNDLE_RECORDS)) {
    if (left.records <= 0 || left.bytes <= 0) break;
    if (!all.has(voucher)) all = await addVoucher(client, all, voucher, asOf, left);
  }
  return [...all.values()];
}

/** Returns at least the bytes that records take in a bundle, without entries. */
export function sizeMembers(members: readonly AnchoredRecord[]): number {
  let bytes = 0;
  for (const { record, statement } of members)
    bytes += Buffer.byteLength(JSON.stringify([record, statement])) + EVIDENCE_BYTES;
  return bytes;
}

type Members = ReadonlyMap<Hex, AnchoredRecord>;

/**
 * Returns the members with a record added, its sources down to `depth`, and of every assurance or decision all that it stands on
 * (§11, `sources` and `record`). No more are loaded than a bundle holds: `isWhole` tells whether those were all.
 */
async function addSources(
  client: Client,
  before: Members,
  record: AnchoredRecord,
  depth: number,
): Promise<{ members: Members; isWhole: boolean }> {
  const members = new Map(before);
  let layer = [record];
  for (let level = 0; layer.length > 0; level++) {
    for (const member of layer) members.set(member.id, member);
    const followed = layer.filter(({ record: { kind } }) => level < depth || isAnswer(kind));
    const ids = new Set(followed.flatMap((member) => member.record.sources).filter((id) => !members.has(id)));
    if (members.size + ids.size > MAX_BUNDLE_RECORDS) return { members, isWhole: false };
    layer = await loadAnchored(client, [...ids]);
  }
  return { members, isWhole: true };
}

/** Sources are sealed with or before what names them, so they are anchored too. */
async function loadAnchored(client: Client, ids: readonly Hex[]): Promise<AnchoredRecord[]> {
  const found = (await findProvenRecords(client, ids)).filter((record) => isAnchored(record));
  if (found.length !== ids.length)
    throw new Invariant(`sources of an anchored record are not anchored: ${ids.join(', ')}`);
  return found;
}

/**
 * Returns the members with what vouches for the subject, unless that would make the bundle fail: a withdrawn opinion, one whose key
 * or role ended before it was anchored, or one that stands on such or on a superseded opinion. Takes what it costs from `left`.
 */
async function addVoucher(
  client: Client,
  before: Members,
  id: Hex,
  asOf: AnchoredBatch,
  left: { bytes: number; records: number },
): Promise<Members> {
  const [voucher] = (await loadAnchored(client, [id])) as [AnchoredRecord];
  const { members, isWhole } = await addSources(client, before, voucher, 0);
  const added = [...members.values()].filter((member) => !before.has(member.id));
  left.records -= added.length;
  const bytes = sizeMembers(added);
  if (!isWhole || bytes > left.bytes) return before;
  for (const member of added) if (!(await isGood(client, member, asOf))) return before;
  left.bytes -= bytes;
  return members;
}

async function isGood(client: Client, member: AnchoredRecord, asOf: AnchoredBatch): Promise<boolean> {
  const { id, record, statement } = member;
  if (!isAuthorised(await readFinalWindows(client, [record.party]), member)) return false;
  if (!isAnswer(record.kind) || isReplay(record)) return true;
  if (isWithdrawal(record.kind, statement)) return false;
  const head = await readHeadAt(client, hashStream(record), asOf.number);
  return head?.record === id;
}
