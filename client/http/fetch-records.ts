import * as z from 'zod';
import { type Hex, isHex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { hashSchema, signatureSchema, uintSchema } from '../../core/encoding/schema.ts';
import { type Entry, entrySchema, jsonObjectSchema } from '../../core/records/entry.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import type { StreamName } from '../../core/records/record.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { GivenRows } from '../../core/verify/given-rows.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';
import { checkEntries, checkRecord } from './check-record.ts';

const recordViewSchema = z.object({
  id: hashSchema,
  record: recordSchema,
  statement: jsonObjectSchema,
  signature: signatureSchema,
  state: z.string(),
  rejected: z.object({ code: z.string(), message: z.string() }).nullable(),
});

/** A record as the server shows it. */
export type RecordView = z.infer<typeof recordViewSchema>;

const placeSchema = z.object({ sequence: uintSchema(1), record: hashSchema });
const streamViewSchema = z.object({ head: placeSchema.nullable(), accepted: placeSchema.nullable() });

/** The newest version in a stream. */
export type StreamPlace = z.infer<typeof placeSchema>;

const foundSchema = z.object({ items: z.array(z.object({ id: hashSchema })) });

/** How many digits of an id are enough to look it up. */
export const SHORT_ID = /^0x[0-9a-f]{8,64}$/;

/** Returns the id of the one record whose id begins with these digits (8 or more). @throws ApiError `not-found`, `ambiguous-id` */
export async function findRecordId(api: Api, prefix: string): Promise<Hex> {
  if (isHex(prefix, 32)) return prefix;
  const { items } = await api.get(`/v1/records?id=${encodeURIComponent(prefix)}&limit=3`, foundSchema);
  const [first, ...more] = items;
  if (first === undefined)
    throw new ApiError(404, 'not-found', `no record has an id that begins with ${prefix}`);
  if (more.length === 0) return first.id;
  throw new ApiError(
    409,
    'ambiguous-id',
    `${items.length} or more records have an id that begins with ${prefix}: give more digits. Two of them: ${first.id}, ${more[0]!.id}`,
  );
}

/** Returns a record from the server, hashed again and compared with its id. @throws ApiError */
export async function fetchRecord(api: Api, id: Hex): Promise<RecordView> {
  const view = await api.get(`/v1/records/${id}`, recordViewSchema);
  checkRecord(api, id, view);
  return view;
}

/** Returns the newest accepted record of a stream, null if the stream is empty. @throws ApiError */
export async function fetchStreamPlace(
  api: Api,
  { party, kind, subject }: StreamName,
): Promise<StreamPlace | null> {
  const path = `/v1/streams/${party}/${nameOfKind(kind)}/${encodeURIComponent(subject)}`;
  const { head, accepted } = await api.get(path, streamViewSchema);
  return accepted ?? head;
}

/** Returns what a record needs to follow the newest version in its stream. */
export function placeAfter(newest: StreamPlace | null): { sequence: number; previous: Hex } {
  return newest === null
    ? { sequence: 1, previous: ZERO_HASH }
    : { sequence: newest.sequence + 1, previous: newest.record };
}

const entriesSchema = z.object({ entries: z.array(entrySchema) });

/** Returns the entries of a record with their root, so that they can be compared with what the record names. @throws ApiError */
export async function fetchGivenRows(api: Api, id: Hex): Promise<GivenRows> {
  const { entries } = await api.get(`/v1/records/${id}/entries`, entriesSchema);
  return GivenRows.read(entries);
}

/** Returns the entries of a record, hashed again and compared with the root that was signed. @throws ApiError; FailedCheck `proof-root` */
export async function fetchEntries(api: Api, id: Hex): Promise<Entry[]> {
  const { record } = await fetchRecord(api, id);
  const { entries } = await api.get(`/v1/records/${id}/entries`, entriesSchema);
  checkEntries(id, record, entries);
  return entries;
}
