import type { Queryable } from '../pool.ts';

/** The most records, and bytes of their statements without those of the last one, that one statement reads. */
const MOST_RECORDS = 500;
const MOST_BYTES = 1 << 18;

/**
 * Yields columns of the records `r` of a batch, in the order of its leaves. It reads some records at a time: fewer where statements are long, so that
 * many readers together need little memory.
 */
export async function* readSealedRows<Row extends object>(
  client: Queryable,
  number: number,
  columns: string,
): AsyncGenerator<Row> {
  for (let from = 0; ;) {
    const { rows } = await client.query<Row & { readonly leaf_index: number }>(
      `select leaf_index, ${columns} from (
         select r.*, leaf_index, sum(octet_length(r.statement)) over (order by leaf_index) - octet_length(r.statement) as bytes_before
         from (select record, leaf_index from sealed_records where batch = $1 and leaf_index >= $2 order by leaf_index limit $3) s
         join records r on r.id = s.record) r
       where bytes_before < $4 order by leaf_index`,
      [number, from, MOST_RECORDS, MOST_BYTES],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield* rows as Row[];
    from = last.leaf_index + 1;
  }
}
