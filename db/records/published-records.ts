import type { Entry } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { readSealedRows } from '../batches/sealed-rows.ts';
import { fromBytea } from '../rows/bytea.ts';
import { readEntries } from './entries.ts';
import type { Queryable } from '../pool.ts';
import { RECORD_COLUMNS, type RecordRow, recordOfRow } from '../rows/record-rows.ts';

/** What is published of a sealed record: everything that the server makes public about it. */
export interface PublishedRecord {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;
  readonly receipt: { readonly acceptedAt: number; readonly anchorBy: number; readonly signature: Hex };
  /** The position in the order of acceptance. */
  readonly arrival: number;
  readonly public: boolean;
  /** The entries, if they are public and were sent; else null. */
  readonly entries: readonly Entry[] | null;
}

interface PublishedRow extends RecordRow {
  readonly accepted_at: number;
  readonly anchor_by: number;
  readonly receipt_signature: Buffer;
  readonly arrival: number;
  readonly public_entries: boolean;
}

const COLUMNS = `${RECORD_COLUMNS}, r.accepted_at, r.anchor_by, r.receipt_signature, r.arrival, r.public_entries`;

/** Yields the records of a batch as they are published, in the order of its leaves. */
export async function* readPublishedRecords(
  client: Queryable,
  number: number,
): AsyncGenerator<PublishedRecord> {
  for await (const row of readSealedRows<PublishedRow>(client, number, COLUMNS))
    yield publishedOfRow(row, await readPublicEntries(client, row));
}

async function readPublicEntries(client: Queryable, row: PublishedRow): Promise<Entry[] | null> {
  if (!row.public_entries) return null;
  const entries = await readEntries(client, fromBytea(row.id));
  return entries.length === 0 ? null : entries;
}

function publishedOfRow(row: PublishedRow, entries: readonly Entry[] | null): PublishedRecord {
  return {
    id: fromBytea(row.id),
    record: recordOfRow(row),
    statement: JSON.parse(row.statement) as JsonObject,
    signature: fromBytea(row.signature),
    receipt: {
      acceptedAt: row.accepted_at,
      anchorBy: row.anchor_by,
      signature: fromBytea(row.receipt_signature),
    },
    arrival: row.arrival,
    public: row.public_entries,
    entries,
  };
}
