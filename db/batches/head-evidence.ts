import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import type { Head } from '../../core/batches/head.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { StoredNode } from '../../core/merkle/map/stored-nodes.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** What proves the head of a stream as of a batch, or proves that the stream had none (§7). */
export interface HeadEvidence {
  /** The root of the party's map of streams; null if the party had no heads. */
  readonly streamsRoot: Hex | null;
  readonly head: Head | null;
  /** The nodes on the path of the party in the heads map and of the stream in the party's map, by hash. */
  readonly nodes: ReadonlyMap<Hex, StoredNode>;
}

/**
 * Both paths as one string of bytes: for each node its hash, the two hashes that it holds, and whether it is an item. Bit 0 of a key is the most
 * significant (§3), where PostgreSQL counts those of a byte from the least.
 */
const WALK = `
  with recursive walk (hash, is_item, a, b, key, depth) as (
    select n.hash, n.is_item, n.a, n.b, s.key, 0
    from (values (s.heads, s.party), (holder.streams, s.stream)) as s(root, key) join map_nodes n on n.hash = s.root
    union all
    select n.hash, n.is_item, n.a, n.b, w.key, w.depth + 1
    from walk w cross join lateral (
      select * from map_nodes n where n.hash = case when get_bit(w.key, w.depth # 7) = 0 then w.a else w.b end limit 1) n
    where not w.is_item)
  select string_agg(hash || a || b || case when is_item then '\\x01000000'::bytea else '\\x00000000'::bytea end, '') from walk`;

/** The evidence for a row `s` of party, stream, batch number and root of the heads map: one walk down both maps. */
export const EVIDENCE_COLUMNS = `
  s.stream as head_stream, holder.streams as holder, head.sequence as head_sequence, head.record as head_record, (${WALK}) as nodes`;

/** The tables to join with `s` for EVIDENCE_COLUMNS. */
export const EVIDENCE_JOINS = `
  left join lateral (
    select h.streams from holders h where h.party = s.party and h.number <= s.number order by h.number desc limit 1
  ) holder on true
  left join lateral (
    select h.sequence, h.record from heads h where h.stream = s.stream and h.number <= s.number order by h.number desc limit 1
  ) head on true`;

export interface EvidenceRow {
  readonly head_stream: Buffer;
  readonly holder: Buffer | null;
  readonly head_sequence: number | null;
  readonly head_record: Buffer | null;
  readonly nodes: Buffer | null;
}

/** Returns the evidence in a row of EVIDENCE_COLUMNS. */
export function evidenceOfRow(row: EvidenceRow): HeadEvidence {
  const { head_stream, holder, head_sequence, head_record, nodes } = row;
  return {
    streamsRoot: holder === null ? null : fromBytea(holder),
    head:
      head_sequence === null || head_record === null
        ? null
        : { stream: fromBytea(head_stream), sequence: head_sequence, record: fromBytea(head_record) },
    nodes: splitNodes(nodes ?? Buffer.of()),
  };
}

/** A multiple of four, since core reads hashes as words of 32 bits. */
const NODE_BYTES = 3 * HASH_BYTES + 4;

function splitNodes(joined: Buffer): Map<Hex, StoredNode> {
  const nodes = new Map<Hex, StoredNode>();
  for (let at = 0; at < joined.length; at += NODE_BYTES) {
    const [hash, a, b] = [0, 1, 2].map((part) =>
      joined.subarray(at + part * HASH_BYTES, at + (part + 1) * HASH_BYTES),
    ) as [Buffer, Buffer, Buffer];
    const isItem = joined[at + 3 * HASH_BYTES] === 1;
    nodes.set(fromBytea(hash), isItem ? { key: a, leaf: b } : { left: a, right: b });
  }
  return nodes;
}

/** Returns the evidence for streams as of a batch, in their order. `heads` is the root of the batch's heads map. */
export async function readHeadEvidence(
  client: Queryable,
  { number, heads }: { readonly number: number; readonly heads: Hex },
  streams: readonly { readonly party: Hex; readonly stream: Hex }[],
): Promise<HeadEvidence[]> {
  const { rows } = await client.query<EvidenceRow>({
    name: 'head-evidence',
    text: `
      select ${EVIDENCE_COLUMNS}
      from (select u.party, u.stream, $3::bigint as number, $4::bytea as heads, u.position
            from unnest($1::bytea[], $2::bytea[]) with ordinality as u(party, stream, position)) s
      ${EVIDENCE_JOINS} order by s.position`,
    values: [
      streams.map(({ party }) => toBytea(party)),
      streams.map(({ stream }) => toBytea(stream)),
      number,
      toBytea(heads),
    ],
  });
  return rows.map(evidenceOfRow);
}
