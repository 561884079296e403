import type { Pool, PoolClient } from 'pg';
import { MAX_BUNDLE_RECORDS } from '../core/bundle.ts';
import { BadInput, Invariant } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import { isAnswer } from '../core/kind.ts';
import { hashStream } from '../core/record.ts';
import { isReplay, isWithdrawal } from '../core/statement.ts';
import { findAnchoredBatch, findFinalBatch } from '../db/batch-views.ts';
import { readHeadAt } from '../db/heads.ts';
import { findRecordView, findRecordViews } from '../db/record-views.ts';
import { readFinalWindows } from '../db/party-views.ts';
import { findVouching } from '../db/vouching.ts';
import { type AnchoredBatch, type AnchoredRecord, isAnchored } from './anchored-record.ts';
import { isAuthorised } from './bundle-windows.ts';
import { HttpError } from './errors.ts';

type Client = Pool | PoolClient;

/**
 * Returns the records of a bundle, the subject first, and the batch as of which it speaks: the newest final one, or the newest
 * anchored one where the subject is younger.
 * @throws HttpError `not-found`, `not-anchored`, `record-rejected`; BadInput `bundle-limit`
 */
export async function collectMembers(
  client: Client,
  id: Hex,
  depth: number,
): Promise<{ members: AnchoredRecord[]; asOf: AnchoredBatch }> {
  const subject = await requireAnchored(client, id);
  const asOf = await chooseBatch(client, subject);
  const members = await addSources(client, new Map(), [subject], depth);
  if (members.size > MAX_BUNDLE_RECORDS) {
    throw new BadInput(
      'bundle-limit',
      `the record and its sources are ${members.size} records, a bundle has at most ${MAX_BUNDLE_RECORDS}`,
      members.size,
    );
  }
  for (const voucher of await findVouching(client, id, asOf.number, MAX_BUNDLE_RECORDS)) {
    await addVoucher(client, members, voucher, asOf);
  }
  return { members: [...members.values()], asOf };
}

async function requireAnchored(client: Client, id: Hex): Promise<AnchoredRecord> {
  const view = await findRecordView(client, id);
  if (view === null) throw new HttpError('not-found', `no record ${id}`, { path: 'id', value: id });
  if (view.rejected !== null)
    throw new HttpError('record-rejected', view.rejected.message, { rejected: view.rejected.code });
  if (!isAnchored(view))
    throw new HttpError('not-anchored', `the record is ${view.state}`, { state: view.state });
  return view;
}

async function chooseBatch(client: Client, subject: AnchoredRecord): Promise<AnchoredBatch> {
  const final = await findFinalBatch(client);
  const batch =
    final !== null && final.number >= subject.batch.number ? final : await findAnchoredBatch(client);
  if (batch?.anchor == null) throw new Invariant(`batch ${subject.batch.number} is anchored, and none is`);
  return batch as AnchoredBatch;
}

type Members = Map<Hex, AnchoredRecord>;

/**
 * Returns the members with records added, their sources down to `depth`, and of every assurance or decision all that it stands on
 * (§11, `sources` and `record`).
 */
async function addSources(
  client: Client,
  before: Members,
  records: readonly AnchoredRecord[],
  depth: number,
): Promise<Members> {
  const members = new Map(before);
  let layer = records.filter(({ id }) => !members.has(id));
  for (let level = 0; layer.length > 0 && members.size <= MAX_BUNDLE_RECORDS; level++) {
    for (const record of layer) members.set(record.id, record);
    const followed = layer.filter(({ record }) => level < depth || isAnswer(record.kind));
    const ids = new Set(followed.flatMap(({ record }) => record.sources).filter((id) => !members.has(id)));
    layer = await loadAnchored(client, [...ids]);
  }
  return members;
}

/** Sources are sealed with or before what names them, so they are anchored too. */
async function loadAnchored(client: Client, ids: readonly Hex[]): Promise<AnchoredRecord[]> {
  const found = (await findRecordViews(client, ids)).filter(isAnchored);
  if (found.length !== ids.length)
    throw new Invariant(`sources of an anchored record are not anchored: ${ids.join(', ')}`);
  return found;
}

/**
 * Adds what vouches for the subject, unless that would make the bundle fail: a withdrawn opinion, one whose key or role ended
 * before it was anchored, or one that stands on such or on a superseded opinion.
 */
async function addVoucher(client: Client, members: Members, id: Hex, asOf: AnchoredBatch): Promise<void> {
  if (members.has(id)) return;
  const extended = await addSources(client, members, await loadAnchored(client, [id]), 0);
  if (extended.size > MAX_BUNDLE_RECORDS) return;
  const added = [...extended.values()].filter((member) => !members.has(member.id));
  for (const member of added) if (!(await isGood(client, member, asOf))) return;
  for (const member of added) members.set(member.id, member);
}

async function isGood(client: Client, member: AnchoredRecord, asOf: AnchoredBatch): Promise<boolean> {
  const { id, record, statement } = member;
  if (!isAuthorised(await readFinalWindows(client, [record.party]), member)) return false;
  if (!isAnswer(record.kind) || isReplay(record)) return true;
  if (isWithdrawal(record.kind, statement)) return false;
  const head = await readHeadAt(client, hashStream(record), asOf.number);
  return head?.record === id;
}
