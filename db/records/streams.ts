import type { Head } from '../../core/batches/head.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** The record that a stream's next record must follow. */
export type StreamHead = Omit<Head, 'stream'>;

/** Sets the head of each stream to its newest record that is not rejected. */
export async function retreatStreams(client: Queryable, streams: readonly Hex[]): Promise<void> {
  await client.query(
    `update streams s set sequence = coalesce(l.sequence, 0), record = coalesce(l.id, $2)
     from unnest($1::bytea[]) as asked(stream)
     left join lateral (
       select sequence, id from records r where r.stream = asked.stream and r.rejected_code is null
       order by sequence desc limit 1
     ) l on true
     where s.stream = asked.stream`,
    [streams.map(toBytea), toBytea(ZERO_HASH)],
  );
}
