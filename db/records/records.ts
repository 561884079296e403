import { Invariant } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Receipt } from '../../core/records/receipt.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import { insertEntries } from './entries.ts';
import type { Queryable } from '../pool.ts';

/** A checked record with all that is stored of it. */
export interface AcceptedRecord {
  readonly id: Hex;
  readonly stream: Hex;
  readonly record: LedgerRecord;
  /** RFC 8785 text. */
  readonly statementText: string;
  readonly signature: Hex;
  /** EIP-55. */
  readonly signer: string;
  /** RFC 8785 text of an array; null when no entries were sent. */
  readonly entriesText: string | null;
  readonly publicEntries: boolean;
  readonly receipt: SignedReceipt;
}

/** A receipt with the operator's signature (§9). */
export interface SignedReceipt extends Receipt {
  readonly signature: Hex;
}

/** What intake must know about a record that another record names. */
export interface NamedRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly stream: Hex;
  readonly isRejected: boolean;
}

/** The columns of the table `records` that are given when a record is stored: type of the parameter, and its value. */
const GIVEN: Readonly<Record<string, readonly [type: string, read: (record: AcceptedRecord) => unknown]>> = {
  id: ['bytea', ({ id }) => id],
  party: ['bytea', ({ record }) => record.party],
  kind: ['smallint', ({ record }) => record.kind],
  subject: ['text', ({ record }) => record.subject],
  stream: ['bytea', ({ stream }) => stream],
  sequence: ['bigint', ({ record }) => record.sequence],
  previous: ['bytea', ({ record }) => record.previous],
  entries: ['bytea', ({ record }) => record.entries],
  // PostgreSQL has no array of arrays with different lengths, so that the sources of each record are one text.
  sources: ['text', ({ record }) => toByteaArray(record.sources)],
  statement_hash: ['bytea', ({ record }) => record.statement],
  statement: ['text', ({ statementText }) => statementText],
  signature: ['bytea', ({ signature }) => signature],
  signer: ['bytea', ({ signer }) => signer],
  public_entries: ['boolean', ({ publicEntries }) => publicEntries],
  accepted_at: ['bigint', ({ receipt }) => receipt.acceptedAt],
  anchor_by: ['bigint', ({ receipt }) => receipt.anchorBy],
  receipt_signature: ['bytea', ({ receipt }) => receipt.signature],
};

const NAMES = Object.keys(GIVEN);

/** The columns of records that are given when they are stored, for `insert into records`. */
export const GIVEN_COLUMNS = NAMES.join(', ');

/** The number of parameters that GIVEN_ROWS reads. Further parameters of a statement follow them. */
export const GIVEN_COUNT = NAMES.length;

/** The same columns of the rows GIVEN_ROWS, for `select`. */
export const SELECT_GIVEN = NAMES.map((name) => (name === 'sources' ? 'sources::bytea[]' : name)).join(', ');

/** One row for each record of `givenValues`, in their order; `line` counts them from 1. */
export const GIVEN_ROWS = `
  unnest(${Object.values(GIVEN)
    .map(([type], index) => `$${index + 1}::${type}[]`)
    .join(', ')}) with ordinality as given(${GIVEN_COLUMNS}, line)`;

/** What a record that is stored again overwrites, in `on conflict (id) do update set`. */
export const OVERWRITE_GIVEN = `
  signature = excluded.signature, signer = excluded.signer, accepted_at = excluded.accepted_at, anchor_by = excluded.anchor_by,
  receipt_signature = excluded.receipt_signature, rejected_code = null, rejected_message = null`;

/** Returns the parameters from which GIVEN_ROWS makes rows. */
export function givenValues(records: readonly AcceptedRecord[]): unknown[] {
  return Object.values(GIVEN).map(([type, read]) => {
    const values = records.map(read);
    return type === 'bytea' ? toByteaArray(values as string[]) : values;
  });
}

/** Stores the entries that came with records; entries that are stored already stay unchanged. */
export async function insertGivenEntries(
  client: Queryable,
  records: readonly AcceptedRecord[],
): Promise<void> {
  await insertEntries(
    client,
    records.flatMap(({ id, entriesText }) => (entriesText === null ? [] : { id, entriesText })),
  );
}

/** Stores whom the rows `stored` name as sources, as a part of `with`. */
export const INSERT_SOURCES = `
  named as (
    insert into record_sources (source, kind, arrival)
    select s.source, stored.kind, stored.arrival from stored cross join lateral unnest(stored.sources) s(source))`;

const INSERT_ACCEPTED = `
  with stored as (
    insert into records (${GIVEN_COLUMNS})
    select ${SELECT_GIVEN} from ${GIVEN_ROWS} order by line
    on conflict (id) do update set ${OVERWRITE_GIVEN}, arrival = default,
      public_entries = case when exists (select from entries e where e.record = records.id)
        then records.public_entries else excluded.public_entries end
    where records.rejected_code is not null
    returning arrival, id, accepted_at, kind, sources),
  ${INSERT_SOURCES}
  insert into waiting_records (arrival, record, accepted_at) select arrival, id, accepted_at from stored`;

/**
 * Stores accepted records and their entries in the order given, and lets them wait to be sealed. A record that was rejected
 * before is accepted again, at the end of the queue; if its entries are stored, they stay as public or private as they were.
 * The ids must differ.
 * @throws Invariant when one of them is stored and not rejected
 */
export async function insertRecords(client: Queryable, accepted: readonly AcceptedRecord[]): Promise<void> {
  if (accepted.length === 0) return;
  const { rowCount } = await client.query(INSERT_ACCEPTED, givenValues(accepted));
  if (rowCount !== accepted.length)
    throw new Invariant(`stored ${rowCount} records, expected ${accepted.length}`);
  await insertGivenEntries(client, accepted);
}

/** Returns the receipts of records by id. Unknown and rejected records are left out. */
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

/** Returns records by id. Unknown ids are left out. */
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
