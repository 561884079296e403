import { HASH_BYTES } from '../../core/hashing/hash-order.ts';

/** The width of a signature in bytes (§2). */
export const SIGNATURE_BYTES = 65;

/** Records that are to be sealed, as far as the sealer needs them: each column joined in one array, which a million objects are not. */
export interface RecordColumns {
  readonly count: number;
  readonly ids: Uint8Array;
  readonly parties: Uint8Array;
  readonly streams: Uint8Array;
  readonly previous: Uint8Array;
  readonly sequences: Float64Array;
  readonly signatures: Uint8Array;
}

/** Returns columns for so many records. */
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
