import { fetchProof } from '../../client/http/fetch-proof.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { openPortalApi } from './ledger.ts';

/** Returns the proof file of a record, with the evidence that the query asks for; as who is signed in may see it. @throws ApiError */
export async function fetchProofFile(
  id: Hex,
  query: Parameters<typeof fetchProof>[2],
  token: string | undefined,
): Promise<File> {
  const { bytes } = await fetchProof(openPortalApi(token), id, query, () => {});
  return new File([bytes as Uint8Array<ArrayBuffer>], `${id.slice(0, 12)}.carbon-proof.json`);
}
