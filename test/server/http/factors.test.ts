import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FactorSearch } from '../../../client/generated/openapi.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { parseTime } from '../../../core/encoding/time.ts';
import { deriveSalt, type Entry } from '../../../core/records/entry.ts';
import { BLOCK, takeUnread } from '../../../db/factors/factor-index.ts';
import { withTransaction } from '../../../db/pool.ts';
import { deleteGrant, storeGrant } from '../../../db/records/grants.ts';
import { readFactorRow } from '../../../engine/search/factor-row.ts';
import { type FactorFilters, readFactorQuery } from '../../../engine/search/factor-query.ts';
import { indexRows, searchRows } from '../../../engine/search/search-rows.ts';
import { indexNext } from '../../../server/factors/index-factors.ts';
import { openTestSession } from '../../helpers/documents.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

function factor(key: string, detail: JsonObject, more: Partial<Entry> = {}): Entry {
  return {
    ...{ key, value: '56100', unit: 'kg{CO2}/TJ', from: 0, until: 0 },
    detail: {
      row: 'emission-factor',
      gas: 'CO2',
      origin: 'fossil',
      basis: 'combustion',
      year: 2006,
      ...detail,
    },
    salt: deriveSalt(`0x${'11'.repeat(32)}`, key),
    ...more,
  };
}

interface Published {
  readonly by: TestParty;
  readonly subject: string;
  readonly entries: Entry[];
  readonly isPublic?: boolean;
  readonly after?: SignedRecord;
}

/** Registers a dataset, and lets it be read for searches. */
async function register({ by, subject, entries, isPublic = false, after }: Published): Promise<SignedRecord> {
  const signed = signRecord({ by, subject, entries, ...(after === undefined ? {} : { after }) });
  const submission = { ...signed.submission, ...(isPublic ? { public: true } : {}) };
  await ledger.accept({ ...signed, submission });
  await readAll();
  return signed;
}

async function readAll(): Promise<void> {
  while (await indexNext(database.pool));
}

const tokenOf = ({ key }: TestParty): Promise<string> =>
  openTestSession(database.pool, key, SEED_FINAL + 3600);

async function ask(query: Record<string, string>, by?: TestParty): Promise<FactorSearch> {
  const path = `/v1/factors?${new URLSearchParams(query).toString()}`;
  const answered = await server.call<FactorSearch>(
    'GET',
    path,
    by === undefined ? {} : { token: await tokenOf(by) },
  );
  expect(answered.status, answered.text).toBe(200);
  return answered.body;
}

/** Returns the keys of the ledger's rows that a search finds, of all pages. */
async function findKeys(query: Record<string, string>, by?: TestParty): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { items, next }: FactorSearch = await ask({ ...query, ...(cursor === '' ? {} : { cursor }) }, by);
    keys.push(...items.filter(({ record }) => record !== null).map(({ key }) => key));
    cursor = next;
  }
  return keys;
}

describe('GET /v1/factors', () => {
  it('finds rows of public records, with what a run needs to take them', async () => {
    const { provider } = ledger;
    const source = { title: 'Handbook of unobtainium', licence: 'CC-BY-4.0' };
    const first = await register({
      ...{ by: provider, subject: 'factors/unobtainium', isPublic: true },
      entries: [
        factor('unobtainium/CO2', { fuel: 'unobtainium', geography: 'GB', source, custom: { secret: 1 } }),
      ],
    });
    expect((await ask({ q: 'Unobtainium', place: 'GB', year: '2023' })).items).toEqual([
      {
        ...{
          key: 'unobtainium/CO2',
          type: 'emission-factor',
          value: '56100',
          unit: 'kg{CO2}/TJ',
          from: 0,
          until: 0,
        },
        detail: {
          fuel: 'unobtainium',
          gas: 'CO2',
          basis: 'combustion',
          origin: 'fossil',
          geography: 'GB',
          year: 2006,
        },
        ...{
          title: null,
          source: { ...source, url: null, published: null },
          match: 'subject',
          starter: null,
        },
        record: {
          ...{
            id: first.id,
            party: provider.party,
            identifier: provider.identifier,
            subject: 'factors/unobtainium',
          },
          ...{ title: 'Inventory 2024', public: true, newest: null, withdrawnBy: null },
        },
      },
    ]);
    const second = await register({
      ...{ by: provider, subject: 'factors/unobtainium', isPublic: true, after: first },
      entries: [factor('unobtainium/CO2', { fuel: 'unobtainium' }, { value: '56000' })],
    });
    const { items } = await ask({ q: 'unobtainium' });
    expect(items.map(({ value, record }) => [value, record?.newest])).toEqual([
      ['56000', null],
      ['56100', second.id],
    ]);
  });

  it('finds starter data before rows of the ledger that match alike', async () => {
    await register({
      ...{ by: ledger.provider, subject: 'factors/anthracite', isPublic: true },
      entries: [factor('own/anthracite', { fuel: 'anthracite' })],
    });
    const { items, searched } = await ask({ q: 'anthracite', type: 'emission-factor' });
    const subjects = items.filter(({ match }) => match === 'subject');
    expect(subjects.length).toBeGreaterThan(1);
    expect(subjects.map(({ starter }) => starter === null)).toEqual(
      subjects.map((_, at) => at === subjects.length - 1),
    );
    expect(subjects.at(-1)!.record!.subject).toBe('factors/anthracite');
    expect(searched).toMatchObject({ words: ['anthracite'], places: null, unread: 0, grantsLeftOut: false });
  });

  it('finds private rows for their party alone, for others while they have a grant, and tells others nothing', async () => {
    const { company, auditor, exchange } = ledger;
    const entries = [factor('kryptonite/CO2', { fuel: 'kryptonite' })];
    const { id } = await register({ by: company, subject: 'factors/kryptonite', entries });
    const nothing = await ask({ q: 'kryptonite' });
    expect(nothing).toMatchObject({ items: [], next: null, unknown: [{ word: 'kryptonite', near: null }] });
    expect(await findKeys({ q: 'kryptonite' }, company)).toEqual(['kryptonite/CO2']);
    expect((await ask({ q: 'kryptonite' }, company)).items[0]!.record).toMatchObject({ id, public: false });
    expect(await ask({ q: 'kryptonite' }, auditor)).toEqual(nothing);
    await storeGrant(database.pool, id, auditor.party, SEED_FINAL);
    expect(await findKeys({ q: 'kryptonite' }, auditor)).toEqual(['kryptonite/CO2']);
    expect(await ask({ q: 'kryptonite' }, exchange)).toEqual(nothing);
    await deleteGrant(database.pool, id, auditor.party);
    expect(await ask({ q: 'kryptonite' }, auditor)).toEqual(nothing);
    const { status } = await server.call('GET', '/v1/factors?q=kryptonite', { token: 'no-session' });
    expect(status).toBe(401);
  });

  it('finds what becomes public, and nothing of a record that was rejected', async () => {
    const entries = [factor('dilithium/CO2', { fuel: 'dilithium' })];
    const { id } = await register({ by: ledger.company, subject: 'factors/dilithium', entries });
    const bytes = Buffer.from(id.slice(2), 'hex');
    await database.pool.query('update records set public_entries = true where id = $1', [bytes]);
    await readAll();
    expect(await findKeys({ q: 'dilithium' })).toEqual(['dilithium/CO2']);
    await database.pool.query(`update records set rejected_code = 'x', rejected_message = '' where id = $1`, [
      bytes,
    ]);
    expect(await findKeys({ q: 'dilithium' }, ledger.company)).toEqual([]);
  });

  it('has each factor on one page of 50, in an order that private rows of others do not change', async () => {
    const { provider, company } = ledger;
    const many = (by: string): Entry[] =>
      Array.from({ length: 60 }, (_, at) => factor(`${by}/${at}`, { fuel: 'mithril' }));
    await register({ by: company, subject: 'factors/mithril-private', entries: many('private') });
    await register({ by: provider, subject: 'factors/mithril', isPublic: true, entries: many('public') });
    const open = await ask({ q: 'mithril' });
    expect(open.items.map(({ key }) => key)).toEqual(
      many('public')
        .slice(0, 50)
        .map(({ key }) => key),
    );
    expect(await findKeys({ q: 'mithril' })).toEqual(many('public').map(({ key }) => key));
    expect(await findKeys({ q: 'mithril', limit: '7' }, company)).toEqual(
      [...many('public'), ...many('private')].map(({ key }) => key),
    );
    const ofPrivate = await ask({ q: 'mithril', limit: '61' }, company);
    const last = (await ask({ q: 'mithril', cursor: ofPrivate.next! }, company)).next!;
    for (const cursor of ['x', 'WzFd', 'WzAsIm90aGVyIiwxXQ', last]) {
      const { status, body } = await server.call('GET', `/v1/factors?q=mithril&cursor=${cursor}`);
      expect([status, body['code']]).toEqual([400, 'cursor']);
    }
  });

  it.each([
    [{ place: 'Britain' }, 'place'],
    [{ year: '1e3' }, 'year'],
    [{ type: "x' or '1'='1" }, 'type'],
    [{ gas: '\u0000' }, 'gas'],
    [{ basis: "x' --" }, 'basis'],
    [{ q: 'a b c d e f g h i j k l m n o p q r s t u v w x y' }, 'q'],
  ])('refuses %j with the filter that is wrong', async (query, path) => {
    const { status, body } = await server.call('GET', `/v1/factors?${new URLSearchParams(query).toString()}`);
    expect([status, body['code'], (body['details'] as JsonObject)['path']]).toEqual([
      400,
      'search-filter',
      path,
    ]);
  });

  it('takes words as words, whatever they mean elsewhere', async () => {
    for (const q of [
      `'; drop table factor_rows; --`,
      'a:* & !b',
      '{"a"}',
      '\\',
      '%00',
      '@0',
      '+ p',
      '#:1',
      '\u0000nul',
    ])
      await ask({ q: `${q} mithril` });
    expect((await ask({ q: '+ @777 mithril' })).items).toEqual([]);
  });

  it('reads rows that nobody checked, and leaves out those that are no factors', async () => {
    const odd = { fuel: 'vibranium', gas: 5, title: { a: 1 }, source: 'x', geography: ['\u0000'] };
    await register({
      ...{ by: ledger.provider, subject: 'factors/vibranium', isPublic: true },
      entries: [
        factor('vibranium/odd', odd, { unit: '???' }),
        factor('vibranium/use', { row: 'fuel-use', fuel: 'vibranium' }),
        { ...factor('vibranium/none', {}), detail: null },
        factor('vibranium/cn', { fuel: 'vibranium', title: '天然气' }),
      ],
    });
    expect(await findKeys({ q: 'vibranium' })).toEqual(['vibranium/odd', 'vibranium/cn']);
    expect(await findKeys({ q: '天然气' })).toEqual(['vibranium/cn']);
    expect(await findKeys({ q: '气' })).toEqual(['vibranium/cn']);
  });

  it('is complete again after its reader was killed, and after another reading of rows', async () => {
    const before = await findKeys({ q: 'mithril' }, ledger.company);
    await database.pool.query(`update factor_reading set version = 'other'`);
    expect(await indexNext(database.pool)).toBe(true);
    await expect(
      withTransaction(database.pool, async (client) => {
        expect(await takeUnread(client)).not.toBeNull();
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect((await ask({ q: 'mithril' })).searched.unread).toBeGreaterThan(0);
    await readAll();
    expect(await findKeys({ q: 'mithril' }, ledger.company)).toEqual(before);
  });

  /** Registers factors that are made of a few words, and returns a search for them in memory. */
  async function registerMade(
    words: fc.Arbitrary<string>,
    count: number,
  ): Promise<(asked: FactorFilters) => string[]> {
    const row = fc.record({
      fuel: words,
      title: words,
      source: words,
      geography: PLACES,
      of: fc.integer({ min: 2020, max: 2023 }),
    });
    const entries = fc
      .sample(row, count)
      .map(({ fuel, title, source, geography, of }, at) =>
        factor(
          `made-${count}/${at}`,
          { fuel, title, source: { title: source }, ...(geography === undefined ? {} : { geography }) },
          { from: parseTime(`${of}-01-01`)!, until: parseTime(`${of + 1}-01-01`)! },
        ),
      );
    await register({ by: ledger.provider, subject: `factors/made-${count}`, isPublic: true, entries });
    const memory = indexRows(entries.flatMap((entry) => readFactorRow(entry, null) ?? []));
    return (asked) => searchRows(memory, readFactorQuery(asked)).map((found) => found.row.key);
  }
  const PLACES = fc.option(fc.constantFrom('GB', 'GB-ENG', 'CN'), { nil: undefined });
  const wordsOf = (...list: readonly string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...list), { minLength: 1, maxLength: 3 }).map((each) => each.join('-'));

  it('finds what a search in memory finds, in the same order, also over blocks of rows', async () => {
    await database.pool.query(`select setval('factor_row_ids', 3 * ${BLOCK} - 60)`);
    const words = wordsOf('zeta', 'eta', 'theta', 'iota', 'kappa');
    const findHere = await registerMade(words, 150);
    const year = fc.option(fc.constantFrom('2021', '2022'), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.record({ q: words, place: PLACES, year }), async (asked) => {
        const given = Object.entries(asked).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        );
        expect(await findKeys(Object.fromEntries(given) as Record<string, string>)).toEqual(findHere(asked));
      }),
      { numRuns: 40 },
    );
  });

  it('finds the best of many matches, as a search in memory does', async () => {
    await database.pool.query(`select setval('factor_row_ids', 5 * ${BLOCK} - 1200)`);
    const findHere = await registerMade(wordsOf('zeusq', 'heraq', 'aresq'), 2_500);
    for (const asked of [
      { q: 'zeusq' },
      { q: 'heraq', place: 'GB-ENG' },
      { q: 'zeusq aresq' },
      { q: 'aresq', year: '2021' },
    ]) {
      const expected = findHere(asked);
      const first = await ask(asked);
      const second = await ask({ ...asked, cursor: first.next! });
      expect([...first.items, ...second.items].map(({ key }) => key)).toEqual(expected.slice(0, 100));
    }
    expect(findHere({ q: 'zeusq' }).length).toBeGreaterThan(1_000);
  });
});
