import { fromBytea } from './bytea.ts';
import type { Kind } from '../../core/records/kind.ts';
import type { LedgerRecord } from '../../core/records/record.ts';

/** The columns of a record `r`: what its party signed, with statement and signature. */
export const RECORD_COLUMNS = `
  r.id, r.party, r.kind, r.subject, r.sequence, r.previous, r.entries, r.sources, r.statement_hash, r.statement, r.signature`;

export interface RecordRow {
  id: Buffer;
  party: Buffer;
  kind: Kind;
  subject: string;
  sequence: number;
  previous: Buffer;
  entries: Buffer;
  sources: Buffer[];
  statement_hash: Buffer;
  /** RFC 8785 text. */
  statement: string;
  signature: Buffer;
}

/** Returns the record in a row of RECORD_COLUMNS. */
export function recordOfRow(row: RecordRow): LedgerRecord {
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
