import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const STREAM = { party: `0x${'ab'.repeat(32)}`, kind: 'dataset', subject: 'factors' } as const;
/** Milliseconds that the server takes to answer. */
const TAKES = 3_000;

/** The paths that were asked for. */
let asked: string[] = [];

/** Returns the id of a version. */
const idOf = (sequence: number): `0x${string}` => `0x${sequence.toString(16).padStart(64, '0')}`;

/** Returns the answer of a server whose stream has 20 versions. The last one is not in the list yet. */
function answer(path: string): object {
  const items = Array.from({ length: 19 }, (_, at) => ({
    ...{ id: idOf(at + 1), state: 'final', statement: {}, record: { sequence: at + 1 } },
  }));
  const accepted = { record: idOf(20), sequence: 20 };
  if (path.startsWith('/v1/streams/')) return { head: null, accepted, records: { items, next: null } };
  return { id: path.slice(path.lastIndexOf('/') + 1), record: {}, statement: {} };
}

beforeEach(() => {
  // Modules keep the origin of the page with which they were loaded.
  vi.resetModules();
  asked = [];
  vi.useFakeTimers({ now: 0, toFake: ['Date'] });
  vi.stubGlobal('location', { origin: 'http://ledger.example' });
  vi.stubGlobal('fetch', async (url: string) => {
    const path = url.slice('http://ledger.example'.length);
    asked.push(path);
    await Promise.resolve();
    vi.setSystemTime(TAKES);
    return new Response(JSON.stringify(answer(path)));
  });
});
afterEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('versionsQuery', () => {
  it('dates a page by when it was asked for, since it may lack what happened after', async () => {
    const { versionsQuery } = await import('../../web/data/queries.ts');
    const { pages } = await new QueryClient().infiniteQuery(versionsQuery(STREAM));
    expect(pages.map(({ readAt }) => readAt)).toEqual([0]);
  });
});

describe('versionQuery', () => {
  it('reads a version that the first page of the stream has in one more request', async () => {
    const { versionQuery } = await import('../../web/data/queries.ts');
    // The record is refused, since its id is not its hash: only what was asked for counts here.
    await new QueryClient().query({ ...versionQuery(STREAM, 15, undefined), retry: false }).catch(() => {});
    expect(asked).toEqual([
      `/v1/streams/${STREAM.party}/dataset/factors?limit=100`,
      `/v1/records/${idOf(15)}`,
    ]);
  });
});
