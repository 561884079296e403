import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { listAncestors, listDependents } from '../../../db/records/dependents.ts';
import type { Access } from '../../../server/impact/changes.ts';
import { judgeRecords } from '../../../server/impact/judge.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { saltNone } from '../../helpers/reperformed-result.ts';
import { seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

const RESULTS = 3;

let database: TestDatabase;
let access: Access;
let dataset: SignedRecord;
let results: SignedRecord[];
let disclosure: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  const { company, accept } = await seedLedger(database.pool);
  const readable: Access['readable'] = (records) => Promise.resolve(new Set(records.map(({ id }) => id)));
  access = { client: database.pool, readable };
  dataset = signRecord({ by: company, subject: 'factors' });
  results = Array.from({ length: RESULTS }, (_, index) => {
    const derivation = { operands: [{ key: 'row', record: dataset.id }] };
    const figures = ['x', 'y'].map((key) => ({
      key,
      value: '1',
      unit: 't',
      from: 0,
      until: 0,
      detail: { derivation },
    }));
    const entries = saltNone(figures);
    return signRecord({
      by: company,
      kind: 'result',
      subject: `result/${index}`,
      sources: [dataset],
      entries,
    });
  });
  disclosure = signRecord({ by: company, kind: 'disclosure', sources: results });
  await accept(dataset, ...results, disclosure);
});
afterAll(() => database.drop());

const idsOf = (records: readonly { readonly id: Hex }[]): Hex[] => records.map(({ id }) => id);

describe('listDependents', () => {
  const range = { after: 0, limit: 10, mostFollowed: 100, mostOnPaths: 100 };

  it('stops at the limit of followed records, and counts one more to show that there are others', async () => {
    const all = await listDependents(database.pool, dataset.id, range);
    expect(all.total).toBe(RESULTS + 1);
    expect(idsOf(all.page)).toEqual(idsOf([...results, disclosure]));
    const cut = await listDependents(database.pool, dataset.id, { ...range, mostFollowed: 2 });
    expect(cut.total).toBe(3);
  });

  it('returns a page with the records on the paths to it, up to the limit of records on paths', async () => {
    const after = (await listDependents(database.pool, dataset.id, range)).page.at(-2)!.arrival;
    const last = await listDependents(database.pool, dataset.id, { ...range, after });
    expect(idsOf(last.page)).toEqual([disclosure.id]);
    expect(idsOf(last.records).sort()).toEqual(idsOf([...results, disclosure]).sort());
    const cut = await listDependents(database.pool, dataset.id, { ...range, after, mostOnPaths: 2 });
    expect(cut.records).toHaveLength(2);
    const past = await listDependents(database.pool, dataset.id, { ...range, after: after + 1000 });
    expect(past).toEqual({ page: [], records: [], total: RESULTS + 1 });
  });
});

describe('listAncestors', () => {
  it('tells when it stopped at its limit', async () => {
    const { stream } = dataset;
    const whole = await listAncestors(database.pool, [disclosure.id], { stream, most: RESULTS + 2 });
    expect(whole.isCut).toBe(false);
    expect(idsOf(whole.records).sort()).toEqual(idsOf([dataset, ...results, disclosure]).sort());
    const cut = await listAncestors(database.pool, [disclosure.id], { stream, most: 2 });
    expect(cut.isCut).toBe(true);
    expect(cut.records).toHaveLength(2);
  });
});

describe('judgeRecords', () => {
  async function judge(budget: { bytes: number; keys: number }): Promise<(number | null)[]> {
    const { records } = await listAncestors(database.pool, idsOf(results), {
      stream: dataset.stream,
      most: 100,
    });
    const change = { seeds: new Map([[dataset.id, ['row']]]), newest: dataset.id };
    const judged = await judgeRecords(access, change, records, budget);
    return results.map(({ id }) => judged.get(id)!.keys?.length ?? null).sort();
  }

  it('judges a record as a whole once the budget of bytes or keys is used up', async () => {
    const { rows } = await database.pool.query<{ bytes: number }>(
      'select octet_length(list) as bytes from entries',
    );
    const each = rows[0]!.bytes;
    expect(await judge({ bytes: each * RESULTS, keys: 2 * RESULTS })).toEqual([2, 2, 2]);
    expect(await judge({ bytes: each * RESULTS - 1, keys: 2 * RESULTS })).toEqual([2, 2, null]);
    expect(await judge({ bytes: each * RESULTS, keys: 3 })).toEqual([2, null, null]);
  });
});
