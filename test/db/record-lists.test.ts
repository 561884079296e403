import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Kind, KINDS } from '../../core/records/kind.ts';
import { readSealedRecords } from '../../db/batches/batch-views.ts';
import { findAnswers } from '../../db/records/answers.ts';
import { type ListPart, listStream, listSummaries } from '../../db/records/record-lists.ts';
import { ANY_RECORD as ANY, type RecordFilter } from '../../db/records/walks.ts';
import { fromBytea, toBytea } from '../../db/rows/bytea.ts';
import { countStatements } from '../helpers/counted-pool.ts';
import { fillBatches, type ManyBatches, placeholder } from '../helpers/many-batches.ts';
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
  let records: { id: Hex; party: Hex; kind: Kind; subject: string; sources: Hex[] }[];

  beforeAll(async () => {
    database = await createTestDatabase();
    ledger = await fillBatches(database.pool, COUNT);
    const { rows } = await database.pool.query<{
      id: Buffer;
      party: Buffer;
      kind: Kind;
      subject: string;
      sources: Buffer[];
    }>('select id, party, kind, subject, sources from records order by arrival desc');
    records = rows.map((row) => ({
      ...row,
      id: fromBytea(row.id),
      party: fromBytea(row.party),
      sources: row.sources.map(fromBytea),
    }));
  });
  afterAll(() => database.drop());

  /** Every filter is set to a value that many records have, to one that few have, and to nothing. */
  function listFilters(): RecordFilter[] {
    const { large, small, subject, source } = ledger;
    const values = {
      idPrefix: [null, source.slice(0, 10)],
      party: [null, large.party, small.party],
      kind: [null, KINDS.dataset, KINDS.result, KINDS.decision],
      subject: [null, subject, 'subject/3'],
      source: [null, source],
    } as const;
    return Object.entries(values).reduce<RecordFilter[]>(
      (filters, [name, each]) =>
        filters.flatMap((filter) => each.map((value) => ({ ...filter, [name]: value }))),
      [ANY],
    );
  }

  it('lists exactly the records of a filter, the last accepted first, for every combination of filters', async () => {
    for (const filter of listFilters()) {
      const { idPrefix, party, kind, subject, source } = filter;
      const expected = records.filter(
        (record) =>
          (idPrefix === null || record.id.startsWith(idPrefix)) &&
          (party === null || record.party === party) &&
          (kind === null || record.kind === kind) &&
          (subject === null || record.subject === subject) &&
          (source === null || record.sources.includes(source)),
      );
      const { ids } = await walkFilter(filter, 450);
      expect(ids, JSON.stringify(filter)).toEqual(expected.map(({ id }) => id));
    }
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

  it('reads none of them whole, only their titles', async () => {
    await setStatements('A title', 'x'.repeat(LARGEST));
    const { pool, take } = countStatements(database.pool);
    const { items } = await listSummaries(pool, ANY, Number.MAX_SAFE_INTEGER, 50);
    expect(items.map(({ title }) => title)).toEqual(Array.from({ length: 50 }, () => 'A title'));
    expect(take()[0]!.bytes).toBeLessThan(50_000);
  });

  it.each([
    ['titles themselves are long', 'x'.repeat(LARGEST), '', 'x'.repeat(LARGEST)],
    [
      'statements have a NUL, so that PostgreSQL cannot find their titles',
      'A title',
      NUL + 'x'.repeat(LARGEST),
      'A title',
    ],
  ])('ends early where %s, and misses nothing', async (_, title, text, expected) => {
    await setStatements(title, text);
    await database.pool.query(`update records set statement = replace(statement, $1, '\\u0000')`, [NUL]);
    const { pool, take } = countStatements(database.pool);
    const read = (at: number): Promise<ListPart> => listSummaries(pool, ANY, at, 50);
    expect((await read(Number.MAX_SAFE_INTEGER)).items[0]!.title).toBe(expected);
    const { ids, parts } = await walk(read, Number.MAX_SAFE_INTEGER);
    expect(new Set(ids).size).toBe(COUNT + 20);
    expect(parts).toBeGreaterThan(10);
    for (const { bytes } of take()) expect(bytes).toBeLessThan(400_000);
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
