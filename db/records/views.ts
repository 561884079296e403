import { formatAddress } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import {
  BATCH_COLUMNS,
  BATCH_JOINS,
  type BatchRow,
  type BatchView,
  batchOfRow,
} from '../batches/batch-views.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { RECORD_COLUMNS, type RecordRow, recordOfRow } from '../rows/record-rows.ts';
import type { RecordState } from './record-states.ts';

/** A record with its state, as anyone may read it. */
export interface RecordView {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;
  /** The address that signed, EIP-55. */
  readonly signer: string;
  readonly state: RecordState;
  /** Unix seconds. */
  readonly acceptedAt: number;
  readonly batch: BatchView | null;
  /** The position of its leaf in its batch, from 0. */
  readonly leafIndex: number | null;
  readonly rejected: { readonly code: string; readonly message: string } | null;
  readonly publicEntries: boolean;
  /** The position in the order of acceptance. */
  readonly arrival: number;
}

export interface ViewRow extends RecordRow, Omit<BatchRow, 'batch_number'> {
  batch_number: number | null;
  signer: Buffer;
  accepted_at: number;
  leaf_index: number | null;
  rejected_code: string | null;
  rejected_message: string | null;
  public_entries: boolean;
  arrival: number;
}

/** Selects records `r` as `viewOfRow` reads them. A condition must follow. */
export const SELECT_VIEW = `
  select r.stream,
    ${RECORD_COLUMNS}, r.signer, r.accepted_at, s.leaf_index, r.rejected_code, r.rejected_message, r.public_entries, r.arrival, ${BATCH_COLUMNS}
  from records r
  left join sealed_records s on s.record = r.id
  left join batches b on b.number = s.batch ${BATCH_JOINS}`;

/** Returns the record in a row of SELECT_VIEW. */
export function viewOfRow(row: ViewRow): RecordView {
  const batch = row.batch_number === null ? null : batchOfRow(row as BatchRow);
  return {
    id: fromBytea(row.id),
    record: recordOfRow(row),
    statement: JSON.parse(row.statement) as JsonObject,
    signature: fromBytea(row.signature),
    signer: formatAddress(row.signer),
    state: row.rejected_code === null ? (batch?.state ?? 'accepted') : 'rejected',
    acceptedAt: row.accepted_at,
    batch,
    leafIndex: row.leaf_index,
    rejected:
      row.rejected_code === null ? null : { code: row.rejected_code, message: row.rejected_message ?? '' },
    publicEntries: row.public_entries,
    arrival: row.arrival,
  };
}

/** Returns a record, null if there is none. */
export async function findRecordView(client: Queryable, id: Hex): Promise<RecordView | null> {
  const [view] = await findRecordViews(client, [id]);
  return view ?? null;
}

/** Returns the records with these ids, in their order. Unknown ids are left out. */
export async function findRecordViews(client: Queryable, ids: readonly Hex[]): Promise<RecordView[]> {
  const { rows } = await client.query<ViewRow>(`${SELECT_VIEW} where r.id = any($1)`, [ids.map(toBytea)]);
  const views = new Map(rows.map(viewOfRow).map((view) => [view.id, view]));
  return ids.flatMap((id) => views.get(id) ?? []);
}
