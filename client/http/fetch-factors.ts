import * as z from 'zod';
import { hashSchema, uintSchema } from '../../core/encoding/schema.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import type { FactorSearch, Operations } from '../generated/openapi.ts';
import type { Api } from './api.ts';
import { formatPath } from './operations.ts';

const text = z.string();
const textOrNull = text.nullable();

const factorSchema = z.object({
  ...{
    key: text,
    type: text,
    value: text,
    unit: text,
    from: uintSchema(),
    until: uintSchema(),
    title: textOrNull,
  },
  detail: jsonObjectSchema,
  source: z.object({ title: text, url: textOrNull, licence: textOrNull, published: textOrNull }).nullable(),
  match: z.enum(['subject', 'name', 'source', 'any']),
  starter: z.object({ file: text, line: uintSchema(1), isSecondary: z.boolean() }).nullable(),
  record: z
    .object({
      ...{ id: hashSchema, party: hashSchema, identifier: textOrNull, subject: text, title: textOrNull },
      ...{ public: z.boolean(), newest: hashSchema.nullable(), withdrawnBy: hashSchema.nullable() },
    })
    .nullable(),
});

const pageSchema = z.object({
  items: z.array(factorSchema),
  next: textOrNull,
  searched: z.object({
    ...{
      words: z.array(text),
      places: z.array(text).nullable(),
      starterRows: uintSchema(),
      unread: uintSchema(),
    },
    grantsLeftOut: z.boolean(),
  }),
  unknown: z.array(z.object({ word: text, near: textOrNull })),
});

/** What is searched for, and where the page begins. */
export type FactorRequest = NonNullable<Parameters<Operations['searchFactors']>[0]>;

/** Returns a page of factors that a server finds in its starter data and in records. @throws ApiError */
export async function fetchFactors(api: Api, request: FactorRequest): Promise<FactorSearch> {
  return api.get(formatPath('/v1/factors', { ...request }), pageSchema);
}
