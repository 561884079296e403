import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Entry, RecordSummary, RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { readEarlierRun } from '../../../jobs/compute/earlier-run.ts';
import { findSame, listExistingResults } from '../../../jobs/compute/existing-results.ts';
import { findSources } from '../../../jobs/compute/propose-sources.ts';
import type { LedgerReads } from '../../../jobs/ports.ts';

const idOf = (digit: number | string): Hex => `0x${String(digit).padStart(64, '0')}`;
const [OWN, PROVIDER, OTHER] = ['a', 'b', 'c'].map(idOf) as [Hex, Hex, Hex];
const [Y2023, Y2024] = [1672531200, 1704067200];
const PERIOD = { from: Y2023, until: Y2024 };

/** A record of a made ledger; `entries` is the code with which the server refuses them. */
interface Made {
  readonly party: Hex;
  readonly kind: 'dataset' | 'result';
  readonly subject: string;
  readonly sequence?: number;
  readonly state?: RecordSummary['state'];
  readonly sources?: readonly Hex[];
  readonly entries: readonly Entry[] | string;
}

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

/** Reads a ledger with these records, the newest first, each with its number as its id. */
function readsOf(records: Readonly<Record<number, Made>>): LedgerReads {
  const find = (id: Hex): Made => records[Number(id)]!;
  const viewOf = (id: Hex): RecordView => {
    const { party, kind, subject, sequence = 1, sources = [], state = 'final' } = find(id);
    const record = { party, kind: KINDS[kind], subject, sequence, sources };
    return { id, record, state, statement: { title: subject }, publicEntries: true } as unknown as RecordView;
  };
  return {
    readRecord: (id) => Promise.resolve(viewOf(id)),
    readEntries: async (id) => {
      const { entries } = find(id);
      if (typeof entries !== 'string') return Promise.resolve(entries);
      throw new ApiError(entries === 'unavailable' ? 503 : 403, entries, 'no');
    },
    readNewest: ({ party, subject }) => {
      const versions = Object.entries(records).filter(
        ([, made]) => made.party === party && made.subject === subject,
      );
      const last = versions.sort(([, a], [, b]) => (b.sequence ?? 1) - (a.sequence ?? 1))[0];
      return Promise.resolve(
        last === undefined ? null : { record: idOf(last[0]), sequence: last[1].sequence ?? 1 },
      );
    },
    listRecords: (kind, party) =>
      Promise.resolve(
        Object.keys(records)
          .map((number) => viewOf(idOf(number)))
          .filter(({ record }) => record.kind === KINDS[kind] && (party ?? record.party) === record.party)
          .reverse()
          .map((view) => ({ ...view, title: view.record.subject }) as unknown as RecordSummary),
      ),
    readRoles: (party) => Promise.resolve(party === PROVIDER ? ['provider'] : ['company']),
  };
}

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
    const of2 = (code: string) =>
      readsOf({
        1: of(PROVIDER, 'factors', [FACTOR]),
        2: of(PROVIDER, 'more', code),
        3: of(OWN, 'a', [COAL]),
      });
    expect(await findSources(asked, OWN, of2('forbidden'))).toEqual([idOf(3), idOf(1)]);
    await expect(findSources(asked, OWN, of2('unavailable'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
