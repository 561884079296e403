import type { Entry } from '../core/entry.ts';
import { Invariant } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import type { JsonObject } from '../core/json.ts';
import { formatJson } from '../core/json.ts';
import type { Receipt } from '../core/receipt.ts';
import type { LedgerRecord } from '../core/record.ts';
import { fromBytea, toBytea } from './bytea.ts';
import { insertEntries } from './entries.ts';
import type { Queryable } from './pool.ts';

/** A record on its way into the ledger: checked, not yet stored. */
export interface AcceptedRecord {
  readonly id: Hex;
  readonly stream: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;
  /** EIP-55. */
  readonly signer: string;
  /** Null when none were sent. */
  readonly entries: readonly Entry[] | null;
  readonly publicEntries: boolean;
  readonly receipt: SignedReceipt;
}

/** A receipt with the operator's signature (§9). */
export interface SignedReceipt extends Receipt {
  readonly signature: Hex;
}

/** What intake must know of a record that another names. */
export interface NamedRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly stream: Hex;
  readonly isRejected: boolean;
}

/**
 * Stores an accepted record. One that was rejected before is accepted anew, at the end of the queue; entries that it already
 * has, and whether they are public, stay as they were.
 * @throws Invariant when the record is stored and not rejected
 */
export async function insertRecord(client: Queryable, accepted: AcceptedRecord): Promise<void> {
  const { id, stream, record, statement, signature, signer, receipt } = accepted;
  const { rowCount } = await client.query(
    `with stored as (
     insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
       signature, signer, public_entries, accepted_at, anchor_by, receipt_signature)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
     on conflict (id) do update set signature = excluded.signature, signer = excluded.signer, arrival = default,
       public_entries = case when exists (select from entries e where e.record = records.id)
         then records.public_entries else excluded.public_entries end,
       accepted_at = excluded.accepted_at, anchor_by = excluded.anchor_by, receipt_signature = excluded.receipt_signature,
       rejected_code = null, rejected_message = null
     where records.rejected_code is not null
     returning arrival, id, accepted_at)
     insert into waiting_records (arrival, record, accepted_at) select arrival, id, accepted_at from stored`,
    [
      toBytea(id),
      toBytea(record.party),
      record.kind,
      record.subject,
      toBytea(stream),
      record.sequence,
      toBytea(record.previous),
      toBytea(record.entries),
      record.sources.map(toBytea),
      toBytea(record.statement),
      formatJson(statement),
      toBytea(signature),
      toBytea(signer),
      accepted.publicEntries,
      receipt.acceptedAt,
      receipt.anchorBy,
      toBytea(receipt.signature),
    ],
  );
  if (rowCount !== 1) throw new Invariant(`the record ${id} is stored already`);
  if (accepted.entries !== null) await insertEntries(client, id, accepted.entries);
}

/** Returns the receipt of a record that is accepted or sealed; null of one that is unknown or rejected. */
export async function readReceipt(client: Queryable, id: Hex): Promise<SignedReceipt | null> {
  const { rows } = await client.query<{ accepted_at: number; anchor_by: number; receipt_signature: Buffer }>(
    'select accepted_at, anchor_by, receipt_signature from records where id = $1 and rejected_code is null',
    [toBytea(id)],
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    record: id,
    acceptedAt: row.accepted_at,
    anchorBy: row.anchor_by,
    signature: fromBytea(row.receipt_signature),
  };
}

/** Returns those of the records that there are, by id. */
export async function readNamed(client: Queryable, ids: readonly Hex[]): Promise<Map<Hex, NamedRecord>> {
  const { rows } = await client.query<{ id: Buffer; party: Buffer; stream: Buffer; is_rejected: boolean }>(
    'select id, party, stream, rejected_code is not null as is_rejected from records where id = any($1)',
    [ids.map(toBytea)],
  );
  const named = rows.map(({ id, party, stream, is_rejected }) => ({
    id: fromBytea(id),
    party: fromBytea(party),
    stream: fromBytea(stream),
    isRejected: is_rejected,
  }));
  return new Map(named.map((record) => [record.id, record]));
}
