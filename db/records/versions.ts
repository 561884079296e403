import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Kind } from '../../core/records/kind.ts';
import { isWithdrawal } from '../../core/records/statement.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** The most versions of a stream that are read or followed at once, the newest first. */
export const MOST_VERSIONS = 10_000;

/** The part of a record that decides who may read its entries. */
export interface OwnedRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly publicEntries: boolean;
}

/** One version in a stream. */
export interface Version extends OwnedRecord {
  readonly arrival: number;
  readonly stream: Hex;
  readonly sequence: number;
  readonly entriesRoot: Hex;
  readonly statementHash: Hex;
}

/** The newest version in a stream, which may be a withdrawal. */
export interface NewestVersion extends Version {
  readonly isWithdrawal: boolean;
}

interface VersionRow {
  id: Buffer;
  arrival: number;
  party: Buffer;
  stream: Buffer;
  sequence: number;
  entries: Buffer;
  statement_hash: Buffer;
  public_entries: boolean;
}

// The statements below are named, so that they are planned once: planning takes longer than reading a few records.
const VERSION_COLUMNS =
  'v.id, v.arrival, v.party, v.stream, v.sequence, v.entries, v.statement_hash, v.public_entries';

/** Returns the newest version in the stream of a record; null if there is no such record or it was rejected. */
export async function findNewestVersion(client: Queryable, id: Hex): Promise<NewestVersion | null> {
  const { rows } = await client.query<VersionRow & { kind: Kind; statement: string }>({
    name: 'newest-version',
    text: `select ${VERSION_COLUMNS}, v.kind, v.statement
     from records r left join streams s on s.stream = r.stream join records v on v.id = coalesce(s.record, r.id)
     where r.id = $1 and r.rejected_code is null`,
    values: [toBytea(id)],
  });
  const [row] = rows;
  if (row === undefined) return null;
  return {
    ...versionOfRow(row),
    isWithdrawal: isWithdrawal(row.kind, JSON.parse(row.statement) as JsonObject),
  };
}

/** Returns a record and the versions before it in its stream, by id, the newest first: at most `MOST_VERSIONS`. */
export async function listVersions(client: Queryable, id: Hex): Promise<Map<Hex, Version>> {
  const { rows } = await client.query<VersionRow>({
    name: 'versions',
    text: `select ${VERSION_COLUMNS} from records r join records v on v.stream = r.stream and v.sequence <= r.sequence
     where r.id = $1 and r.rejected_code is null and v.rejected_code is null order by v.sequence desc limit $2`,
    values: [toBytea(id), MOST_VERSIONS],
  });
  return new Map(rows.map((row) => [fromBytea(row.id), versionOfRow(row)]));
}

function versionOfRow(row: VersionRow): Version {
  return {
    id: fromBytea(row.id),
    arrival: row.arrival,
    party: fromBytea(row.party),
    stream: fromBytea(row.stream),
    sequence: row.sequence,
    entriesRoot: fromBytea(row.entries),
    statementHash: fromBytea(row.statement_hash),
    publicEntries: row.public_entries,
  };
}

/** Whether a record is still in force: the newest version in its stream, and the record that withdraws it. */
export interface Succession {
  readonly newest: Hex;
  /** The newest version where that is a withdrawal, or the record itself where that is one; else null. */
  readonly withdrawnBy: Hex | null;
}

interface SuccessionRow {
  id: Buffer;
  kind: Kind;
  newest: Buffer;
  own_statement: string | null;
  newest_statement: string | null;
}

/** Returns the succession of records, by record. Only statements that may be withdrawals are read. */
export async function findSuccessions(
  client: Queryable,
  records: readonly Hex[],
): Promise<Map<Hex, Succession>> {
  const { rows } = await client.query<SuccessionRow>({
    name: 'successions',
    text: `select r.id, r.kind, n.id as newest,
       case when strpos(r.statement, 'withdraw') > 0 then r.statement end as own_statement,
       case when strpos(n.statement, 'withdraw') > 0 then n.statement end as newest_statement
     from records r join streams s on s.stream = r.stream join records n on n.id = s.record
     where r.id = any($1::bytea[])`,
    values: [toByteaArray(records)],
  });
  return new Map(rows.map((row) => [fromBytea(row.id), successionOfRow(row)]));
}

function successionOfRow({ id, kind, newest, ...row }: SuccessionRow): Succession {
  const withdraws = (statement: string | null): boolean =>
    statement !== null && isWithdrawal(kind, JSON.parse(statement) as JsonObject);
  const withdrawal = withdraws(row.newest_statement) ? newest : withdraws(row.own_statement) ? id : null;
  return { newest: fromBytea(newest), withdrawnBy: withdrawal === null ? null : fromBytea(withdrawal) };
}
