import type { Pool } from 'pg';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../../core/encoding/hex.ts';

/** Returns a header that follows another, with invented roots. */
export function makeHeader(previous: BatchHeader | null, sealedAt: number): BatchHeader {
  const number = (previous?.number ?? 0) + 1;
  return {
    number,
    previous: previous === null ? ZERO_HASH : hashHeader(previous),
    records: `0x${number.toString(16).padStart(64, 'a')}`,
    recordCount: number,
    heads: `0x${number.toString(16).padStart(64, 'b')}`,
    sealedAt,
  };
}

/** Stores a sealed batch without records and returns its header id. */
export async function insertBareBatch(pool: Pool, header: BatchHeader): Promise<Hex> {
  const id = hashHeader(header);
  const { number, previous, records, recordCount, heads, sealedAt } = header;
  await pool.query(
    'insert into batches (number, id, previous, records, record_count, heads, sealed_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [number, bytesOf(id), bytesOf(previous), bytesOf(records), recordCount, bytesOf(heads), sealedAt],
  );
  return id;
}
