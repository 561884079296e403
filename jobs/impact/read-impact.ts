import * as z from 'zod';
import type { Api } from '../../client/http/api.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import { kindNameSchema } from '../../core/records/record-schema.ts';

/** The most dependents in one request; a server may return fewer. */
const PAGE = 10_000;

const dependentSchema = z.object({
  id: hashSchema,
  party: hashSchema,
  identifier: z.string().nullable(),
  title: z.string(),
  kind: kindNameSchema,
  subject: z.string(),
  sequence: z.number(),
  version: z.number().nullable(),
  state: z.enum(['stale', 'restated', 'unaffected', 'withdrawn']),
  by: z.enum(['rows', 'record']),
  keys: z.array(z.string()).nullable(),
  path: z.array(hashSchema),
  restatedBy: hashSchema.nullable(),
});

const pageSchema = z.object({
  record: hashSchema,
  successor: hashSchema.nullable(),
  withdrawn: z.boolean(),
  changed: z.array(z.string()).nullable(),
  total: z.number(),
  truncated: z.boolean(),
  dependents: z.object({ items: z.array(dependentSchema), next: z.string().nullable() }),
});

/** A record that depends on another one. */
export type Dependent = z.infer<typeof dependentSchema>;

/** What a change concerns: all records that depend on a record. */
export interface Impact extends Omit<z.infer<typeof pageSchema>, 'dependents'> {
  readonly dependents: readonly Dependent[];
}

/** Reads all dependents of a record. The last page knows best how many there are: a server may follow them from page to page. @throws ApiError */
export async function readImpact(api: Api, id: Hex): Promise<Impact> {
  const dependents: Dependent[] = [];
  for (let cursor = ''; ;) {
    const page = await api.get(`/v1/records/${id}/impact?limit=${PAGE}${cursor}`, pageSchema);
    const { items, next } = page.dependents;
    dependents.push(...items);
    if (next === null) return { ...page, dependents };
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}
