import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/**
 * Returns at most `limit` assurances and decisions that name a record as a source and are the newest in their streams as of a
 * batch. First come those about the record's own stream (each party has at most one assurance and one decision in that stream),
 * then others. Both are in the order of acceptance.
 */
export async function findAnswers(
  client: Queryable,
  id: Hex,
  stream: Hex,
  batch: number,
  limit: number,
): Promise<Hex[]> {
  const { rows } = await client.query<{ id: Buffer }>(
    `select r.id from (select distinct arrival from record_sources where source = $1 and kind = any($2)) n
     join records r on r.arrival = n.arrival and $1::bytea = any(r.sources)
     join sealed_records s on s.record = r.id
     where s.batch <= $3
       and not exists (select from heads h where h.stream = r.stream and h.number <= $3 and h.sequence > r.sequence)
     order by r.subject <> $5, r.arrival limit $4`,
    [toBytea(id), [KINDS.assurance, KINDS.decision], batch, limit, stream.slice(2)],
  );
  return rows.map((row) => fromBytea(row.id));
}
