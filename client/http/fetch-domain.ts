import type { Domain } from '../../core/hashing/domain.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';
import { fetchStatus } from './fetch-status.ts';

/** Returns the ledger of a server, by its word, and the time of its clock, in milliseconds. @throws ApiError `not-ready` */
export async function fetchLedger(api: Api): Promise<{ readonly domain: Domain; readonly now: number }> {
  const { chain, now } = await fetchStatus(api);
  if (chain !== null) return { domain: { chainId: chain.chainId, ledger: chain.ledger }, now: 1000 * now };
  throw new ApiError(503, 'not-ready', 'the server has not read its chain yet: try again in a few seconds');
}
