import { Invariant } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Receipt } from '../../core/records/receipt.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import { insertEntries } from './entries.ts';
import type { Queryable } from '../pool.ts';

/** A record on its way into the ledger: checked, not yet stored. */
export interface AcceptedRecord {
  readonly id: Hex;
  readonly stream: Hex;
  readonly record: LedgerRecord;
  /** RFC 8785 text. */
  readonly statementText: string;
  readonly signature: Hex;
  /** EIP-55. */
  readonly signer: string;
  /** RFC 8785 text of an array; null when none were sent. */
  readonly entriesText: string | null;
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
 * Stores accepted records, whose ids differ, with their entries, in the order given. One that was rejected before is accepted
 * anew, at the end of the queue; entries that it already has, and whether they are public, stay as they were.
 * @throws Invariant when one of them is stored and not rejected
 */
export async function insertRecords(client: Queryable, accepted: readonly AcceptedRecord[]): Promise<void> {
  if (accepted.length === 0) return;
  const { rowCount } = await client.query(INSERT_RECORDS, valuesOf(accepted));
  if (rowCount !== accepted.length)
    throw new Invariant(`of ${accepted.length} records only ${rowCount} were stored`);
  await insertEntries(
    client,
    accepted.flatMap(({ id, entriesText }) => (entriesText === null ? [] : { id, entriesText })),
  );
}

/** Sources are one text for each record, since arrays of arrays have one length. */
const INSERT_RECORDS = `
  with stored as (
  insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement,
    signature, signer, public_entries, accepted_at, anchor_by, receipt_signature)
  select id, party, kind, subject, stream, sequence, previous, entries, sources::bytea[], statement_hash, statement,
    signature, signer, public_entries, accepted_at, anchor_by, receipt_signature
  from unnest($1::bytea[], $2::bytea[], $3::smallint[], $4::text[], $5::bytea[], $6::bigint[], $7::bytea[], $8::bytea[],
    $9::text[], $10::bytea[], $11::text[], $12::bytea[], $13::bytea[], $14::boolean[], $15::bigint[], $16::bigint[],
    $17::bytea[]) with ordinality as l(id, party, kind, subject, stream, sequence, previous, entries, sources,
      statement_hash, statement, signature, signer, public_entries, accepted_at, anchor_by, receipt_signature, line)
  order by line
  on conflict (id) do update set signature = excluded.signature, signer = excluded.signer, arrival = default,
    public_entries = case when exists (select from entries e where e.record = records.id)
      then records.public_entries else excluded.public_entries end,
    accepted_at = excluded.accepted_at, anchor_by = excluded.anchor_by, receipt_signature = excluded.receipt_signature,
    rejected_code = null, rejected_message = null
  where records.rejected_code is not null
  returning arrival, id, accepted_at)
  insert into waiting_records (arrival, record, accepted_at) select arrival, id, accepted_at from stored`;

function valuesOf(accepted: readonly AcceptedRecord[]): unknown[] {
  const bytes = (pick: (line: AcceptedRecord) => string): string => toByteaArray(accepted.map(pick));
  return [
    bytes(({ id }) => id),
    bytes(({ record }) => record.party),
    accepted.map(({ record }) => record.kind),
    accepted.map(({ record }) => record.subject),
    bytes(({ stream }) => stream),
    accepted.map(({ record }) => record.sequence),
    bytes(({ record }) => record.previous),
    bytes(({ record }) => record.entries),
    accepted.map(({ record }) => toByteaArray(record.sources)),
    bytes(({ record }) => record.statement),
    accepted.map(({ statementText }) => statementText),
    bytes(({ signature }) => signature),
    bytes(({ signer }) => signer),
    accepted.map(({ publicEntries }) => publicEntries),
    accepted.map(({ receipt }) => receipt.acceptedAt),
    accepted.map(({ receipt }) => receipt.anchorBy),
    bytes(({ receipt }) => receipt.signature),
  ];
}

/** Returns the receipts of those of the records that are accepted or sealed, by id. */
export async function readReceipts(client: Queryable, ids: readonly Hex[]): Promise<Map<Hex, SignedReceipt>> {
  const { rows } = await client.query<{
    id: Buffer;
    accepted_at: number;
    anchor_by: number;
    receipt_signature: Buffer;
  }>(
    'select id, accepted_at, anchor_by, receipt_signature from records where id = any($1::bytea[]) and rejected_code is null',
    [toByteaArray(ids)],
  );
  const receipts = rows.map(({ id, accepted_at, anchor_by, receipt_signature }) => ({
    record: fromBytea(id),
    acceptedAt: accepted_at,
    anchorBy: anchor_by,
    signature: fromBytea(receipt_signature),
  }));
  return new Map(receipts.map((receipt) => [receipt.record, receipt]));
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
