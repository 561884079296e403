import { ApiError } from '../../client/http/api-error.ts';
import { placeAfter, type StreamPlace } from '../../client/http/fetch-records.ts';
import type { Operations } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { KindName } from '../../core/records/kind.ts';

interface Stream {
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
}

/** Returns the place of the newest version in a stream, sealed or not; null where it has none. @throws ApiError */
export async function readNewest(ledger: Operations, stream: Stream): Promise<StreamPlace | null> {
  try {
    return (await ledger.readStream({ ...stream, limit: 1 })).accepted;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Returns the place of the next version in a stream: its sequence, and the record before it. @throws ApiError */
export async function readNextPlace(
  ledger: Operations,
  stream: Stream,
): Promise<{ sequence: number; previous: Hex }> {
  return placeAfter(await readNewest(ledger, stream));
}
