import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/records/entry.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type Impact, readImpact } from '../../helpers/impact.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { saltNone } from '../../helpers/reperformed-result.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type RecordSketch, signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

type Sketch = Omit<RecordSketch, 'by'> & { readonly by?: RecordSketch['by'] };

/** Registers a public record: by the company and in a stream of its own, unless the sketch says otherwise. */
async function register(sketch: Sketch): Promise<SignedRecord> {
  const subject = sketch.after?.submission.record.subject ?? `stream-${++count}`;
  const signed = signRecord({
    by: ledger.company,
    ...(sketch.answers === undefined ? { subject } : {}),
    ...sketch,
  });
  const { status, text } = await server.call('POST', '/v1/records', {
    body: { ...signed.submission, public: true },
  });
  expect(status, text).toBe(201);
  return signed;
}

function row(key: string, value: string, detail: JsonObject = { row: 'activity-factor' }): Entry {
  return saltNone([{ key, value, unit: 'kg{CO2e}/t', from: 0, until: 0, detail }])[0]!;
}

/** Registers the next version of a dataset with the rows `a`, `b` and `c`. */
function publish(
  values: Readonly<Record<string, string>>,
  after: SignedRecord | null = null,
): Promise<SignedRecord> {
  const entries = Object.entries({ a: '1', b: '1', c: '1', ...values }).map(([key, value]) =>
    row(key, value),
  );
  return register({ after, entries });
}

/** Registers a result with one figure for each named row of a dataset, each with the value of its row. */
function compute(
  used: SignedRecord,
  values: Readonly<Record<string, string>>,
  sketch: Sketch = {},
): Promise<SignedRecord> {
  const entries = Object.entries(values).map(([key, value]) =>
    row(`figure/${key}`, value, {
      derivation: { formula: 'EF', operands: [{ name: 'EF', record: used.id, key, value }] },
    }),
  );
  return register({ kind: 'result', sources: [used], entries, ...sketch });
}

/** Registers a disclosure of one figure of a result. */
function disclose(
  result: SignedRecord,
  key: string,
  value: string,
  sketch: Sketch = {},
): Promise<SignedRecord> {
  const entries = [row(key, value, { derivation: { formula: '', result: result.id, key } })];
  return register({ kind: 'disclosure', sources: [result], entries, ...sketch });
}

function stateOf({ dependents }: Impact, { id }: SignedRecord): object | undefined {
  const found = dependents.find((one) => one.id === id);
  return found && { state: found.state, keys: found.keys, restatedBy: found.restatedBy };
}

const UNAFFECTED = { state: 'unaffected', keys: [], restatedBy: null };
const stale = (...keys: string[]): object => ({ state: 'stale', keys, restatedBy: null });

describe('the impact of a record with several later versions', () => {
  it('compares it with the newest version: a change that was taken back does not count, a later one does', async () => {
    const first = await publish({});
    const [a, b, c] = [
      await compute(first, { a: '1' }),
      await compute(first, { b: '1' }),
      await compute(first, { c: '1' }),
    ];
    const second = await publish({ a: '2', b: '2' }, first);
    const third = await publish({ a: '1', b: '2', c: '2' }, second);
    const impact = await readImpact(server, first);
    expect(impact).toMatchObject({ successor: third.id, changed: ['b', 'c'], total: 3 });
    expect([a, b, c].map((one) => stateOf(impact, one))).toEqual([
      UNAFFECTED,
      stale('figure/b'),
      stale('figure/c'),
    ]);
  });

  it('counts a dependent as restated only while its newest version uses no row that changed again', async () => {
    const first = await publish({});
    const [again, right] = [await compute(first, { a: '1' }), await compute(first, { b: '1' })];
    const shown = await disclose(again, 'figure/a', '1');
    const second = await publish({ a: '2', b: '2' }, first);
    const againNext = await compute(second, { a: '2' }, { after: again });
    const rightNext = await compute(second, { b: '2' }, { after: right });
    const shownNext = await disclose(againNext, 'figure/a', '2', { after: shown });
    const before = await readImpact(server, first);
    expect([again, right, shown].map((one) => stateOf(before, one))).toEqual([
      { ...stale('figure/a'), state: 'restated', restatedBy: againNext.id },
      { ...stale('figure/b'), state: 'restated', restatedBy: rightNext.id },
      { ...stale('figure/a'), state: 'restated', restatedBy: shownNext.id },
    ]);

    await publish({ a: '3', b: '2' }, second);
    const after = await readImpact(server, first);
    expect([again, right, shown].map((one) => stateOf(after, one))).toEqual([
      stale('figure/a'),
      { ...stale('figure/b'), state: 'restated', restatedBy: rightNext.id },
      stale('figure/a'),
    ]);
    expect(stateOf(await readImpact(server, second), shownNext)).toEqual(stale('figure/a'));
  });

  it('counts a dependent as restated by a version that names the old record but uses no changed row', async () => {
    const first = await publish({});
    const result = await compute(first, { a: '1', b: '1' });
    await publish({ a: '2' }, first);
    const next = await compute(first, { b: '1' }, { after: result });
    const impact = await readImpact(server, first);
    expect(stateOf(impact, result)).toMatchObject({ state: 'restated', restatedBy: next.id });
    expect(stateOf(impact, next)).toEqual(UNAFFECTED);
  });

  it('leaves the newest version unaffected where it was fused from the version before it', async () => {
    const first = await publish({});
    const other = await publish({ d: '4' });
    const fusion = { row: 'fusion', rule: '', sources: [first.id, other.id].sort(), conflicts: [] };
    const [note] = saltNone([{ key: 'fusion', value: null, unit: '', from: 0, until: 0, detail: fusion }]);
    const rows = [row('a', '2'), row('b', '1'), row('c', '1'), row('d', '4'), note!];
    const fused = await register({ after: first, sources: [first, other], entries: rows });
    const result = await compute(fused, { d: '4', b: '1' });
    expect((await readImpact(server, first)).dependents.map(({ state }) => state)).toEqual([
      'unaffected',
      'unaffected',
    ]);
    await publish({ d: '5' }, other);
    const impact = await readImpact(server, other);
    expect(stateOf(impact, fused)).toEqual(stale('d'));
    expect(stateOf(impact, result)).toEqual(stale('figure/d'));
  });
});

describe('the impact of the newest version', () => {
  it('lists dependents of earlier versions too, compared with the newest, each with the version it depends on', async () => {
    const first = await publish({});
    const [changed, same] = [await compute(first, { a: '1' }), await compute(first, { b: '1' })];
    const shown = await disclose(changed, 'figure/a', '1');
    const second = await publish({ a: '2' }, first);
    const current = await compute(second, { a: '2' });
    const impact = await readImpact(server, second);
    expect(impact).toMatchObject({ successor: null, changed: [], total: 4 });
    expect(impact.dependents.map(({ id, version, path }) => [id, version, path[0]])).toEqual([
      [changed.id, 1, first.id],
      [same.id, 1, first.id],
      [shown.id, 1, first.id],
      [current.id, 2, second.id],
    ]);
    expect([changed, same, shown, current].map((one) => stateOf(impact, one))).toEqual([
      stale('figure/a'),
      UNAFFECTED,
      stale('figure/a'),
      UNAFFECTED,
    ]);
  });

  it('counts a dependent of an earlier version as restated once its newest version uses the newest rows', async () => {
    const first = await publish({});
    const result = await compute(first, { a: '1' });
    const second = await publish({ a: '2' }, first);
    const next = await compute(second, { a: '2' }, { after: result });
    const impact = await readImpact(server, second);
    expect(stateOf(impact, result)).toEqual({
      ...stale('figure/a'),
      state: 'restated',
      restatedBy: next.id,
    });
    expect(stateOf(impact, next)).toEqual(UNAFFECTED);
  });

  it('leaves out dependents of later versions when an earlier version is asked about', async () => {
    const first = await publish({});
    const second = await publish({ a: '2' }, first);
    const third = await publish({ a: '3' }, second);
    const results = [await compute(first, { a: '1' }), await compute(second, { a: '2' })];
    await compute(third, { a: '3' });
    const impact = await readImpact(server, second);
    expect(impact.dependents.map(({ id, version, state }) => [id, version, state])).toEqual([
      [results[0]!.id, 1, 'stale'],
      [results[1]!.id, 2, 'stale'],
    ]);
  });

  it('does not list the versions of its own stream, even where one was fused from another', async () => {
    const first = await publish({});
    const entries = [row('a', '2')];
    const second = await register({ after: first, sources: [first], entries });
    expect(await readImpact(server, second)).toMatchObject({ total: 0, dependents: [] });
  });
});

describe('the impact on a withdrawn record', () => {
  it('marks a withdrawn assurance and its withdrawal as withdrawn, whether or not the result changed', async () => {
    const result = await register({ kind: 'result', entries: [row('x', '1')] });
    const opinion = await register({ by: ledger.auditor, kind: 'assurance', answers: result });
    const withdrawal = await register({
      by: ledger.auditor,
      kind: 'assurance',
      answers: result,
      after: opinion,
      statement: { opinion: 'withdrawn' },
    });
    const withdrawn = [opinion, withdrawal].map(({ id }) => ({
      id,
      state: 'withdrawn',
      restatedBy: null,
      withdrawnBy: withdrawal.id,
    }));
    expect(await readImpact(server, result)).toMatchObject({ dependents: withdrawn });
    await register({ kind: 'result', after: result, entries: [row('x', '2')] });
    expect(await readImpact(server, result)).toMatchObject({ dependents: withdrawn });
  });

  it('marks a withdrawn result and a withdrawn decision as withdrawn', async () => {
    const first = await publish({});
    const result = await compute(first, { a: '1' });
    const decision = await register({ by: ledger.exchange, kind: 'decision', answers: result });
    await compute(first, { a: '1' }, { after: result, statement: { change: 'withdrawal', reason: 'wrong' } });
    await register({
      by: ledger.exchange,
      kind: 'decision',
      answers: result,
      after: decision,
      statement: { outcome: 'withdrawn' },
    });
    await publish({ a: '2' }, first);
    const { dependents } = await readImpact(server, first);
    expect(dependents.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'withdrawn'));
  });

  it('judges an assurance as usual once a new opinion follows its withdrawal', async () => {
    const result = await register({ kind: 'result' });
    const answer = { by: ledger.auditor, kind: 'assurance', answers: result } as const;
    const opinion = await register(answer);
    const withdrawal = await register({ ...answer, after: opinion, statement: { opinion: 'withdrawn' } });
    await register({ ...answer, after: withdrawal });
    const { dependents } = await readImpact(server, result);
    expect(dependents.map(({ state }) => state)).toEqual(['unaffected', 'withdrawn', 'unaffected']);
  });
});

describe('the impact of a withdrawal', () => {
  it('reaches all dependents of the withdrawn record, even if the withdrawal repeats the entries', async () => {
    const first = await publish({});
    const result = await compute(first, { a: '1' });
    const withdrawal = await register({
      after: first,
      entries: [row('a', '1'), row('b', '1'), row('c', '1')],
      statement: { change: 'withdrawal', reason: 'wrong' },
    });
    const impact = await readImpact(server, first);
    expect(impact).toMatchObject({ successor: withdrawal.id, withdrawn: true, changed: ['a', 'b', 'c'] });
    expect(stateOf(impact, result)).toEqual(stale('figure/a'));
    const late = await compute(withdrawal, { b: '1' });
    const own = await readImpact(server, withdrawal);
    expect(own).toMatchObject({ successor: null, withdrawn: true });
    expect(stateOf(own, late)).toEqual(stale('figure/b'));
    const recomputed = await compute(withdrawal, { a: '1' }, { after: result });
    expect(stateOf(await readImpact(server, first), result)).toEqual(stale('figure/a'));
    expect(stateOf(await readImpact(server, withdrawal), recomputed)).toEqual(stale('figure/a'));
  });
});

describe('the impact of a restated result', () => {
  it('reaches the figures whose values changed, not those that only name the next version of a dataset', async () => {
    const first = await publish({});
    const result = await compute(first, { a: '1', b: '1' });
    const [changed, same] = [
      await disclose(result, 'figure/a', '1'),
      await disclose(result, 'figure/b', '1'),
    ];
    const second = await publish({ a: '2' }, first);
    await compute(second, { a: '2', b: '1' }, { after: result });
    const impact = await readImpact(server, result);
    expect(impact.changed).toEqual(['figure/a']);
    expect([changed, same].map((one) => stateOf(impact, one))).toEqual([stale('figure/a'), UNAFFECTED]);
  });
});

describe('the impact of records without entries here', () => {
  const WHOLE = { state: 'stale', keys: null, restatedBy: null };

  it('reaches all their dependents, because the changed rows are not known', async () => {
    const root = `0x${'11'.repeat(32)}` as const;
    const first = await register({ record: { entries: root } });
    const result = await compute(first, { a: '1' });
    expect(stateOf(await readImpact(server, first), result)).toEqual(UNAFFECTED);
    const same = await register({
      after: first,
      record: { entries: root },
      statement: { title: 'Same rows' },
    });
    expect(stateOf(await readImpact(server, first), result)).toEqual(UNAFFECTED);
    await register({ after: same, record: { entries: `0x${'22'.repeat(32)}` } });
    const impact = await readImpact(server, first);
    expect(impact.changed).toBeNull();
    expect(stateOf(impact, result)).toEqual(WHOLE);
  });

  it('reaches a decision when the opinion of its assurance changed, not when a new version repeats the opinion', async () => {
    const result = await register({ kind: 'result' });
    const opinion = await register({ by: ledger.auditor, kind: 'assurance', answers: result });
    const decision = await register({
      by: ledger.exchange,
      kind: 'decision',
      answers: result,
      sources: [opinion],
    });
    const again = await register({ by: ledger.auditor, kind: 'assurance', answers: result, after: opinion });
    expect(await readImpact(server, opinion)).toMatchObject({
      changed: [],
      dependents: [{ id: decision.id, state: 'unaffected' }],
    });
    await register({
      by: ledger.auditor,
      kind: 'assurance',
      answers: result,
      after: again,
      statement: { opinion: 'adverse' },
    });
    expect(stateOf(await readImpact(server, opinion), decision)).toEqual(WHOLE);
  });

  it('reaches a figure without a derivation, which depends on all sources of its record', async () => {
    const first = await publish({});
    const entries = [row('by-hand', '1', { method: 'other' })];
    const result = await register({ kind: 'result', sources: [first], entries });
    await publish({ a: '2' }, first);
    expect(stateOf(await readImpact(server, first), result)).toEqual(stale('by-hand'));
  });
});

describe('the pages of an impact', () => {
  it('together equal one long page: each record after its sources, with paths across earlier pages', async () => {
    const first = await publish({});
    const result = await compute(first, { a: '1', b: '1' });
    for (const key of ['a', 'b', 'a']) await disclose(result, `figure/${key}`, '1');
    const second = await publish({ a: '2' }, first);
    await compute(second, { a: '2', b: '1' }, { after: result });
    const whole = await readImpact(server, first);
    expect(whole.dependents.map(({ state }) => state)).toEqual(['restated', 'stale', 'unaffected', 'stale']);
    expect(whole.dependents.at(-1)!.path).toHaveLength(3);
    for (const limit of [1, 2, 3]) expect(await readImpact(server, first, { limit })).toEqual(whole);
  });

  it('follow paths of at most 64 steps, and count a record beyond that as affected', async () => {
    const first = await publish({});
    let last = await compute(first, { a: '1' });
    for (let step = 2; step <= 65; step++) last = await disclose(last, 'figure/a', '1');
    await publish({ a: '2' }, first);
    const { dependents } = await readImpact(server, first, { limit: 100 });
    expect(dependents.at(-2)!.path).toHaveLength(65);
    expect(dependents.at(-1)).toMatchObject({
      id: last.id,
      state: 'stale',
      by: 'record',
      keys: null,
      path: [],
    });
  });

  it('reject a cursor of another list with 400', async () => {
    const first = await publish({});
    const answer = await server.call('GET', `/v1/records/${first.id}/impact?cursor=x`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'cursor' } });
  });
});
