import type { Entry } from '../core/entry.ts';
import { Invariant } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import { formatJson } from '../core/json.ts';
import { fromBytea, toByteaArray } from './bytea.ts';
import type { Queryable } from './pool.ts';
import type { AcceptedRecord, SignedReceipt } from './records.ts';

/** A statement as it is stored: RFC 8785 text. */
export interface StoredStatement {
  readonly statementText: string;
}

/** One of many records on their way into the ledger: checked, not yet stored. */
export type AcceptedLine = Omit<AcceptedRecord, 'statement'> & StoredStatement;

/**
 * Stores accepted records, whose ids differ, with their entries, each as `insertRecord` does, in the order given.
 * @throws Invariant when one of them is stored and not rejected
 */
export async function insertRecords(client: Queryable, accepted: readonly AcceptedLine[]): Promise<void> {
  if (accepted.length === 0) return;
  const { rowCount } = await client.query(INSERT_RECORDS, valuesOf(accepted));
  if (rowCount !== accepted.length)
    throw new Invariant(`of ${accepted.length} records only ${rowCount} were stored`);
  await insertEntriesOf(client, accepted);
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

function valuesOf(accepted: readonly AcceptedLine[]): unknown[] {
  const bytes = (pick: (line: AcceptedLine) => string): string => toByteaArray(accepted.map(pick));
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

async function insertEntriesOf(client: Queryable, accepted: readonly AcceptedLine[]): Promise<void> {
  const rows = accepted.flatMap(({ id, entries }) =>
    (entries ?? []).map((entry, position) => ({ id, entry, position })),
  );
  if (rows.length === 0) return;
  const pick = <Out>(read: (entry: Entry) => Out): Out[] => rows.map(({ entry }) => read(entry));
  await client.query(
    `insert into entries (record, position, key, value, unit, valid_from, valid_until, detail, salt)
     select * from unnest($1::bytea[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
       $8::text[], $9::bytea[])
     on conflict do nothing`,
    [
      toByteaArray(rows.map(({ id }) => id)),
      rows.map(({ position }) => position),
      pick(({ key }) => key),
      pick(({ value }) => value),
      pick(({ unit }) => unit),
      pick(({ from }) => from),
      pick(({ until }) => until),
      pick(({ detail }) => (detail === null ? null : formatJson(detail))),
      toByteaArray(pick(({ salt }) => salt)),
    ],
  );
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
