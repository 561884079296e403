import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { readEarlierRun } from '../../../jobs/compute/earlier-run.ts';
import { findSame, listExistingResults } from '../../../jobs/compute/existing-results.ts';
import { findSources } from '../../../jobs/compute/propose-sources.ts';
import { idOf, type Made, OTHER, OWN, PROVIDER, readsOf } from '../made-reads.ts';

const [Y2023, Y2024] = [1672531200, 1704067200];
const PERIOD = { from: Y2023, until: Y2024 };

const entry = (key: string, detail: Entry['detail'], times = PERIOD): Entry => ({
  ...{ key, value: '1', unit: 't', ...times, detail },
  salt: idOf(0),
});
const run = (method: string, period: unknown = PERIOD): Entry => ({
  ...entry('run', {
    ...{ engine: 'carbon-ledger-engine', version: 'next', digest: idOf(9), method, inputs: [], outputs: [] },
    ...{ parameters: { gwpSet: 'AR5', period } as never, rounding: { mode: 'half-even', decimals: 3 } },
  }),
  ...{ value: null, unit: '', from: 0, until: 0 },
});

const result = (subject: string, entries: Made['entries'], more: Partial<Made> = {}): Made => ({
  ...{ party: OWN, kind: 'result', subject, entries },
  ...more,
});

describe('the results that a party has', () => {
  it('are the newest version of each, with method and period, but for those that have no run or cannot be read', async () => {
    const reads = readsOf({
      1: result('inventory/2023', [run('inventory@1')]),
      2: result('inventory/2023', [run('inventory@2')], { sequence: 2 }),
      3: result('withdrawn', []),
      4: result('private', 'forbidden'),
      5: result('of/another', [run('inventory@2')], { party: OTHER }),
      6: result('open', [run('scope2@2', null)]),
    });
    expect(await listExistingResults(OWN, reads)).toEqual([
      { id: idOf(6), subject: 'open', title: 'open', method: 'scope2@2', period: null },
      {
        ...{ id: idOf(2), subject: 'inventory/2023', title: 'inventory/2023' },
        ...{ method: 'inventory@2', period: PERIOD },
      },
    ]);
  });

  it('are not known while the server does not answer', async () => {
    const reads = readsOf({ 1: result('inventory/2023', 'unavailable') });
    await expect(listExistingResults(OWN, reads)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('are the same as a new one where method, in any version, and period are', () => {
    const found = [{ id: idOf(1), subject: 's', title: 't', method: 'inventory@1', period: PERIOD }];
    expect(findSame(found, 'inventory@2', PERIOD)).toEqual(found);
    expect(findSame(found, 'inventory@2', null)).toEqual([]);
    expect(findSame(found, 'inventory@2', { ...PERIOD, until: Y2024 + 1 })).toEqual([]);
    expect(findSame(found, 'scope2@2', PERIOD)).toEqual([]);
    expect(findSame([{ ...found[0]!, period: null }], 'inventory@2', null)).toEqual([]);
  });
});

describe('how an earlier result was computed', () => {
  it('comes with the newest version of each source, each once', async () => {
    const reads = readsOf({
      1: { party: OWN, kind: 'dataset', subject: 'activity', entries: [] },
      2: { party: OWN, kind: 'dataset', subject: 'activity', sequence: 2, entries: [] },
      3: { party: PROVIDER, kind: 'dataset', subject: 'factors', entries: [] },
      4: result('inventory/2023', [run('inventory@2')], { sources: [idOf(1), idOf(2), idOf(3)] }),
    });
    expect(await readEarlierRun(idOf(4), reads)).toMatchObject({
      method: 'inventory@2',
      sources: [idOf(2), idOf(3)],
      parameters: { rounding: { mode: 'half-even', decimals: 3 }, gwpSet: 'AR5', period: PERIOD },
      view: { record: { subject: 'inventory/2023' } },
    });
  });

  it('is not known of a record without a run', async () => {
    await expect(readEarlierRun(idOf(1), readsOf({ 1: result('other', []) }))).rejects.toThrow();
  });
});

describe('proposed sources of a ledger', () => {
  const COAL = entry('coal', { row: 'fuel-use', fuel: 'coal' });
  const FACTOR = entry('coal/ef', { row: 'emission-factor', fuel: 'coal' });
  const asked = { reads: ['fuel-use', 'emission-factor'], chosen: [], period: PERIOD };
  const of = (party: Hex, subject: string, entries: Made['entries'], more: Partial<Made> = {}): Made => ({
    ...{ party, kind: 'dataset', subject, entries },
    ...more,
  });

  it('are own data and those of providers, anchored, and the newest versions', async () => {
    const reads = readsOf({
      1: of(PROVIDER, 'factors', [FACTOR]),
      2: of(PROVIDER, 'factors', [FACTOR], { sequence: 2 }),
      3: of(PROVIDER, 'waiting', [FACTOR], { state: 'accepted' }),
      4: of(OTHER, 'of a company', [FACTOR]),
      5: of(OWN, 'activity', [COAL]),
    });
    expect(await findSources(asked, OWN, reads)).toEqual([idOf(5), idOf(2)]);
  });

  it('leave out what the reader may not read, and are not known while the server does not answer', async () => {
    const withMore = (code: string) =>
      readsOf({
        1: of(PROVIDER, 'factors', [FACTOR]),
        2: of(PROVIDER, 'more', code),
        3: of(OWN, 'a', [COAL]),
      });
    expect(await findSources(asked, OWN, withMore('forbidden'))).toEqual([idOf(3), idOf(1)]);
    await expect(findSources(asked, OWN, withMore('unavailable'))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
