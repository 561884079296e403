import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Kind, KINDS } from '../../core/records/kind.ts';
import { readSealedRecords } from '../../db/batches/batch-views.ts';
import { findAnswers } from '../../db/records/answers.ts';
import { type ListPart, listStream, listSummaries } from '../../db/records/record-lists.ts';
import { RECORD_STATES } from '../../db/records/record-states.ts';
import { ANY_RECORD as ANY, type RecordFilter } from '../../db/records/walks.ts';
import { fromBytea, toBytea } from '../../db/rows/bytea.ts';
import { countStatements } from '../helpers/counted-pool.ts';
import { fillBatches, FIRST_TIME, type ManyBatches, placeholder } from '../helpers/many-batches.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { signRecord } from '../helpers/signed-record.ts';

/** The largest statement that intake takes, in bytes. */
const LARGEST = 1 << 16;
/** Stands for the character NUL until it is stored, as JSON writes it. */
const NUL = '(NUL)';

let database: TestDatabase;

/** Walks through a whole list. Returns its ids, and how many parts it had. */
async function walk(
  read: (at: number) => Promise<ListPart>,
  start: number,
): Promise<{ ids: Hex[]; parts: number }> {
  const ids: Hex[] = [];
  let parts = 0;
  for (let at: number | null = start; at !== null; parts++) {
    const { items, next }: ListPart = await read(at);
    ids.push(...items.map(({ id }) => id));
    at = next;
  }
  return { ids, parts };
}

function walkFilter(filter: Partial<RecordFilter>, limit: number): Promise<{ ids: Hex[]; parts: number }> {
  return walk(
    (at) => listSummaries(database.pool, { ...ANY, ...filter }, at, limit),
    Number.MAX_SAFE_INTEGER,
  );
}

describe('listSummaries', () => {
  /** More records than one part looks at name the same source. */
  const COUNT = 4_200;
  let ledger: ManyBatches;
  let records: {
    id: Hex;
    party: Hex;
    kind: Kind;
    subject: string;
    sources: Hex[];
    answers: Hex | null;
    addressee: Hex | null;
    acceptedAt: number;
    state: string;
  }[];

  beforeAll(async () => {
    database = await createTestDatabase();
    ledger = await fillBatches(database.pool, COUNT);
    // The clocks of servers differ.
    await database.pool.query('update records set accepted_at = accepted_at + arrival * 7919 % 240 - 120');
    const { rows } = await database.pool.query<{
      id: Buffer;
      party: Buffer;
      kind: Kind;
      subject: string;
      sources: Buffer[];
      answers: Buffer | null;
      addressee: Buffer | null;
      acceptedAt: number;
      state: string;
    }>(SELECT_ALL);
    records = rows.map((row) => ({
      ...row,
      answers: row.answers && fromBytea(row.answers),
      addressee: row.addressee && fromBytea(row.addressee),
      id: fromBytea(row.id),
      party: fromBytea(row.party),
      sources: row.sources.map(fromBytea),
    }));
  });
  afterAll(() => database.drop());

  /** All records with what filters are about, read without the lists. */
  const SELECT_ALL = `
    select r.id, r.party, r.kind, r.subject, r.sources, r.accepted_at as "acceptedAt", w.answered as answers, l.addressee,
      case when r.rejected_code is not null then 'rejected' when s.batch is null then 'accepted'
        when a.number is null then 'sealed' when a.block_number > c.final_number then 'anchored' else 'final' end as state
    from records r cross join chain_state c
    left join record_answers w on w.record = r.id left join record_addressees l on l.record = r.id
    left join sealed_records s on s.record = r.id left join anchors a on a.number = s.batch
    order by r.arrival desc`;

  /** The values of each filter: nothing, one that many records have, and one that few have. */
  function listValues() {
    const { large, small, subject, source } = ledger;
    return {
      idPrefix: [null, source.slice(0, 10)],
      party: [null, large.party, small.party],
      kind: [null, KINDS.dataset, KINDS.result, KINDS.decision],
      subject: [null, subject, 'subject/3'],
      source: [null, source],
      answers: [null, source],
      addressee: [null, small.party, large.party],
      since: [null, FIRST_TIME + 10 * (COUNT - 40), FIRST_TIME + 20 * COUNT],
      until: [null, FIRST_TIME + 10 * 40, FIRST_TIME],
      state: [null, ...RECORD_STATES],
    } as const;
  }

  type Listed = (typeof records)[number];

  /** Each filter as a condition on a record. */
  const MEETS: Readonly<Record<keyof RecordFilter, (record: Listed, value: unknown) => boolean>> = {
    idPrefix: ({ id }, value) => id.startsWith(value as string),
    party: ({ party }, value) => party === value,
    kind: ({ kind }, value) => kind === value,
    subject: ({ subject }, value) => subject === value,
    source: ({ sources }, value) => sources.includes(value as Hex),
    answers: ({ answers }, value) => answers === value,
    addressee: ({ addressee }, value) => addressee === value,
    since: ({ acceptedAt }, value) => acceptedAt >= (value as number),
    until: ({ acceptedAt }, value) => acceptedAt < (value as number),
    state: ({ state }, value) => state === value,
  };

  async function checkFilter(filter: RecordFilter): Promise<void> {
    const names = Object.keys(MEETS) as (keyof RecordFilter)[];
    const expected = records.filter((record) =>
      names.every((name) => filter[name] === null || MEETS[name](record, filter[name])),
    );
    const { ids } = await walkFilter(filter, 450);
    expect(ids, JSON.stringify(filter)).toEqual(expected.map(({ id }) => id));
  }

  it('lists exactly the records of a filter, the last accepted first, for each pair of filters', async () => {
    const single = Object.entries(listValues()).flatMap(([name, values]) =>
      values.filter((value) => value !== null).map((value) => ({ [name]: value })),
    );
    const pairs = single.flatMap((one, at) => single.slice(at).map((other) => ({ ...one, ...other })));
    for (const filter of [{}, ...pairs]) await checkFilter({ ...ANY, ...filter });
  });

  it('lists exactly the records of a filter for any combination of filters', async () => {
    const values = Object.entries(listValues()).map(
      ([name, each]) => [name, fc.constantFrom<unknown>(...each)] as const,
    );
    const filters = fc.record(
      Object.fromEntries(values),
    ) as fc.Arbitrary<unknown> as fc.Arbitrary<RecordFilter>;
    await fc.assert(fc.asyncProperty(filters, checkFilter));
  });

  it('looks only at records that are new enough for a time or a state that few records have', async () => {
    const since = FIRST_TIME + 10 * (COUNT - 40);
    expect(await walkFilter({ since }, 100)).toMatchObject({ parts: 1 });
    for (const state of ['accepted', 'submitted', 'sealed', 'anchored', 'rejected'] as const)
      expect(await walkFilter({ state }, 100), state).toMatchObject({ parts: 1 });
    expect((await walkFilter({ since }, 100)).ids.length).toBeGreaterThan(40);
  });

  it('begins near the last record before a time, however many are newer', async () => {
    const until = FIRST_TIME + 10 * 40;
    const { ids, parts } = await walkFilter({ until }, 100);
    expect({ parts, isSome: ids.length > 20 }).toEqual({ parts: 1, isSome: true });
  });

  it('ends a part after 2,000 records that do not meet the filter, and says where to continue', async () => {
    const filter = { ...ANY, source: ledger.source, party: ledger.small.party };
    expect(await walkFilter(filter, 50)).toEqual({ ids: [], parts: 2 });
    expect(await walkFilter({ ...filter, party: null, kind: KINDS.decision }, 50)).toEqual({
      ids: [],
      parts: 1,
    });
  });
});

describe('a list of records with statements of 64 KiB', () => {
  const COUNT = 60;

  beforeEach(async () => {
    database = await createTestDatabase();
    await fillBatches(database.pool, COUNT);
  });
  afterEach(() => database.drop());

  const setStatements = (title: string, text: string): Promise<unknown> =>
    database.pool.query(
      `update records set statement = '{"text":' || to_json($2::text) || ',"title":' || to_json($1::text) || '}'`,
      [title, text],
    );

  it.each([
    ['are long', 'x'.repeat(LARGEST)],
    ['are long and have a NUL, which PostgreSQL cannot read in JSON', NUL + 'x'.repeat(LARGEST)],
  ])('ends after 1 MiB where they %s, and misses nothing', async (_, text) => {
    await setStatements('A title', text);
    await database.pool.query(`update records set statement = replace(statement, $1, '\\u0000')`, [NUL]);
    const { pool, take } = countStatements(database.pool);
    const read = (at: number): Promise<ListPart> => listSummaries(pool, ANY, at, 50);
    const { items } = await read(Number.MAX_SAFE_INTEGER);
    expect(items).toHaveLength(16);
    expect(items[0]).toMatchObject({ title: 'A title', statement: { title: 'A title' } });
    const { ids, parts } = await walk(read, Number.MAX_SAFE_INTEGER);
    expect(new Set(ids).size).toBe(COUNT + 20);
    expect(parts).toBe(5);
    for (const { bytes } of take()) expect(bytes).toBeLessThan(1_300_000);
  });

  it('of one batch is read a few at a time, in the order of its leaves', async () => {
    await setStatements('A title', 'x'.repeat(LARGEST));
    await database.pool.query('update sealed_records set leaf_index = batch - 1, batch = 1');
    const { pool, take } = countStatements(database.pool);
    const records = await Array.fromAsync(readSealedRecords(pool, 1));
    expect(records.map(({ id }) => id)).toEqual(
      Array.from({ length: COUNT }, (_, index) => placeholder(`record/${index + 1}`)),
    );
    for (const { bytes } of take()) expect(bytes).toBeLessThan(400_000);
  });

  it('shows no title where the title is not a text, or is missing', async () => {
    for (const statement of ['{"title":5}', '{"title":{"title":"inner"}}', '{"text":{"title":"inner"}}']) {
      await database.pool.query('update records set statement = $1', [statement]);
      const { items } = await listSummaries(database.pool, ANY, Number.MAX_SAFE_INTEGER, 1);
      expect(items[0]!.title, statement).toBeNull();
    }
  });
});

describe('the lists of a ledger', () => {
  let ledger: SeededLedger;

  beforeAll(async () => {
    database = await createTestDatabase();
    ledger = await seedLedger(database.pool);
  });
  afterAll(() => database.drop());

  it('show a record once, also by its source, if it was rejected and accepted again, or was stored twice as naming it', async () => {
    const source = signRecord({ by: ledger.provider });
    const record = signRecord({ by: ledger.company, kind: 'result', sources: [source] });
    const other = signRecord({ by: ledger.company, kind: 'disclosure', sources: [source] });
    await ledger.accept(source, record, other);
    const id = toBytea(record.id);
    await database.pool.query(
      `update records set rejected_code = 'closed-key', rejected_message = 'closed' where id = $1`,
      [id],
    );
    await database.pool.query('delete from waiting_records where record = $1', [id]);
    await database.pool.query('update streams set sequence = 0 where stream = $1', [toBytea(record.stream)]);
    expect((await walkFilter({ source: source.id }, 1)).ids).toEqual([other.id, record.id]);
    await ledger.accept(record);
    await database.pool.query('insert into record_sources select * from record_sources');
    expect((await walkFilter({ source: source.id }, 1)).ids).toEqual([record.id, other.id]);
    expect((await walkFilter({ party: ledger.company.party }, 1)).ids).toEqual([record.id, other.id]);
    const stream = {
      party: ledger.company.party,
      subject: record.submission.record.subject,
      kind: KINDS.result,
    };
    expect((await walkFilter(stream, 1)).ids).toEqual([record.id]);
  });

  it('have an answer once in the proof file of its record, although it was stored twice as naming it', async () => {
    const result = signRecord({ by: ledger.company, kind: 'result', subject: 'answered' });
    const assurance = signRecord({ by: ledger.auditor, kind: 'assurance', answers: result });
    const { number } = await ledger.publish(result, assurance);
    await database.pool.query('insert into record_sources select * from record_sources');
    expect(await findAnswers(database.pool, result.id, result.stream, number, 10)).toEqual([assurance.id]);
  });

  it('show the versions of a stream by sequence', async () => {
    const first = signRecord({ by: ledger.provider, subject: 'versions' });
    const second = signRecord({ by: ledger.provider, subject: 'versions', after: first });
    const third = signRecord({ by: ledger.provider, subject: 'versions', after: second });
    await ledger.accept(first, second, third);
    const { ids, parts } = await walk((at) => listStream(database.pool, first.stream, at, 2), 0);
    expect([ids, parts]).toEqual([[first.id, second.id, third.id], 2]);
  });
});
