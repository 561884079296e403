import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type LinkedRecord, listByArrival } from '../../../db/records/dependents.ts';
import { type Ancestry, readAncestors } from '../../../server/impact/ancestors.ts';
import { type Budget, openBudget } from '../../../server/impact/budget.ts';
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

describe('listByArrival', () => {
  it('returns records while they have at most so many sources together', async () => {
    const arrivals = await database.pool.query<{ arrival: number }>('select arrival from records order by 1');
    const all = arrivals.rows.map(({ arrival }) => arrival);
    const read = (links: number): Promise<LinkedRecord[]> => listByArrival(database.pool, all, links);
    expect(idsOf(await read(6))).toEqual(idsOf([dataset, ...results, disclosure]));
    expect(idsOf(await read(5))).toEqual(idsOf([dataset, ...results]));
    expect(idsOf(await read(2))).toEqual(idsOf([dataset, ...results.slice(0, 2)]));
  });
});

describe('readAncestors', () => {
  function read(changes: Partial<Budget> = {}): Promise<Ancestry> {
    const filter = { stream: dataset.stream, since: 0, counts: () => true };
    return readAncestors(database.pool, [], [disclosure.id], filter, { ...openBudget(), ...changes });
  }

  it('returns records with everything that they depend on, each after its sources', async () => {
    const { records, unknown } = await read();
    expect(idsOf(records)).toEqual(idsOf([dataset, ...results, disclosure]));
    expect(unknown).toEqual(new Set());
  });

  it('tells what depends on records for which the budget was not enough', async () => {
    const byRecords = await read({ records: 2 });
    expect(byRecords.records).toHaveLength(2);
    expect(byRecords.unknown).toContain(disclosure.id);
    const byLinks = await read({ links: 5 });
    expect(idsOf(byLinks.records)).toEqual(idsOf([...results.slice(1), disclosure]));
    expect(byLinks.unknown).toEqual(new Set(idsOf([dataset, ...results, disclosure])));
    const late = await read({ until: 0 });
    expect(late).toEqual({ records: [], unknown: new Set([disclosure.id]) });
  });
});

describe('judgeRecords', () => {
  async function judge(changes: Partial<Budget>): Promise<(number | null)[]> {
    const filter = { stream: dataset.stream, since: 0, counts: () => true };
    const { records } = await readAncestors(database.pool, [], idsOf(results), filter, openBudget());
    const change = { seeds: new Map([[dataset.id, new Map([['row', []]])]]), newest: dataset.id };
    const judged = await judgeRecords(access, change, records, { ...openBudget(), ...changes });
    return results.map(({ id }) => judged.get(id)!.keys?.length ?? null).sort();
  }

  it('judges a record as a whole once the budget of bytes or keys is used up, or time is up', async () => {
    const { rows } = await database.pool.query<{ bytes: number }>(
      'select octet_length(list) as bytes from entries',
    );
    const each = rows[0]!.bytes;
    expect(await judge({ bytes: each * RESULTS, keys: 2 * RESULTS })).toEqual([2, 2, 2]);
    expect(await judge({ bytes: each * RESULTS - 1, keys: 2 * RESULTS })).toEqual([2, 2, null]);
    expect(await judge({ bytes: each * RESULTS, keys: 3 })).toEqual([2, null, null]);
    expect(await judge({ until: 0 })).toEqual([null, null, null]);
  });
});
