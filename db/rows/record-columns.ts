import { HASH_BYTES } from '../../core/hashing/hash-order.ts';

/** The width of a signature in bytes (§2). */
export const SIGNATURE_BYTES = 65;

/** What the sealer needs about records to seal. Each column is one array, since a million objects need too much memory. */
export interface RecordColumns {
  readonly count: number;
  readonly ids: Uint8Array;
  readonly parties: Uint8Array;
  readonly streams: Uint8Array;
  readonly previous: Uint8Array;
  readonly sequences: Float64Array;
  readonly signatures: Uint8Array;
}

/** Returns empty columns for a number of records. */
export function createColumns(count: number): RecordColumns {
  const hashes = (): Uint8Array => new Uint8Array(count * HASH_BYTES);
  return {
    count,
    ids: hashes(),
    parties: hashes(),
    streams: hashes(),
    previous: hashes(),
    sequences: new Float64Array(count),
    signatures: new Uint8Array(count * SIGNATURE_BYTES),
  };
}
