import { MAX_BUNDLE_RECORDS } from '../../core/proofs/bundle.ts';
import { BadInput, Invariant } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isAnswer, KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { readHeadRecords } from '../../db/batches/heads.ts';
import type { Queryable } from '../../db/pool.ts';
import { findProvenRecords } from '../../db/records/proofs.ts';
import { readFinalWindows } from '../../db/chain/party-views.ts';
import { findAnswers } from '../../db/records/answers.ts';
import { type AnchoredBatch, type AnchoredRecord, isAnchored } from './anchored-record.ts';
import type { AnchoredSubject } from './subject.ts';
import { isAuthorised } from './windows.ts';

/** The most bytes that assurances and decisions add to the proof file of a record, so that they cannot make it too large. */
const ANSWER_BYTES = 4 << 20;
/** The most records that are read for them, so that they cannot make it slow. */
const ANSWER_RECORDS = 2 * MAX_BUNDLE_RECORDS;
/** An upper bound for what a record needs in a proof file apart from what its party signed: header, proofs, head, windows. */
const EVIDENCE_BYTES = 8 << 10;

/**
 * Returns the records that a proof file must have: the subject first, then its sources.
 * @throws BadInput `bundle-limit`
 */
export async function collectMembers(
  client: Queryable,
  subject: AnchoredSubject,
  depth: number,
): Promise<AnchoredRecord[]> {
  const { members, isWhole } = await addSources(client, new Map(), subject, depth);
  if (isWhole) return [...members.values()];
  throw new BadInput(
    'bundle-limit',
    `the record and its sources are more than ${MAX_BUNDLE_RECORDS} records, the most that a proof file may have: set a smaller depth`,
    members.size,
  );
}

/** What a proof file says about its first member besides what it must have. */
export interface Surroundings {
  /** The batch at which heads are shown. */
  readonly asOf: AnchoredBatch;
  /** The bytes that are left in the proof file. */
  readonly room: number;
  /** Streams in which parties answer the first member's stream, whose newest records must be there. */
  readonly judged: readonly Hex[];
}

/**
 * Adds what others say about the first member, while `room` bytes suffice: the newest versions of its stream and of the results that it
 * cites, the newest records of `judged`, and the assurances and decisions that name it, each with all its sources. Those about its own
 * stream come before others.
 */
export async function addSurroundings(
  client: Queryable,
  members: readonly AnchoredRecord[],
  { asOf, room, judged }: Surroundings,
): Promise<AnchoredRecord[]> {
  const [{ id, record }] = members as [AnchoredRecord];
  let all: Members = new Map(members.map((member) => [member.id, member]));
  const left = { bytes: Math.min(room, ANSWER_BYTES), records: ANSWER_RECORDS };
  const streams = [...listVersioned(members).map((each) => hashStream(each.record)), ...judged];
  const newest = [...(await readHeadRecords(client, streams, asOf.number)).values()];
  const named = await findAnswers(client, id, hashStream(record), asOf.number, MAX_BUNDLE_RECORDS);
  for (const other of [...newest, ...named]) {
    if (left.records <= 0 || left.bytes <= 0) break;
    if (all.has(other)) continue;
    all = await addOther(client, all, other, left);
  }
  return [...all.values()];
}

/** Returns the records whose newer versions matter to a reader: the first member, and the results among its sources (§11). */
export function listVersioned(members: readonly AnchoredRecord[]): AnchoredRecord[] {
  const [first] = members as [AnchoredRecord];
  const sources = new Set(first.record.sources);
  return members.filter(
    (member) => member === first || (member.record.kind === KINDS.result && sources.has(member.id)),
  );
}

/** Returns an upper bound for the bytes of records in a proof file, without their entries. */
export function sizeMembers(members: readonly AnchoredRecord[]): number {
  let bytes = 0;
  for (const { record, statement } of members)
    bytes += Buffer.byteLength(JSON.stringify([record, statement])) + EVIDENCE_BYTES;
  return bytes;
}

type Members = ReadonlyMap<Hex, AnchoredRecord>;

/**
 * Adds a record, its sources down to `depth`, and all sources of every assurance or decision (§11, `sources` and `record`). It loads at
 * most the records that a proof file may have; `isWhole` tells whether these are all.
 */
async function addSources(
  client: Queryable,
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

/** Loads sources. They were sealed with or before the record that names them, so they are anchored too. */
async function loadAnchored(client: Queryable, ids: readonly Hex[]): Promise<AnchoredRecord[]> {
  const found = (await findProvenRecords(client, ids)).filter((record) => isAnchored(record));
  if (found.length !== ids.length)
    throw new Invariant(`sources of an anchored record are not anchored: ${ids.join(', ')}`);
  return found;
}

/** Adds a record with what it needs, unless one of them is not accepted. Charges `left` for what it reads and adds. */
async function addOther(
  client: Queryable,
  before: Members,
  id: Hex,
  left: { bytes: number; records: number },
): Promise<Members> {
  const [other] = (await loadAnchored(client, [id])) as [AnchoredRecord];
  const { members, isWhole } = await addSources(client, before, other, 0);
  const added = [...members.values()].filter((member) => !before.has(member.id));
  left.records -= added.length;
  const bytes = sizeMembers(added);
  if (!isWhole || bytes > left.bytes) return before;
  for (const member of added) if (!(await isWellSigned(client, member))) return before;
  left.bytes -= bytes;
  return members;
}

/** Tells whether key and role of a record were valid, without which the proof file would fail verification. */
async function isWellSigned(client: Queryable, member: AnchoredRecord): Promise<boolean> {
  return isAuthorised(await readFinalWindows(client, [member.record.party]), member);
}
