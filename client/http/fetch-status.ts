import * as z from 'zod';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { addressSchema } from '../../core/hashing/domain.ts';
import type { Api } from './api.ts';

const blockSchema = z.object({ number: uintSchema(), time: timeSchema });

const statusSchema = z.object({
  chain: z
    .object({
      chainId: uintSchema(1),
      ledger: addressSchema,
      registry: addressSchema,
      head: blockSchema.nullable(),
      final: blockSchema.nullable(),
    })
    .nullable(),
  sealed: uintSchema(),
  anchored: uintSchema(),
  final: uintSchema(),
  queue: z.object({ waiting: uintSchema(), since: timeSchema.nullable() }),
  halted: z.object({ code: z.string(), message: z.string() }).nullable(),
  closed: z.object({ batch: uintSchema(), successor: addressSchema }).nullable(),
  now: timeSchema,
});

/** The state of a ledger, as its server reports it. */
export type Status = z.infer<typeof statusSchema>;

/** Returns the state of a ledger. @throws ApiError */
export async function fetchStatus(api: Api): Promise<Status> {
  return api.get('/v1/status', statusSchema);
}
