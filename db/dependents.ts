import type { Entry } from '../core/entry.ts';
import type { Hex } from '../core/hex.ts';
import type { Kind } from '../core/kind.ts';
import { fromBytea, toBytea, toByteaArray } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A record that another rests on, or that rests on one: its place in its stream, and what it was made from. */
export interface LinkedRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly kind: Kind;
  readonly subject: string;
  readonly stream: Hex;
  readonly sequence: number;
  readonly sources: readonly Hex[];
  readonly publicEntries: boolean;
  /** The newest record of its stream, where that is another. */
  readonly newest: { readonly id: Hex; readonly sources: readonly Hex[] } | null;
}

interface LinkedRow {
  id: Buffer;
  party: Buffer;
  kind: Kind;
  subject: string;
  stream: Buffer;
  sequence: number;
  sources: Buffer[];
  public_entries: boolean;
  newest: Buffer | null;
  newest_sources: Buffer[] | null;
}

const COLUMNS = `r.id, r.party, r.kind, r.subject, r.stream, r.sequence, r.sources, r.public_entries,
  n.id as newest, n.sources as newest_sources`;
const NEWEST = `left join streams s on s.stream = r.stream and s.record <> r.id
  left join records n on n.id = s.record`;

/** Returns a record that is not rejected, null where there is none. */
export async function findLinkedRecord(client: Queryable, id: Hex): Promise<LinkedRecord | null> {
  const { rows } = await client.query<LinkedRow>(
    `select ${COLUMNS} from records r ${NEWEST} where r.id = $1 and r.rejected_code is null`,
    [toBytea(id)],
  );
  return rows[0] === undefined ? null : linkedOfRow(rows[0]);
}

/** Returns at most `limit` records that rest on one, directly or over others, the nearest first and then by arrival. */
export async function listDependents(client: Queryable, id: Hex, limit: number): Promise<LinkedRecord[]> {
  const { rows } = await client.query<LinkedRow>(
    `with recursive reached(id, depth) as (
       select $1::bytea, 0
       union
       select d.id, reached.depth + 1 from reached
       cross join lateral (select r.id from records r
         where r.sources @> array[reached.id] and r.sources <> '{}' and r.rejected_code is null limit $2 + 1) d
     ),
     nearest as (select id, min(depth) as depth from (select * from reached limit 4 * $2) one where depth > 0 group by id)
     select ${COLUMNS} from nearest join records r using (id) ${NEWEST} order by nearest.depth, r.arrival limit $2`,
    [toBytea(id), limit],
  );
  return rows.map(linkedOfRow);
}

/** Returns the record that follows one in its stream, null where none does. */
export async function findSuccessor(
  client: Queryable,
  { stream, sequence }: Pick<LinkedRecord, 'stream' | 'sequence'>,
): Promise<Hex | null> {
  const { rows } = await client.query<{ id: Buffer }>(
    'select id from records where stream = $1 and sequence = $2 and rejected_code is null',
    [toBytea(stream), sequence + 1],
  );
  return rows[0] === undefined ? null : fromBytea(rows[0].id);
}

/** What a derivation says, and of which record. */
export interface StoredDetail {
  readonly record: Hex;
  readonly key: string;
  readonly detail: unknown;
}

/** Returns the details of the entries of records, where they have any. */
export async function readDetails(client: Queryable, records: readonly Hex[]): Promise<StoredDetail[]> {
  const { rows } = await client.query<{ record: Buffer; list: string }>(
    'select record, list from entries where record = any($1::bytea[])',
    [toByteaArray(records)],
  );
  return rows.flatMap(({ record, list }) => {
    const id = fromBytea(record);
    return (JSON.parse(list) as Entry[]).flatMap(({ key, unit, detail }) =>
      unit === '' || detail === null ? [] : [{ record: id, key, detail }],
    );
  });
}

function linkedOfRow(row: LinkedRow): LinkedRecord {
  const { kind, subject, sequence } = row;
  const newest =
    row.newest === null
      ? null
      : { id: fromBytea(row.newest), sources: (row.newest_sources ?? []).map(fromBytea) };
  return {
    id: fromBytea(row.id),
    party: fromBytea(row.party),
    kind,
    subject,
    stream: fromBytea(row.stream),
    sequence,
    sources: row.sources.map(fromBytea),
    publicEntries: row.public_entries,
    newest,
  };
}
