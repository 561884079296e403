import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Api } from '../../../client/http/api.ts';
import { readImpact } from '../../../jobs/impact/read-impact.ts';
import { idOf } from '../../helpers/known-records.ts';

const dependent = (number: number) => ({
  ...{
    id: idOf(number),
    party: idOf(9),
    identifier: null,
    title: '',
    kind: 'result',
    subject: 'a',
    sequence: 1,
  },
  ...{
    version: 1,
    state: 'stale',
    by: 'rows',
    keys: ['total'],
    path: [idOf(1), idOf(number)],
    restatedBy: null,
  },
});
const page = (total: number, numbers: number[], next: string | null) => ({
  ...{ record: idOf(1), successor: idOf(2), withdrawn: false, changed: ['EF'], total, truncated: false },
  dependents: { items: numbers.map(dependent), next },
});

/** A server that answers each page once, by its cursor. */
function serve(pages: Readonly<Record<string, unknown>>): { api: Api; asked: string[] } {
  const asked: string[] = [];
  const get = (path: string, schema: z.ZodType): Promise<unknown> => {
    asked.push(path);
    return Promise.resolve(schema.parse(pages[new URL(path, 'http://x').searchParams.get('cursor') ?? '']));
  };
  return { api: { get } as never, asked };
}

describe('what a change concerns', () => {
  it('are the dependents of all pages; the last page has the total', async () => {
    const { api, asked } = serve({ '': page(2, [3, 4], 'a b&c'), 'a b&c': page(3, [5], null) });
    const impact = await readImpact(api, idOf(1));
    expect(impact.dependents.map(({ id }) => id)).toEqual([idOf(3), idOf(4), idOf(5)]);
    expect(impact).toMatchObject({ record: idOf(1), successor: idOf(2), changed: ['EF'], total: 3 });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toBe(`/v1/records/${idOf(1)}/impact?limit=10000`);
  });

  it('refuses a dependent in a state that is unknown', async () => {
    const other = {
      ...page(1, [3], null),
      dependents: { items: [{ ...dependent(3), state: 'new' }], next: null },
    };
    await expect(readImpact(serve({ '': other }).api, idOf(1))).rejects.toThrow('state');
  });
});
