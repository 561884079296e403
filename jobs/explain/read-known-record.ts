import * as z from 'zod';
import type { Operations } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { type BundleRecord, bundleSchema } from '../../core/proofs/bundle.ts';
import { isAnswer, nameOfKind } from '../../core/records/kind.ts';
import type { KnownRecord } from './known-record.ts';
import { isWithdrawn } from '../../core/records/statement.ts';

/** The most answers that are read of a record. */
const MOST_ANSWERS = 50;

/** Reads a record of the ledger without its entries, and the newest version in its stream. @throws ApiError */
export async function readKnownRecord(
  { readRecord, readStream }: Pick<Operations, 'readRecord' | 'readStream'>,
  id: Hex,
): Promise<KnownRecord> {
  const { record, statement, acceptedAt, publicEntries } = await readRecord({ id });
  const { party, kind, subject } = record;
  const stream = await readStream({ party, kind: nameOfKind(kind), subject, limit: 1 });
  const newest = stream.accepted ?? stream.head;
  const unread = publicEntries ? 'unread' : 'private';
  const access = record.entries === ZERO_HASH ? 'all' : unread;
  const known = { id, record, statement, at: acceptedAt, access, entries: [], newest: null } as const;
  if (newest === null) return known;
  const version = newest.record === id ? known : await readRecord({ id: newest.record });
  const { record: newestId, sequence } = newest;
  return { ...known, newest: { id: newestId, sequence, isWithdrawal: isWithdrawn(version) } };
}

/** The entries of a record as far as the reader may have them. */
export type ReadEntries = Pick<KnownRecord, 'id' | 'access' | 'entries'>;

const ACCESS_CODES: Readonly<Record<string, KnownRecord['access']>> = {
  unauthorized: 'private',
  forbidden: 'private',
  'entries-not-stored': 'missing',
};

/** Reads the entries of a record as far as the reader may have them. @throws ApiError */
export async function readKnownEntries(
  { readRecordEntries }: Pick<Operations, 'readRecordEntries'>,
  id: Hex,
): Promise<ReadEntries> {
  try {
    const { entries } = await readRecordEntries({ id });
    return { id, access: 'all', entries };
  } catch (error) {
    const access = error instanceof ApiError ? ACCESS_CODES[error.code] : undefined;
    if (access === undefined) throw error;
    return { id, access, entries: [] };
  }
}

/** Reads the ids of assurances and decisions that answer a record. @throws ApiError */
export async function readAnswers({ listRecords }: Pick<Operations, 'listRecords'>, id: Hex): Promise<Hex[]> {
  const { items } = await listRecords({ source: id, limit: MOST_ANSWERS });
  return items.filter(({ record }) => isAnswer(record.kind)).map((item) => item.id);
}

const recordsSchema = z.object({ records: bundleSchema.shape.records });

/** Reads a record with one entry and what proves it, as the server sends it in a proof file. @throws ApiError; BadInput */
export async function readEntryProof(
  { readBundle }: Pick<Operations, 'readBundle'>,
  id: Hex,
  key: string,
): Promise<BundleRecord> {
  const { records } = parseWith(recordsSchema, {
    records: (await readBundle({ id, entries: key, depth: 1 })).records,
  });
  const found = records.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new ApiError(200, 'server-answer', `the proof file does not hold record ${id}`);
}
