import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { type BatchHeader, hashHeader } from '../../../core/batches/batch.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type Bundle, formatBundle, parseBundle } from '../../../core/proofs/bundle.ts';
import { KINDS } from '../../../core/records/kind.ts';
import type { CheckName, Policy } from '../../../core/verify/policy.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { type Answered, type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { closeWindow, makeKey, openWindow, TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { openSeededReader } from '../../helpers/seeded-reader.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

function policyOf(require: readonly CheckName[], replays: readonly TestParty[] = [], quorum = 0): Policy {
  return {
    ...createPolicy({ ...TEST_DOMAIN, urls: [] }),
    require: [...require],
    replays: { parties: replays.map(({ party }) => party), quorum },
  };
}

const ask = (id: Hex, query: string): Promise<Answered> =>
  server.call('GET', `/v1/records/${id}/bundle?${query}`);

async function fetchBundle(id: Hex, query: string): Promise<Bundle> {
  const { status, text } = await ask(id, query);
  expect(status, text.slice(0, 300)).toBe(200);
  const bundle = parseBundle(new TextEncoder().encode(text));
  expect(formatBundle(bundle)).toBe(text);
  return bundle;
}

function verify(bundle: Bundle, policy: Policy): Promise<Verification> {
  return verifyBundle(new TextEncoder().encode(formatBundle(bundle)), {
    policy,
    reader: openSeededReader(database.pool),
    now: SEED_FINAL + 1000,
  });
}

/** The verdict, and what did not pass of the checks that this page is about. */
async function judge(bundle: Bundle, policy: Policy): Promise<string[]> {
  const { verdict, checks } = await verify(bundle, policy);
  const names: readonly CheckName[] = ['order', 'currentness', 'completeness'];
  const others = checks.filter(
    ({ check, result }) => result === 'fail' || (result === 'skipped' && names.includes(check)),
  );
  return [verdict, ...others.map(({ check, code }) => `${check} ${code}`)];
}

/** Registers the replay of a batch, and returns its record. It is sealed with the next batch. */
async function replay(
  by: TestParty,
  header: BatchHeader,
  others: { after?: SignedRecord; key?: TestParty['key']; stated?: Hex } = {},
): Promise<SignedRecord> {
  const { stated = hashHeader(header), ...sketch } = others;
  const record = signRecord({
    by,
    kind: by === ledger.exchange ? 'decision' : 'assurance',
    subject: 'replay',
    statement: { replay: { number: header.number, header: stated } },
    ...sketch,
  });
  await ledger.accept(record);
  return record;
}

const numbersOf = ({ heads }: Bundle): number[] => [...new Set(heads.map(({ header }) => header.number))];
const idsOf = (each: readonly { readonly id: string }[]): string[] => each.map(({ id }) => id);

/** Publishes four versions of a stream, each in its own batch; the third withdraws those before it. */
async function publishVersions(): Promise<SignedRecord[]> {
  const versions: SignedRecord[] = [];
  for (const statement of [
    {},
    { change: 'correction', reason: 'a typo' },
    { change: 'withdrawal', reason: 'a wrong meter' },
    { change: 'restatement', reason: 'the right meter' },
  ]) {
    const version = signRecord({ by: ledger.company, after: versions.at(-1) ?? null, statement });
    await ledger.publish(version);
    versions.push(version);
  }
  return versions;
}

describe('the history in a proof file', () => {
  it('has every version of the stream that is not among the records, and the check order passes', async () => {
    const versions = await publishVersions();
    const [first, second, third, fourth] = versions as [
      SignedRecord,
      SignedRecord,
      SignedRecord,
      SignedRecord,
    ];
    const policy = policyOf(['order']);
    const plain = await fetchBundle(fourth.id, '');
    expect([plain.history, await judge(plain, policy)]).toEqual([
      [],
      ['unchecked', 'order no-history', 'completeness no-party'],
    ]);
    const newest = await fetchBundle(fourth.id, 'history=true');
    expect(idsOf(newest.history)).toEqual([third.id, second.id, first.id]);
    expect(newest.history.map(({ inclusion }) => inclusion.header.number)).toEqual([3, 2, 1]);
    expect(await judge(newest, policy)).toEqual(['verified', 'completeness no-party']);
    for (const removed of newest.history.keys()) {
      const gap = { ...newest, history: newest.history.toSpliced(removed, 1) };
      expect(await judge(gap, policy)).toEqual(['unchecked', 'order no-history', 'completeness no-party']);
    }
    const older = await fetchBundle(second.id, 'history=true');
    expect([idsOf(older.records), idsOf(older.history)]).toEqual([
      [second.id, fourth.id],
      [third.id, first.id],
    ]);
    expect(await judge(older, policy)).toEqual([
      'not-verified',
      'currentness superseded',
      'completeness no-party',
    ]);
  });

  it('shows the windows of keys that only older versions were signed with', async () => {
    const { company } = ledger;
    const key = makeKey('older');
    await openWindow(database.pool, { party: company.party, key: key.address }, 2000);
    const first = signRecord({ by: company, key });
    await ledger.publish(first);
    const second = signRecord({ by: company, after: first });
    await ledger.publish(second);
    const bundle = await fetchBundle(second.id, 'history=true');
    expect(bundle.windows.map((window) => window.key)).toContain(key.address);
    expect(await judge(bundle, policyOf(['order']))).toEqual(['verified', 'completeness no-party']);
  });
});

describe('the list of streams in a proof file', () => {
  it('has every stream of the party, and the check completeness passes', async () => {
    const { company, provider } = ledger;
    const result = signRecord({ by: company, kind: 'result', subject: 'inventory/2024' });
    const many = Array.from({ length: 40 }, (_, at) =>
      signRecord({ by: company, subject: `activity/${at}` }),
    );
    await ledger.publish(result, signRecord({ by: provider, subject: 'factors' }));
    await ledger.publish(...many);
    await ledger.publish(signRecord({ by: company, subject: 'activity/7', after: many[7]! }));
    const policy = policyOf(['completeness']);
    expect(await judge(await fetchBundle(result.id, ''), policy)).toEqual([
      'unchecked',
      'completeness no-party',
    ]);
    const bundle = await fetchBundle(result.id, 'complete=true');
    const [list] = bundle.parties;
    expect(list!.heads).toHaveLength(41);
    expect(list!.heads.find(({ subject }) => subject === 'activity/7')?.sequence).toBe(2);
    expect([bundle.parties.length, list!.party]).toEqual([1, company.party]);
    expect(await judge(bundle, policy)).toEqual(['verified']);
    const short = { ...bundle, parties: [{ ...list!, heads: list!.heads.slice(1) }] };
    expect((await judge(short, policy))[0]).toBe('not-verified');
  });
});

describe('further streams in a proof file', () => {
  it('are shown by their heads, or as absent, of the own party and of others', async () => {
    const { company, provider, auditor } = ledger;
    const record = signRecord({ by: company, kind: 'result', subject: 'inventory/2024' });
    const data = signRecord({ by: company, subject: 'activity/2024' });
    const factors = signRecord({ by: provider, subject: 'grid-factors/cn' });
    await ledger.publish(record, data, factors);
    const streams = [
      'dataset:activity/2024',
      'result:inventory/2023',
      `${provider.party}:dataset:grid-factors/cn`,
      `${provider.party}:dataset:grid-factors/de`,
      `${auditor.party}:assurance:replay`,
    ];
    const bundle = await fetchBundle(record.id, `streams=${encodeURIComponent(streams.join(','))}`);
    const shown = bundle.heads.slice(1).map(({ party, kind, subject, holder, head }) => {
      const holds = `${holder === null ? 'no holder' : 'holder'} ${head?.record ?? 'absent'}`;
      return [party, kind, subject, holds];
    });
    expect(shown).toEqual([
      [company.party, KINDS.dataset, 'activity/2024', `holder ${data.id}`],
      [company.party, KINDS.result, 'inventory/2023', 'holder absent'],
      [provider.party, KINDS.dataset, 'grid-factors/cn', `holder ${factors.id}`],
      [provider.party, KINDS.dataset, 'grid-factors/de', 'holder absent'],
      [auditor.party, KINDS.assurance, 'replay', 'no holder absent'],
    ]);
    expect((await judge(bundle, policyOf([])))[0]).toBe('verified');
    const [own, ...others] = bundle.heads;
    for (const index of [1, 4]) {
      const forged = others.with(index, { ...others[index]!, head: { sequence: 1, record: data.id } });
      expect((await judge({ ...bundle, heads: [own!, ...forged] }, policyOf([])))[0]).toBe('not-verified');
    }
  });

  it('are shown once, also when they are named twice', async () => {
    const record = signRecord({ by: ledger.company, subject: 'inventory/2024' });
    await ledger.publish(record);
    const name = 'dataset:inventory/2024';
    const bundle = await fetchBundle(
      record.id,
      `streams=${name},dataset:inventory/2024,${ledger.company.party}:${name}`,
    );
    expect(bundle.heads).toHaveLength(1);
  });
});

describe('a proof file as of a replayed batch', () => {
  it('has the replay, and the heads of the newest batch that was replayed, with the batch after it', async () => {
    const { company, auditor } = ledger;
    const record = signRecord({ by: company, kind: 'result', subject: 'inventory/2024' });
    const policy = policyOf(['order', 'completeness'], [auditor], 1);
    const first = await ledger.publish(record);
    const early = await replay(auditor, first);
    const second = await ledger.publish();
    const query = `replays=${auditor.party}&history=true&complete=true&streams=dataset:later`;
    const one = await fetchBundle(record.id, query);
    expect([idsOf(one.records), numbersOf(one)]).toEqual([[record.id, early.id], [1]]);
    expect(one.heads.map(({ next }) => next?.header.number)).toEqual([2, 2]);
    expect(one.parties.map(({ header, next }) => [header.number, next?.header.number])).toEqual([[1, 2]]);
    expect(await judge(one, policy)).toEqual(['verified']);
    // A later batch is replayed, and a stream of the party comes after that.
    const late = await replay(auditor, second, { after: early });
    await ledger.publish();
    await ledger.publish(signRecord({ by: company, subject: 'later' }));
    const two = await fetchBundle(record.id, query);
    expect([idsOf(two.records), numbersOf(two)]).toEqual([[record.id, late.id], [2]]);
    expect(two.heads.map(({ subject, head }) => [subject, head?.sequence ?? null])).toEqual([
      ['inventory/2024', 1],
      ['later', null],
    ]);
    expect(two.parties[0]!.heads).toHaveLength(1);
    expect(await judge(two, policy)).toEqual(['verified']);
    // Without the evidence, or with one piece removed, none of this is verified.
    const without = (parts: Partial<Bundle>): Promise<string[]> => judge({ ...two, ...parts }, policy);
    const none = ['unchecked', 'order no-replays', 'currentness no-replays', 'completeness no-replays'];
    expect(new Set(await without({ records: two.records.slice(0, 1) }))).toEqual(new Set(none));
    expect(await without({ parties: [] })).toEqual(['unchecked', 'completeness no-party']);
    expect((await without({ heads: [] }))[0]).toBe('unchecked');
    expect(new Set(await judge(await fetchBundle(record.id, 'history=true&complete=true'), policy))).toEqual(
      new Set(none),
    );
  });

  it('is verified with the batch after it, and without: the chain then says until when it was the newest', async () => {
    const { company, auditor } = ledger;
    const record = signRecord({ by: company });
    const header = await ledger.publish(record);
    await replay(auditor, header);
    const next = await ledger.publish();
    const bundle = await fetchBundle(record.id, `replays=${auditor.party}`);
    expect(bundle.heads[0]!.next).toMatchObject({ header: next });
    const bare = { ...bundle, heads: bundle.heads.map((head) => ({ ...head, next: null })) };
    for (const each of [bundle, bare])
      expect((await judge(each, policyOf([], [auditor], 1)))[0]).toBe('verified');
  });

  it('with a quorum of two has both replays, of the newest batch that both replayed', async () => {
    const { company, auditor, exchange } = ledger;
    const record = signRecord({ by: company });
    const policy = policyOf(['order'], [auditor, exchange], 2);
    const first = await ledger.publish(record);
    const ofAuditor = await replay(auditor, first);
    const second = await ledger.publish();
    const parties = `replays=${auditor.party},${exchange.party}`;
    expect(await ask(record.id, `${parties}&quorum=2`)).toMatchObject({
      status: 409,
      body: {
        code: 'not-replayed',
        message: expect.stringContaining('test:auditor batch 1, test:exchange none') as string,
        details: { from: 1, until: 2, quorum: 2 },
      },
    });
    const ofExchange = await replay(exchange, first);
    await replay(auditor, second, { after: ofAuditor });
    await ledger.publish();
    const both = await fetchBundle(record.id, `${parties}&quorum=2&history=true`);
    expect(idsOf(both.records).sort()).toEqual([record.id, ofAuditor.id, ofExchange.id].sort());
    expect([numbersOf(both), await judge(both, policy)]).toEqual([
      [1],
      ['verified', 'completeness no-party'],
    ]);
    const one = await fetchBundle(record.id, `${parties}&history=true`);
    expect([numbersOf(one), (await judge(one, policy))[0]]).toEqual([[2], 'unchecked']);
    expect((await judge(one, policyOf([], [auditor, exchange], 1)))[0]).toBe('verified');
  });

  it('is refused while the newest replay is older than the record, and says which batch was replayed last', async () => {
    const { company, auditor } = ledger;
    const header = await ledger.publish(signRecord({ by: company, subject: 'first' }));
    await replay(auditor, header);
    await ledger.publish();
    const record = signRecord({ by: company, subject: 'second' });
    await ledger.accept(record);
    const third = await ledger.seal();
    await ledger.anchor(third);
    const query = `replays=${auditor.party}`;
    expect(await ask(record.id, query)).toMatchObject({ status: 409, body: { code: 'not-replayed' } });
    await ledger.finalise();
    expect(await ask(record.id, query)).toMatchObject({
      status: 409,
      body: {
        code: 'not-replayed',
        details: { from: 3, until: 3, replayed: [{ party: 'test:auditor', batch: 1 }] },
      },
    });
    const stranger = `0x${'5'.repeat(64)}`;
    expect((await ask(record.id, `replays=${stranger}`)).body).toMatchObject({
      message: expect.stringContaining(`${stranger} none`) as string,
    });
  });

  it('does not count a replay of another header, nor one whose key was closed before it was anchored', async () => {
    const { company, auditor, exchange } = ledger;
    const record = signRecord({ by: company });
    const first = await ledger.publish(record);
    await replay(exchange, first, { stated: record.id });
    const key = makeKey('short-lived');
    await openWindow(database.pool, { party: auditor.party, key: key.address }, 2000);
    const unsound = await replay(auditor, first, { key });
    const header = await ledger.seal();
    await closeWindow(database.pool, { party: auditor.party, key: key.address }, header.sealedAt + 1);
    await ledger.anchor(header);
    await ledger.finalise();
    const query = `replays=${auditor.party},${exchange.party}`;
    expect(await ask(record.id, query)).toMatchObject({ status: 409, body: { code: 'not-replayed' } });
    const sound = await replay(auditor, first, { after: unsound });
    await ledger.publish();
    const bundle = await fetchBundle(record.id, query);
    expect(idsOf(bundle.records)).toEqual([record.id, sound.id]);
    expect((await judge(bundle, policyOf([], [auditor], 1)))[0]).toBe('verified');
  });

  it('leaves out answers that were sealed later, and proves for judges what was true then', async () => {
    const { company, auditor, exchange } = ledger;
    const disclosure = signRecord({ by: company, kind: 'disclosure' });
    const first = await ledger.publish(disclosure);
    await replay(auditor, first);
    await ledger.publish(
      signRecord({ by: exchange, kind: 'decision', answers: disclosure, statement: { outcome: 'rejected' } }),
    );
    const bundle = await fetchBundle(disclosure.id, `replays=${auditor.party}&judges=${exchange.party}`);
    expect(bundle.records.map(({ record }) => record.subject)).toEqual(['inventory/2024', 'replay']);
    const policy = { ...policyOf([], [auditor], 1), judges: [exchange.party] };
    expect((await judge(bundle, policy))[0]).toBe('verified');
    expect((await judge(await fetchBundle(disclosure.id, ''), policyOf([])))[0]).toBe('verified');
  });
});

it('evidence is refused that is asked for in a wrong way', async () => {
  const record = signRecord({ by: ledger.company });
  await ledger.publish(record);
  const { party } = ledger.auditor;
  const refused: readonly (readonly [string, string])[] = [
    ['history=yes', 'wrong-type'],
    ['complete=1', 'wrong-type'],
    ['streams=inventory/2024', 'wrong-type'],
    ['streams=result:inventory 2024', 'wrong-type'],
    [`streams=result:${'a'.repeat(129)}`, 'wrong-type'],
    ['streams=figure:inventory/2024', 'wrong-type'],
    ['streams=auditor:result:inventory/2024', 'wrong-type'],
    ['replays=auditor', 'hex-syntax'],
    [`replays=${party}&quorum=0`, 'wrong-type'],
    [`replays=${party},${party}&quorum=2`, 'uint-range'],
    ['quorum=1', 'uint-range'],
  ];
  for (const [query, code] of refused)
    expect(await ask(record.id, query), query).toMatchObject({ status: 400, body: { code } });
});
