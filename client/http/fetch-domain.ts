import * as z from 'zod';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { addressSchema, type Domain } from '../../core/hashing/domain.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';

const statusSchema = z.object({
  chain: z.object({ chainId: uintSchema(1), ledger: addressSchema }).nullable(),
  now: timeSchema,
});

/** Returns the ledger of a server, by its word, and the time of its clock, in milliseconds. @throws ApiError `not-ready` */
export async function fetchLedger(api: Api): Promise<{ readonly domain: Domain; readonly now: number }> {
  const { chain, now } = await api.get('/v1/status', statusSchema);
  if (chain !== null) return { domain: chain, now: 1000 * now };
  throw new ApiError(503, 'not-ready', 'the server has not read its chain yet: try again in a few seconds');
}
