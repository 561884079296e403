import * as z from 'zod';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { OPERATIONS, type Operations } from '../generated/openapi.ts';
import type { Api } from './api.ts';

type Values = Readonly<Record<string, string | number | undefined>>;

const objectSchema = z.looseObject({});
const pageSchema = z.looseObject({ items: z.array(z.unknown()), next: z.string().nullable() });

/**
 * What is checked of answers at run time: the members that the client itself relies on. The types of all others come from the OpenAPI
 * document. Of an operation that is not listed, only that it answers an object is checked.
 */
const CHECKED: Partial<Record<keyof Operations, z.ZodType>> = {
  readRecord: z.looseObject({ record: recordSchema }),
  readStream: z.looseObject({ records: pageSchema }),
  readImpact: z.looseObject({ dependents: pageSchema }),
  listRecords: pageSchema,
  listStreamsOfParty: pageSchema,
  listParties: pageSchema,
  listBatches: pageSchema,
  listRecordsOfBatch: pageSchema,
  listEvents: pageSchema,
  searchFactors: pageSchema,
  showStatus: z.looseObject({
    chain: z.looseObject({ chainId: uintSchema(1) }).nullable(),
    now: timeSchema,
  }),
};

/** Returns a function for each operation without a request body. */
export function openOperations(api: Api): Operations {
  const names = Object.keys(OPERATIONS) as (keyof Operations)[];
  return Object.fromEntries(names.map((name) => [name, openOperation(api, name)])) as unknown as Operations;
}

function openOperation(api: Api, name: keyof Operations): (parameters?: Values) => unknown {
  const { method, path, answer } = OPERATIONS[name];
  const schema = CHECKED[name] ?? (answer === 'nothing' ? z.null() : objectSchema);
  if (answer === 'lines')
    return async function* (values = {}) {
      yield* api.getLines(formatPath(path, values), schema);
    };
  return async (values = {}) => {
    const address = formatPath(path, values);
    return method === 'GET' ? api.get(address, schema) : api.send(method, address, schema);
  };
}

/** Returns the path with the values that it names; the others become the query. @throws BadInput `missing-member` */
export function formatPath(path: string, values: Values): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = query.get(name) ?? '';
    query.delete(name);
    if (value !== '') return encodeURIComponent(value);
    throw new BadInput('missing-member', `expected a value for ${name} in ${path}`, undefined, name);
  });
  return query.toString() === '' ? filled : `${filled}?${query.toString()}`;
}
