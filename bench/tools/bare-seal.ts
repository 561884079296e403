import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '../../db/pool.ts';

/** Rows that sealing wrote. Each column of hashes is one array of bytes; numbers are plain. */
export interface SealedRows {
  readonly nodes: { readonly hashes: Buffer; readonly items: Buffer; readonly a: Buffer; readonly b: Buffer };
  readonly heads: { readonly streams: Buffer; readonly sequences: number[]; readonly records: Buffer };
  readonly holders: { readonly parties: Buffer; readonly streams: Buffer };
  readonly places: { readonly records: Buffer; readonly arrivals: number[] };
  readonly batch: Readonly<Record<string, unknown>>;
  readonly levels: readonly { readonly level: number; readonly nodes: Buffer }[];
}

const CHUNK = 10_000;

/** Returns the rows written by the transaction of batch 2, the last batch. */
export async function readSealed(pool: Pool): Promise<SealedRows> {
  const one = async <Row extends object>(text: string): Promise<Row> =>
    (await pool.query<Row>(text)).rows[0]!;
  return {
    nodes: await one(
      `select string_agg(hash, '') as hashes, string_agg(case when is_item then '\\x01'::bytea else '\\x00' end, '') as items,
         string_agg(a, '') as a, string_agg(b, '') as b
       from map_nodes where age(xmin) <= age((select xmin from batches where number = 2))`,
    ),
    heads: await one(
      `select string_agg(stream, '') as streams, array_agg(sequence) as sequences, string_agg(record, '') as records
       from heads where number = 2`,
    ),
    holders: await one(
      `select string_agg(party, '') as parties, string_agg(streams, '') as streams from holders where number = 2`,
    ),
    places: await one(
      `select string_agg(s.record, '' order by leaf_index) as records, array_agg(r.arrival order by leaf_index) as arrivals
       from sealed_records s join records r on r.id = s.record where s.batch = 2`,
    ),
    batch: await one('select * from batches where number = 2'),
    levels: (
      await pool.query<SealedRows['levels'][number]>('select level, nodes from batch_levels where number = 2')
    ).rows,
  };
}

/** Writes these rows and empties the queue of waiting records, in one transaction and without any other work. */
export async function writeBare(pool: Pool, rows: SealedRows): Promise<void> {
  const { nodes, heads, holders, places, batch, levels } = rows;
  await withTransaction(pool, async (client) => {
    await inChunks(nodes.items.length, (from, until) =>
      client.query(
        `insert into map_nodes (hash, is_item, a, b)
         select substring($1::bytea from i * 32 + 1 for 32), get_byte($2::bytea, i) = 1,
           substring($3::bytea from i * 32 + 1 for 32), substring($4::bytea from i * 32 + 1 for 32)
         from generate_series(0, $5 - 1) i`,
        [
          ...cut([nodes.hashes], from, until),
          nodes.items.subarray(from, until),
          ...cut([nodes.a, nodes.b], from, until),
          until - from,
        ],
      ),
    );
    await writeBatch(client, batch, levels);
    await client.query(
      `insert into holders (party, number, streams)
       select substring($1::bytea from i * 32 + 1 for 32), 2, substring($2::bytea from i * 32 + 1 for 32) from generate_series(0, $3 - 1) i`,
      [holders.parties, holders.streams, holders.parties.length / 32],
    );
    await inChunks(heads.sequences.length, (from, until) =>
      client.query(
        `insert into heads (stream, number, sequence, record)
         select substring($1::bytea from i::integer * 32 - 31 for 32), 2, sequence, substring($2::bytea from i::integer * 32 - 31 for 32)
         from unnest($3::bigint[]) with ordinality u(sequence, i)`,
        [...cut([heads.streams, heads.records], from, until), heads.sequences.slice(from, until)],
      ),
    );
    await inChunks(places.arrivals.length, (from, until) =>
      client.query(
        `insert into sealed_records (record, batch, leaf_index)
         select substring($1::bytea from i * 32 + 1 for 32), 2, $3::bigint + i from generate_series(0, $2 - 1) i`,
        [...cut([places.records], from, until), until - from, from],
      ),
    );
    await client.query('delete from waiting_records');
  });
}

async function writeBatch(
  client: PoolClient,
  batch: SealedRows['batch'],
  levels: SealedRows['levels'],
): Promise<void> {
  const names = Object.keys(batch);
  await client.query(
    `insert into batches (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(batch),
  );
  for (const { level, nodes } of levels)
    await client.query('insert into batch_levels (number, level, nodes) values (2, $1, $2)', [level, nodes]);
}

async function inChunks(
  count: number,
  run: (from: number, until: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < count; from += CHUNK) await run(from, Math.min(count, from + CHUNK));
}

function cut(columns: readonly Buffer[], from: number, until: number): Buffer[] {
  return columns.map((column) => column.subarray(from * 32, until * 32));
}
