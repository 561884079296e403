import { Invariant } from '../../core/errors.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { locateSiblings } from '../../core/merkle/tree.ts';
import type { BatchView } from '../batches/batch-views.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { type RecordView, SELECT_VIEW, type ViewRow, viewOfRow } from './views.ts';

/** A record with the proof that it is in its batch. */
export interface ProvenRecord extends RecordView {
  /** Siblings from leaf to root (§3); empty while the record is in no batch. */
  readonly proof: readonly Hex[];
}

/**
 * The siblings of a record `v`, joined. Each is cut from a stored level of its batch's tree; the slice is empty on levels where the
 * node has no sibling.
 */
export const PROOF_COLUMN = `
  (select string_agg(
     substring(l.nodes from (((v.leaf_index >> l.level::integer) # 1) * ${HASH_BYTES} + 1)::integer for ${HASH_BYTES}), '' order by l.level)
   from batch_levels l where l.number = v.batch_number) as proof`;

export interface ProvenRow extends ViewRow {
  readonly proof: Buffer | null;
}

/** Returns the record in a row of a view with PROOF_COLUMN. @throws Invariant when levels of its batch's tree are missing */
export function provenOfRow(row: ProvenRow): ProvenRecord {
  const view = viewOfRow(row);
  if (view.batch === null || view.leafIndex === null) return { ...view, proof: [] };
  return { ...view, proof: splitProof(row.proof, view.leafIndex, view.batch) };
}

/** Returns the siblings in PROOF_COLUMN of a record. @throws Invariant when levels of its batch's tree are missing */
export function splitProof(joined: Buffer | null, leafIndex: number, { header }: BatchView): Hex[] {
  const proof = splitHashes(joined ?? Buffer.of());
  if (proof.length !== locateSiblings(leafIndex, header.recordCount).length)
    throw new Invariant(`batch ${header.number} lacks siblings of leaf ${leafIndex}`);
  return proof;
}

function splitHashes(joined: Buffer): Hex[] {
  return Array.from({ length: joined.length / HASH_BYTES }, (_, index) =>
    fromBytea(joined.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
  );
}

/** Returns the records with these ids and their proofs, in the order of the ids. Unknown ids are left out. */
export async function findProvenRecords(client: Queryable, ids: readonly Hex[]): Promise<ProvenRecord[]> {
  const { rows } = await client.query<ProvenRow>({
    name: 'proven-records',
    text: `select v.*, ${PROOF_COLUMN} from (${SELECT_VIEW} where r.id = any($1)) v`,
    values: [ids.map(toBytea)],
  });
  const records = new Map(rows.map(provenOfRow).map((record) => [record.id, record]));
  return ids.flatMap((id) => records.get(id) ?? []);
}
