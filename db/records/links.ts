import { formatAddress } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import {
  BATCH_COLUMNS,
  BATCH_JOINS,
  type BatchRow,
  type BatchView,
  batchOfRow,
} from '../batches/batch-views.ts';
import { FIELD_COLUMNS, type FieldRow, recordOfRow } from '../rows/record-rows.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { PROOF_COLUMN, splitProof } from './proofs.ts';

/** A sealed version of a stream with the proof that it is in its batch, and without its statement. */
export interface LinkView {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly signature: Hex;
  /** The address that signed, EIP-55. */
  readonly signer: string;
  readonly batch: BatchView;
  readonly proof: readonly Hex[];
}

interface LinkRow extends FieldRow, BatchRow {
  readonly signature: Buffer;
  readonly signer: Buffer;
  readonly leaf_index: number;
  readonly proof: Buffer | null;
}

/** Returns at most `limit` versions of a stream from sequence `from` downwards, the newest first. */
export async function findLinks(
  client: Queryable,
  stream: Hex,
  from: number,
  limit: number,
): Promise<LinkView[]> {
  const { rows } = await client.query<LinkRow>({
    name: 'links',
    text: `
      select v.*, ${PROOF_COLUMN} from (
        select ${FIELD_COLUMNS}, r.signature, r.signer, s.leaf_index, ${BATCH_COLUMNS}
        from (select * from records where stream = $1 and sequence <= $2 and rejected_code is null order by sequence desc limit $3) r
        cross join lateral (select * from sealed_records where record = r.id limit 1) s
        join batches b on b.number = s.batch ${BATCH_JOINS}) v
      order by v.sequence desc`,
    values: [toBytea(stream), from, limit],
  });
  return rows.map((row) => {
    const batch = batchOfRow(row);
    return {
      id: fromBytea(row.id),
      record: recordOfRow(row),
      signature: fromBytea(row.signature),
      signer: formatAddress(row.signer),
      batch,
      proof: splitProof(row.proof, row.leaf_index, batch),
    };
  });
}
