import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BadInput } from '../../../core/errors.ts';
import { bytesOf, concatBytes, formatHex } from '../../../core/encoding/hex.ts';
import { digestReceipt } from '../../../core/records/receipt.ts';
import { recoverAddress, recoverByNoble, signDigest } from '../../../core/hashing/signature.ts';
import { digestRecord, hashRecord, hashStream } from '../../../core/records/record.ts';
import { type JsonObject } from '../../../core/encoding/json.ts';
import { hashJson } from '../../../core/hashing/json-hash.ts';
import { KINDS, ROLES } from '../../../core/records/kind.ts';
import { readEntries } from '../../../db/records/entries.ts';
import { readWaiting } from '../../../db/records/waiting-records.ts';
import { findRecordView } from '../../../db/records/views.ts';
import { findStreamView } from '../../../db/records/stream-views.ts';
import { type IntakeDeps, openIntake } from '../../../server/intake/intake.ts';
import { Refusal } from '../../../server/errors/refusals.ts';
import { dumpDatabase } from '../../helpers/dump.ts';
import { keepLog } from '../../helpers/keep-log.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import {
  TEST_DOMAIN,
  type TestParty,
  closeWindow,
  makeKey,
  moveFinal,
  openWindow,
  seedChain,
  seedParty,
} from '../../helpers/registry.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

const FINAL = 1_750_000_000;
const NOW = FINAL + 60;
const OPERATOR = makeKey('operator');

let database: TestDatabase;
let deps: IntakeDeps;
let company: TestParty;
let provider: TestParty;
let auditor: TestParty;
let exchange: TestParty;

async function setUp(): Promise<void> {
  database = await createTestDatabase();
  const { pool } = database;
  await seedChain(pool, FINAL);
  company = await seedParty(pool, { identifier: 'test:company', roles: ['company'], from: 1000 });
  provider = await seedParty(pool, { identifier: 'test:provider', roles: ['provider'], from: 1000 });
  auditor = await seedParty(pool, { identifier: 'test:auditor', roles: ['auditor'], from: 1000 });
  exchange = await seedParty(pool, { identifier: 'test:exchange', roles: ['exchange'], from: 1000 });
  deps = {
    pool,
    domain: TEST_DOMAIN,
    recover: recoverByNoble,
    operatorKey: OPERATOR.privateKey,
    anchorWithin: 3600,
    now: () => NOW,
    log: keepLog(),
  };
}

const tearDown = (): Promise<void> => database.drop();

async function accept(record: SignedRecord): Promise<SignedRecord> {
  expect(await openIntake(deps).accept(record.submission)).toMatchObject({
    id: record.id,
    state: 'accepted',
    created: true,
  });
  return record;
}

/** Expects that a submission is refused with a code and the database unchanged; returns the error. */
async function refuse(submission: unknown, code: string): Promise<Refusal | BadInput> {
  const before = await dumpDatabase(database.pool);
  const error = await openIntake(deps)
    .accept(submission)
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  expect(error).toMatchObject({ code });
  expect(error instanceof Refusal || error instanceof BadInput).toBe(true);
  expect(await dumpDatabase(database.pool)).toEqual(before);
  return error as Refusal | BadInput;
}

/** A replay answers no record and has no sources (§7). */
function signReplay(by: TestParty, members: JsonObject): SignedRecord {
  const statement = { title: 'Replay', period: '', standard: '', ...members };
  const record = {
    ...signRecord({ by, kind: 'dataset', subject: 'replay' }).submission.record,
    kind: KINDS.assurance,
    statement: hashJson(statement),
  };
  const signature = signDigest(digestRecord(TEST_DOMAIN, record), by.key.privateKey);
  return { id: hashRecord(record), stream: hashStream(record), submission: { record, statement, signature } };
}

describe('Intake', () => {
  beforeEach(setUp);
  afterEach(tearDown);

  it('accepts a record of each kind from a party whose role may write it', async () => {
    const data = await accept(signRecord({ by: provider, kind: 'dataset', subject: 'grid-factors/cn' }));
    const result = await accept(signRecord({ by: company, kind: 'result', sources: [data] }));
    const disclosure = await accept(signRecord({ by: company, kind: 'disclosure', sources: [result] }));
    const assurance = await accept(
      signRecord({ by: auditor, kind: 'assurance', answers: disclosure, sources: [result] }),
    );
    await accept(signRecord({ by: exchange, kind: 'decision', answers: disclosure, sources: [assurance] }));
    const statement = { replay: { number: 1, header: data.id } };
    await accept(signReplay(auditor, statement));
  });

  it('returns a receipt signed by a key of the operator', async () => {
    const { id, submission } = signRecord({ by: company });
    const { receipt } = await openIntake(deps).accept(submission);
    expect(receipt).toMatchObject({ record: id, acceptedAt: NOW, anchorBy: NOW + 3600 });
    expect(recoverAddress(digestReceipt(TEST_DOMAIN, receipt), receipt.signature)).toBe(OPERATOR.address);
  });

  it('stores the submission, and moves the head of its stream', async () => {
    const entries = [makeEntry('scope1/total', '12.5'), { ...makeEntry('run', '0'), value: null, unit: '' }];
    const first = await accept(signRecord({ by: company, entries }));
    const second = await accept(
      signRecord({ by: company, after: first, statement: { change: 'correction', reason: 'typo' } }),
    );
    expect(await findRecordView(database.pool, first.id)).toMatchObject({
      record: first.submission.record,
      statement: first.submission.statement,
      signature: first.submission.signature,
      state: 'accepted',
      publicEntries: false,
      acceptedAt: NOW,
    });
    expect(await readEntries(database.pool, first.id)).toEqual(entries);
    expect(await readEntries(database.pool, second.id)).toEqual([]);
    expect(await findStreamView(database.pool, first.stream)).toMatchObject({
      head: null,
      accepted: { sequence: 2, record: second.id },
    });
  });

  it('stores whether entries are public', async () => {
    const record = signRecord({ by: company, entries: [makeEntry('a', '1')] });
    await openIntake(deps).accept({ ...record.submission, public: true, domain: TEST_DOMAIN });
    expect(await findRecordView(database.pool, record.id)).toMatchObject({ publicEntries: true });
  });

  it('stores any text of a statement unchanged, character by character', async () => {
    const texts = fc.record({
      title: fc.string({ unit: 'binary', maxLength: 40 }),
      note: fc.string({ unit: 'binary-ascii' }),
    });
    let subject = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (statement) => {
        const { id, submission } = await accept(
          signRecord({ by: company, subject: `s/${subject++}`, statement }),
        );
        expect(await findRecordView(database.pool, id)).toMatchObject({ statement: submission.statement });
      }),
    );
  });

  it('returns the first receipt when the same record is sent again, even with other entries or after its key was closed', async () => {
    const record = signRecord({ by: company, entries: [makeEntry('a', '1')] });
    const first = await openIntake(deps).accept(record.submission);
    const other = makeKey('second');
    await openWindow(database.pool, { party: company.party, key: other.address }, 2000);
    await closeWindow(database.pool, { party: company.party, key: company.key.address }, FINAL + 1);
    const before = await dumpDatabase(database.pool);
    const signature = signDigest(digestRecord(TEST_DOMAIN, record.submission.record), other.privateKey);
    for (const again of [record.submission, { ...record.submission, signature, public: true }]) {
      expect(await openIntake({ ...deps, now: () => NOW + 5 }).accept(again)).toEqual({
        ...first,
        created: false,
      });
    }
    expect(await dumpDatabase(database.pool)).toEqual(before);
  });

  it('accepts a rejected record again with another signature, and keeps its entries private', async () => {
    const record = await accept(signRecord({ by: company, entries: [makeEntry('a', '1')] }));
    const later = await accept(signRecord({ by: provider }));
    await database.pool.query(
      `update records set rejected_code = 'closed-key', rejected_message = 'closed' where id = $1`,
      [bytesOf(record.id)],
    );
    await database.pool.query('delete from waiting_records where record = $1', [bytesOf(record.id)]);
    await database.pool.query('update streams set sequence = 0 where stream = $1', [bytesOf(record.stream)]);
    const other = makeKey('second');
    await openWindow(database.pool, { party: company.party, key: other.address }, 2000);
    const signature = signDigest(digestRecord(TEST_DOMAIN, record.submission.record), other.privateKey);
    const intake = openIntake({ ...deps, now: () => NOW + 5 });
    const again = await intake.accept({ ...record.submission, signature, public: true });
    expect(again).toMatchObject({ created: true, state: 'accepted', receipt: { acceptedAt: NOW + 5 } });
    expect(await findRecordView(database.pool, record.id)).toMatchObject({
      signature,
      rejected: null,
      publicEntries: false,
    });
    expect(await readEntries(database.pool, record.id)).toHaveLength(1);
    const queue = await readWaiting(database.pool, 10);
    expect(formatHex(queue.ids)).toBe(formatHex(concatBytes(bytesOf(later.id), bytesOf(record.id))));
  });
});

describe('an invalid submission', () => {
  beforeAll(setUp);
  afterAll(tearDown);

  const sketch = (): SignedRecord => signRecord({ by: company, entries: [makeEntry('a', '1')] });
  const change = (members: object): unknown => ({ ...sketch().submission, ...members });
  const changeRecord = (members: object): unknown =>
    change({ record: { ...sketch().submission.record, ...members } });

  it.each<[string, () => unknown]>([
    ['wrong-type', () => 'text'],
    ['missing-member', () => ({ ...sketch().submission, signature: undefined })],
    ['unknown-member', () => change({ extra: 1 })],
    ['unknown-member', () => changeRecord({ extra: 1 })],
    ['kind', () => changeRecord({ kind: 6 })],
    ['subject-syntax', () => changeRecord({ subject: 'A b' })],
    ['uint-range', () => changeRecord({ sequence: 0 })],
    ['previous', () => changeRecord({ sequence: 2 })],
    ['sources', () => changeRecord({ sources: [sketch().id, sketch().id] })],
    ['hex-syntax', () => changeRecord({ party: '0x00' })],
    ['statement-hash', () => change({ statement: { title: 'another', period: '', standard: '' } })],
    ['statement', () => signRecord({ by: company, statement: { title: 7 } }).submission],
    ['replay', () => signRecord({ by: company, subject: 'replay' }).submission],
    [
      'answers',
      () => signRecord({ by: auditor, kind: 'assurance', statement: { answers: sketch().id } }).submission,
    ],
    [
      'json-too-large',
      () => signRecord({ by: company, statement: { notes: 'é'.repeat(32 << 10) } }).submission,
    ],
    ['entries-root', () => change({ entries: [makeEntry('a', '2')] })],
    ['entries-root', () => change({ entries: [] })],
    ['entry-repeated', () => change({ entries: [makeEntry('a', '1'), makeEntry('a', '1')] })],
    ['decimal-syntax', () => change({ entries: [{ ...makeEntry('a', '1'), value: '1.0' }] })],
    ['entry-unit', () => change({ entries: [{ ...makeEntry('a', '1'), unit: '' }] })],
    ['period', () => change({ entries: [{ ...makeEntry('a', '1'), until: 5 }] })],
    ['key-syntax', () => change({ entries: [{ ...makeEntry('a', '1'), key: 'a//b' }] })],
    ['signature-length', () => change({ signature: '0x00' })],
    ['signature-r', () => change({ signature: `0x${'00'.repeat(65)}` })],
    ['signature-s', () => change({ signature: `0x${'01'.repeat(32)}${'ff'.repeat(32)}1b` })],
    ['signature-v', () => change({ signature: `${sketch().submission.signature.slice(0, -2)}00` })],
    ['signature-recovery', () => change({ signature: `0x${'00'.repeat(31)}05${'01'.repeat(32)}1b` })],
  ])('is refused with %s, and nothing is stored', async (code, make) => {
    await refuse(make(), code);
  });

  it('gets an error with the path of the invalid entry', async () => {
    const error = await refuse(
      change({ entries: [makeEntry('b', '1'), { ...makeEntry('a', '1'), value: '01' }] }),
      'decimal-syntax',
    );
    expect(error).toMatchObject({ path: 'entries.1' });
  });
});

describe('a well-formed record is refused', () => {
  beforeEach(setUp);
  afterEach(tearDown);

  it('with wrong-domain if it was signed for another ledger and names it', async () => {
    const domain = { ...TEST_DOMAIN, chainId: 1 };
    await refuse({ ...signRecord({ by: company }).submission, domain }, 'wrong-domain');
  });

  it('with unknown-key if it was signed for another ledger and does not name it', async () => {
    const { submission } = signRecord({ by: company });
    const signature = signDigest(
      digestRecord({ ...TEST_DOMAIN, chainId: 1 }, submission.record),
      company.key.privateKey,
    );
    await refuse({ ...submission, signature }, 'unknown-key');
  });

  it('with unknown-key if a key of another party signed it', async () => {
    const error = await refuse(signRecord({ by: company, key: provider.key }).submission, 'unknown-key');
    expect(error).toMatchObject({ details: { signer: provider.key.address } });
  });

  it('with unknown-key before any of its entries is hashed, so that a stranger cannot cause that work', async () => {
    const { submission } = signRecord({ by: company, key: makeKey('stranger') });
    await refuse({ ...submission, entries: [makeEntry('a', '1')] }, 'unknown-key');
    const known = await accept(signRecord({ by: company, entries: [makeEntry('a', '1')] }));
    const again = { ...known.submission, entries: [makeEntry('a', '2')] };
    expect(await openIntake(deps).accept(again)).toMatchObject({ id: known.id, created: false });
  });

  it('with unknown-party if the party is not in the registry', async () => {
    await refuse(
      signRecord({ by: { ...company, party: signRecord({ by: company }).id } }).submission,
      'unknown-party',
    );
  });

  it('with closed-key if any block has closed the key, final or not', async () => {
    await closeWindow(database.pool, { party: company.party, key: company.key.address }, FINAL + 30);
    await refuse(signRecord({ by: company }).submission, 'closed-key');
  });

  it('with waiting-key if the key is valid only from the time of the final block', async () => {
    const key = makeKey('second');
    await openWindow(database.pool, { party: company.party, key: key.address }, FINAL);
    const record = signRecord({ by: company, key });
    await refuse(record.submission, 'waiting-key');
    await moveFinal(database.pool, FINAL + 1);
    await accept(record);
  });

  it('with closed-key until the closed key is opened again', async () => {
    const name = { party: company.party, key: company.key.address };
    await closeWindow(database.pool, name, 5000);
    await openWindow(database.pool, name, 6000);
    await accept(signRecord({ by: company }));
  });

  it.each([
    ['company', 'assurance'],
    ['company', 'decision'],
    ['provider', 'disclosure'],
    ['auditor', 'dataset'],
    ['auditor', 'decision'],
    ['exchange', 'assurance'],
  ] as const)('with role-may-not-write if the role %s signs the kind %s', async (role, kind) => {
    const by = { company, provider, auditor, exchange }[role];
    const source = await accept(
      signRecord({ by: role === 'company' ? provider : company, subject: 'source' }),
    );
    const answers = kind === 'assurance' || kind === 'decision' ? { answers: source } : {};
    await refuse(signRecord({ by, kind, ...answers }).submission, 'role-may-not-write');
  });

  it('with closed-role or waiting-role if the role was closed, or is not valid yet at the final block', async () => {
    await closeWindow(database.pool, { party: company.party, role: ROLES.company }, FINAL + 30);
    await refuse(signRecord({ by: company }).submission, 'closed-role');
    await openWindow(database.pool, { party: company.party, role: ROLES.company }, FINAL + 40);
    await refuse(signRecord({ by: company }).submission, 'waiting-role');
  });

  it('with unknown-source if a source is not in the ledger', async () => {
    const source = signRecord({ by: provider });
    const error = await refuse(signRecord({ by: company, sources: [source] }).submission, 'unknown-source');
    expect(error).toMatchObject({ details: { source: source.id } });
  });

  it('with rejected-source if a source was rejected', async () => {
    const source = await accept(signRecord({ by: provider }));
    await database.pool.query(`update records set rejected_code = 'closed-key'`);
    await refuse(signRecord({ by: company, sources: [source] }).submission, 'rejected-source');
  });

  it('with own-source if a party assures its own record', async () => {
    const own = await seedParty(database.pool, {
      identifier: 'test:both',
      roles: ['company', 'auditor'],
      from: 1000,
    });
    const record = await accept(signRecord({ by: own, kind: 'result' }));
    await refuse(signRecord({ by: own, kind: 'assurance', answers: record }).submission, 'own-source');
  });

  it('with foreign-result if a disclosure cites a result of another party, or one that is not among its sources', async () => {
    const other = await accept(signRecord({ by: provider, kind: 'result', subject: 'theirs' }));
    const own = await accept(signRecord({ by: company, kind: 'result', subject: 'ours' }));
    const citing = ({ id }: SignedRecord, sources: readonly SignedRecord[]): SignedRecord => {
      const detail = { derivation: { result: id, key: 'total' } };
      const entries = [{ ...makeEntry('total', '1'), detail }];
      return signRecord({ by: company, kind: 'disclosure', subject: 'x', sources, entries });
    };
    await refuse(citing(other, [other]).submission, 'foreign-result');
    await refuse(citing(own, []).submission, 'foreign-result');
    await accept(citing(own, [own]));
  });

  it('with answers if its subject is not the stream of the record that it answers', async () => {
    const answered = await accept(signRecord({ by: company, kind: 'result' }));
    const subject = '00'.repeat(32);
    await refuse(
      signRecord({ by: auditor, kind: 'assurance', answers: answered, subject }).submission,
      'answers',
    );
  });

  it('with stream-conflict, sequence-gap or wrong-previous and the head to build on if it does not continue its stream', async () => {
    const first = await accept(signRecord({ by: company }));
    const head = { sequence: 1, record: first.id };
    const other = signRecord({ by: company, statement: { title: 'other' } });
    const gap = signRecord({ by: company, after: signRecord({ by: company, after: first }) });
    for (const [record, code] of [
      [other, 'stream-conflict'],
      [gap, 'sequence-gap'],
      [signRecord({ by: company, after: other }), 'wrong-previous'],
    ] as const) {
      expect(await refuse(record.submission, code)).toMatchObject({
        details: { stream: first.stream, head },
      });
    }
  });

  it('with sequence-gap if the first record of a stream has another sequence than 1', async () => {
    const second = signRecord({ by: company, after: signRecord({ by: company }) });
    expect(await refuse(second.submission, 'sequence-gap')).toMatchObject({ details: { head: null } });
  });

  it('with not-ready before the indexer knows a final block', async () => {
    await database.pool.query('update chain_state set final_time = null');
    await refuse(signRecord({ by: company }).submission, 'not-ready');
    await database.pool.query('delete from chain_state');
    await refuse(signRecord({ by: company }).submission, 'not-ready');
  });

  it('with ledger-halted while the ledger is halted', async () => {
    await database.pool.query(
      `update chain_state set halted_code = 'unknown-header', halted_message = 'header 7 is not ours'`,
    );
    await refuse(signRecord({ by: company }).submission, 'ledger-halted');
  });

  it('with ledger-closed and the successor once the ledger has ended on chain', async () => {
    await database.pool.query(
      `insert into endings (number, successor, block_number) select 0, decode(repeat('07', 20), 'hex'), max(number) from blocks`,
    );
    const refusal = await refuse(signRecord({ by: company }).submission, 'ledger-closed');
    const successor = `0x${'07'.repeat(20)}`;
    expect(refusal).toMatchObject({
      message: `the ledger ended with batch 0; the ledger ${successor} continues it`,
      details: { successor },
    });
  });
});

describe('records that arrive at the same time', () => {
  beforeEach(setUp);
  afterEach(tearDown);

  it('are stored in one transaction, each with its own answer', async () => {
    let taken = 0;
    database.pool.on('acquire', () => taken++);
    const records = Array.from({ length: 40 }, (_, at) => signRecord({ by: company, subject: `s/${at}` }));
    const stranger = signRecord({ by: company, key: makeKey('stranger') });
    const intake = openIntake(deps);
    const refused = expect(intake.accept(stranger.submission)).rejects.toMatchObject({ code: 'unknown-key' });
    const accepted = await Promise.all(records.map(({ submission }) => intake.accept(submission)));
    await refused;
    expect(accepted.map(({ id, created }) => ({ id, created }))).toEqual(
      records.map(({ id }) => ({ id, created: true })),
    );
    expect(taken).toBeLessThan(records.length);
  });

  it('fail together with their transaction, and are accepted when they are sent again', async () => {
    const { pool } = database;
    const records = Array.from({ length: 9 }, (_, at) => signRecord({ by: company, subject: `s/${at}` }));
    await pool.query(
      `create function fail() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); end $$;
       create trigger fail before insert on records for each row when (new.subject = 's/5') execute function fail()`,
    );
    const intake = openIntake(deps);
    const first = await Promise.allSettled(records.map(({ submission }) => intake.accept(submission)));
    await pool.query('drop function fail cascade');
    const again = await Promise.all(records.map(({ submission }) => intake.accept(submission)));
    expect(first.map(({ status }) => status === 'fulfilled')).toEqual(again.map(({ created }) => !created));
    expect(first[5]!.status).toBe('rejected');
  });
});

describe('two writers in one stream', () => {
  beforeEach(setUp);
  afterEach(tearDown);

  it('race fifty times: one is accepted, the other gets stream-conflict with the head to build on', async () => {
    let after: SignedRecord | null = null;
    for (let round = 1; round <= 50; round++) {
      const rivals = ['a', 'b'].map((title) =>
        signRecord({ by: company, after, statement: { title: `${title} ${round}` } }),
      );
      const outcomes = await Promise.allSettled(
        rivals.map(({ submission }) => openIntake(deps).accept(submission)),
      );
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      after = rivals[winner]!;
      const loser = outcomes[1 - winner] as PromiseRejectedResult;
      expect(loser.reason).toMatchObject({
        code: 'stream-conflict',
        details: { head: { sequence: round, record: after.id } },
      });
    }
    expect((await database.pool.query('select count(*) as count from records')).rows).toEqual([
      { count: 50 },
    ]);
  });

  it('that send the same record get the same receipt, and only one of them created it', async () => {
    const { submission } = signRecord({ by: company });
    let clock = NOW;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => openIntake({ ...deps, now: () => clock++ }).accept(submission)),
    );
    expect(new Set(answers.map(({ receipt }) => receipt.signature)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(hashRecord(submission.record)).toBe(answers[0]!.id);
  });
});
