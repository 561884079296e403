import { ApiError } from '../../client/http/api-error.ts';
import { placeAfter } from '../../client/http/fetch-records.ts';
import type { Operations } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { KindName } from '../../core/records/kind.ts';

/** Returns the place of the next version in a stream: its sequence, and the record before it. @throws ApiError */
export async function readNextPlace(
  ledger: Operations,
  stream: { readonly party: Hex; readonly kind: KindName; readonly subject: string },
): Promise<{ sequence: number; previous: Hex }> {
  try {
    const { accepted } = await ledger.readStream({ ...stream, limit: 1 });
    return placeAfter(accepted);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return placeAfter(null);
    throw error;
  }
}
