import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../client/http/api-error.ts';
import { openEngineServer } from '../../../jobs/engines/engine-store.ts';

const [OLD, NEXT] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`] as const;
const INDEX = {
  engines: [
    { version: '1.0.0', digest: OLD },
    { version: 'next', digest: NEXT },
  ],
};

/** A server that answers as `answer` says; `asked` has the paths. */
function serve(answer: () => unknown) {
  const asked: string[] = [];
  const store = openEngineServer({
    get: async (path, schema) => {
      asked.push(path);
      return Promise.resolve(schema.parse(answer()));
    },
    getBytes: (path) => {
      asked.push(path);
      return Promise.resolve(new TextEncoder().encode(path));
    },
  });
  return { store, asked };
}

describe('the engines of a server', () => {
  it('are listed once, and each file is read by its version', async () => {
    const { store, asked } = serve(() => INDEX);
    expect(await store.list()).toEqual(INDEX.engines);
    expect(new TextDecoder().decode((await store.read(NEXT)) ?? undefined)).toBe('/engines/next.mjs');
    expect(await store.read(`0x${'3'.repeat(64)}`)).toBeNull();
    expect(asked).toEqual(['/engines/index.json', '/engines/next.mjs']);
  });

  it('are asked for again after the server has failed', async () => {
    let failures = 1;
    const { store } = serve(() => {
      if (failures-- > 0) throw new ApiError(503, 'unavailable', 'down');
      return INDEX;
    });
    await expect(store.list()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await store.list()).toHaveLength(2);
  });

  it.each([
    ['a path in place of a version', { version: '../x', digest: OLD }],
    ['a version of two numbers', { version: '1.0', digest: OLD }],
    ['a short digest', { version: 'next', digest: '0x12' }],
  ])('are refused with %s', async (_what, engine) => {
    await expect(serve(() => ({ engines: [engine] })).store.list()).rejects.toThrow();
  });
});
