import { fromBytea } from './bytea.ts';
import type { Kind } from '../../core/records/kind.ts';
import type { LedgerRecord } from '../../core/records/record.ts';

/** The columns of a record `r`: its fields, and its id. */
export const FIELD_COLUMNS =
  'r.id, r.party, r.kind, r.subject, r.sequence, r.previous, r.entries, r.sources, r.statement_hash';

/** The columns of a record `r`: what its party signed, with statement and signature. */
export const RECORD_COLUMNS = `${FIELD_COLUMNS}, r.statement, r.signature`;

export interface FieldRow {
  id: Buffer;
  party: Buffer;
  kind: Kind;
  subject: string;
  sequence: number;
  previous: Buffer;
  entries: Buffer;
  sources: Buffer[];
  statement_hash: Buffer;
}

export interface RecordRow extends FieldRow {
  /** RFC 8785 text. */
  statement: string;
  signature: Buffer;
}

/** Returns the record in a row of FIELD_COLUMNS. */
export function recordOfRow(row: FieldRow): LedgerRecord {
  return {
    party: fromBytea(row.party),
    kind: row.kind,
    subject: row.subject,
    sequence: row.sequence,
    previous: fromBytea(row.previous),
    entries: fromBytea(row.entries),
    sources: row.sources.map(fromBytea),
    statement: fromBytea(row.statement_hash),
  };
}
