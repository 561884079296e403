import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** How many of the newest replays of one stream are read. One that replays every hour makes as many in 41 days. */
const NEWEST = 1_000;
/** The longest statement of a replay that is read, in bytes: several times what one needs. */
const STATEMENT_BYTES = 1 << 10;

/** A replay that a party registered, as its statement says. */
export interface StatedReplay {
  readonly party: Hex;
  readonly record: Hex;
  /** RFC 8785 text. */
  readonly statement: string;
}

/**
 * Returns the newest replays in the given streams as of batch `until`, the newest of each stream first. Those sealed in batch `after` or
 * before it are left out, except the newest one of each stream.
 */
export async function findReplays(
  client: Queryable,
  streams: readonly { readonly party: Hex; readonly stream: Hex }[],
  { after, until }: { readonly after: number; readonly until: number },
): Promise<StatedReplay[]> {
  const { rows } = await client.query<{ party: Buffer; id: Buffer; statement: string }>({
    name: 'replays',
    text: `
      select n.party, r.id, r.statement
      from unnest($1::bytea[], $2::bytea[]) with ordinality n(party, stream, place)
      cross join lateral (
        select sequence from heads where stream = n.stream and number <= $4 order by number desc limit 1) h
      cross join lateral (
        select id, sequence, statement from records
        where stream = n.stream and sequence <= h.sequence and rejected_code is null order by sequence desc limit ${NEWEST}) r
      cross join lateral (select batch from sealed_records where record = r.id limit 1) s
      where octet_length(r.statement) <= ${STATEMENT_BYTES} and (s.batch > $3 or r.sequence = h.sequence)
      order by n.place, r.sequence desc`,
    values: [
      streams.map(({ party }) => toBytea(party)),
      streams.map(({ stream }) => toBytea(stream)),
      after,
      until,
    ],
  });
  return rows.map(({ party, id, statement }) => ({
    party: fromBytea(party),
    record: fromBytea(id),
    statement,
  }));
}
