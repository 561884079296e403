import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedgerAdmin } from '../../../chain/contracts/ledger-admin.ts';
import { openRegistryWriter } from '../../../chain/contracts/registry.ts';
import { type ReplayReport, runReplay } from '../../../jobs/replay/run-replay.ts';
import type { ReplayCode } from '../../../jobs/replay/replay-codes.ts';
import { type ChainedLedger, startChainedLedger } from '../../helpers/chained-ledger.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import type { MemoryLedger } from '../../helpers/memory-ledger.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { ROLES } from '../../../core/records/kind.ts';
import { hashJson } from '../../../core/hashing/json-hash.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import type { TestChain } from '../../helpers/chain.ts';
import {
  type Heads,
  type Line,
  type LyingBatch,
  type LyingOperator,
  openLyingOperator,
  publishBatch,
} from '../../helpers/lying-operator.ts';
import { makeKey } from '../../helpers/registry.ts';
import { chainOf, replayIn } from '../../helpers/replayed-chain.ts';
import { makeEntry, type RecordSketch, type SignedRecord } from '../../helpers/signed-record.ts';

let chain: TestChain;
let home: string;
let folder: string;
let ledger: ChainedLedger;
let operator: LyingOperator;
let first: SignedRecord;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lying-'));
});

afterAll(() => rm(home, { recursive: true }));

beforeEach(async () => {
  ledger = await startChainedLedger();
  ({ chain } = ledger);
  folder = await mkdtemp(join(home, 'ledger-'));
  operator = await openLyingOperator(ledger, folder);
  first = sign({ subject: 'inventory/2023' });
  await operator.seal({ records: [first, sign({ subject: 'activity/2023' })] });
});

afterEach(() => chain.stop());

function sign(sketch: Partial<RecordSketch>): SignedRecord {
  return ledger.sign({ by: ledger.parties.company, ...sketch });
}

/** Closes the key a minute after the newest block and a minute before the next one. */
async function closeKeyOfCompany(): Promise<void> {
  const { company } = ledger.parties;
  const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
  await chain.mineAt((await chain.head()).time + 60);
  await registry.closeKey(company.party, company.key.address);
  await chain.mineAt((await chain.head()).time + 60);
}

/** Puts the head of the first stream back to its first version. */
function rollBack(heads: Heads): void {
  heads.get(first.submission.record.party)?.set(first.stream, { sequence: 1, record: first });
}

/**
 * Returns the verdict on a record whose policy asks for a replay by the auditor, who registers one if it finds no fault. The proof file
 * shows the head of the last batch before that replay.
 */
async function judge(subject: SignedRecord, sources: readonly SignedRecord[] = []): Promise<Verification> {
  const { auditor } = ledger.parties;
  const { header } = operator.batches.at(-1)!;
  const report = await replay();
  const statement = {
    title: 'replay',
    period: '',
    standard: '',
    replay: { number: report.number, header: report.header },
  };
  const record = ledger.sign({
    by: auditor,
    kind: 'assurance',
    subject: 'replay',
    record: { statement: hashJson(statement) },
  });
  const replayed = { ...record, submission: { ...record.submission, statement } };
  if (report.verdict === 'replayed') await operator.seal({ records: [replayed] });
  const made = { batches: [...operator.batches] } as MemoryLedger;
  const shown = [subject, ...sources, ...(report.verdict === 'replayed' ? [replayed] : [])];
  const bundle = {
    ...buildBundle(shown.map((each) => showRecord(made, each, { all: true }))),
    ...ledger.domain,
    heads: [showHead(made, subject, header.number)],
  };
  const policy = createPolicy({ ...ledger.domain, urls: [] });
  return verifyBundle(new TextEncoder().encode(formatJson(bundle, BUNDLE_JSON)), {
    policy: { ...policy, replays: { parties: [auditor.party], quorum: 1 }, require: ['currentness'] },
    reader: ledger.reader(),
    now: (await chain.head()).time,
  });
}

/** Seals batches, and replays. */
async function replay(...batches: readonly LyingBatch[]): Promise<ReplayReport> {
  for (const batch of batches) await operator.seal(batch);
  return runReplay(
    { chain: chainOf(ledger, [chain.url]), publication: folder, isFresh: false },
    replayIn(join(folder, 'state')),
  );
}

const WITHDRAWN = { change: 'withdrawal', reason: 'an error' };

/** Sends transactions that one block takes, in their order. */
async function inOneBlock(...calls: readonly (() => Promise<unknown>)[]): Promise<void> {
  await chain.setMining('off');
  const sent: Promise<unknown>[] = [];
  for (const call of calls) {
    sent.push(call());
    while (Number(((await chain.send('txpool_status', [])) as { pending: string }).pending) < sent.length);
  }
  await chain.mine();
  await Promise.all(sent);
  await chain.setMining('on-demand');
}

/** Expects that the state on disk is the one in memory: it is read again, and says the same. */
async function expectSameState(report: ReplayReport): Promise<void> {
  const { number, header, records, counts, streams, parties } = report;
  expect(await replay()).toMatchObject({ number, header, records, counts, streams, parties, replayedNow: 0 });
}

/** The codes that were found, with their batch. */
function codesOf({ findings }: ReplayReport): [ReplayCode, number][] {
  return findings.map(({ code, batch }) => [code, batch]);
}

describe('A replay of an operator that lies', () => {
  it('finds nothing while it does not lie', async () => {
    const next = sign({ after: first, subject: 'inventory/2023' });
    const report = await replay({ records: [next] });
    expect(report).toMatchObject({ verdict: 'replayed', number: 2, latest: 2, records: 3, findings: [] });
  });

  it('finds a head that was rolled back', async () => {
    const next = sign({ after: first, subject: 'inventory/2023' });
    const report = await replay(
      { records: [next] },
      { records: [sign({ subject: 'other' })], lieAboutHeads: rollBack },
    );
    expect(report.verdict).toBe('faults');
    expect(codesOf(report)).toEqual([['heads-differ', 3]]);
  });

  it('finds a head that a record should have moved', async () => {
    const next = sign({ after: first, subject: 'inventory/2023' });
    const report = await replay({
      records: [next],
      lieAboutHeads: rollBack,
    });
    expect(codesOf(report)).toEqual([['heads-differ', 2]]);
  });

  it('finds a sealed record that is left out of the publication, and ends there', async () => {
    const shown = sign({ subject: 'shown' });
    const report = await replay({ records: [shown, sign({ subject: 'hidden' })], published: [shown] });
    expect(report).toMatchObject({ verdict: 'faults', number: 1, latest: 2 });
    expect(codesOf(report)).toEqual([['records-differ', 2]]);
  });

  it('finds a sealed record that is published with another content', async () => {
    const sealed = sign({ subject: 'sealed' });
    const { submission } = sealed;
    const report = await replay({
      records: [sealed],
      published: [
        { ...sealed, submission: { ...submission, statement: { ...submission.statement, title: 'x' } } },
      ],
    });
    expect(report).toMatchObject({ verdict: 'faults', number: 1, latest: 2 });
    expect(report.findings).toMatchObject([{ code: 'content-differs', batch: 2, record: sealed.id }]);
  });

  it('finds a version that is missing between two', async () => {
    const second = sign({ after: first, subject: 'inventory/2023' });
    const third = sign({ after: second, subject: 'inventory/2023' });
    const report = await replay({ records: [third] });
    expect(report.verdict).toBe('faults');
    expect(codesOf(report)).toEqual([
      ['stream-skips', 2],
      ['heads-differ', 2],
    ]);
  });

  it('finds a stream that forks, in one batch and in two', async () => {
    const fork = (title: string): SignedRecord =>
      sign({ after: first, subject: 'inventory/2023', statement: { title } });
    const [a, b, c] = [fork('a'), fork('b'), fork('c')];
    const report = await replay({ records: [a, b] }, { records: [c] });
    expect(report.counts['stream-forked']).toBe(2);
    const later = a.id < b.id ? b.id : a.id;
    const forked = report.findings.filter(({ code }) => code === 'stream-forked');
    expect(forked.map(({ record }) => record)).toEqual([later, c.id]);
  });

  it('finds a record that is sealed twice', async () => {
    const report = await replay({ records: [first] });
    expect(codesOf(report)).toEqual([['record-repeated', 2]]);
  });

  it('finds a record of a stranger, which moves no head', async () => {
    const forged = sign({ key: makeKey('stranger'), subject: 'forged' });
    const report = await replay({ records: [forged] });
    expect(codesOf(report)).toEqual([
      ['unknown-key', 2],
      ['heads-differ', 2],
    ]);
    expect(report.findings[0]?.record).toBe(forged.id);
  });

  it('finds a record of a kind that its party may not write', async () => {
    const report = await replay({ records: [sign({ by: ledger.parties.provider, kind: 'disclosure' })] });
    expect(codesOf(report)[0]).toEqual(['no-role', 2]);
  });

  it('finds an assurance of own figures, and one of another stream than it says', async () => {
    const { auditor } = ledger.parties;
    const opinion = ledger.sign({ by: auditor, kind: 'assurance', answers: first });
    const own = ledger.sign({
      by: auditor,
      kind: 'assurance',
      answers: first,
      sources: [opinion],
      subject: '0'.repeat(64),
    });
    const report = await replay({ records: [opinion, own] });
    expect(Object.keys(report.counts).sort()).toEqual(['heads-differ', 'own-source', 'wrong-answer']);
  });

  it('finds a source that is sealed later', async () => {
    const later = sign({ subject: 'later' });
    const report = await replay(
      { records: [sign({ sources: [later], subject: 'early' })] },
      { records: [later] },
    );
    expect(codesOf(report)).toEqual([['source-missing', 2]]);
  });

  it('finds a record that was dated back behind the end of its key: sealed in time, anchored after', async () => {
    const late = sign({ subject: 'late' });
    const report = await replay({
      records: [late],
      beforeAnchoring: closeKeyOfCompany,
    });
    expect(codesOf(report)).toEqual([['ended-since-sealing', 2]]);
    expect(report).toMatchObject({ verdict: 'replayed', findings: [{ record: late.id }] });
  });

  it('finds a record that was sealed after the end of its key', async () => {
    await closeKeyOfCompany();
    const report = await replay({ records: [sign({ subject: 'late' })] });
    expect(codesOf(report)[0]).toEqual(['closed-key', 2]);
  });

  it('finds a head that was invented, in every batch from there on', async () => {
    const { party } = ledger.parties.provider;
    const invented = sign({ by: ledger.parties.provider, subject: 'invented' });
    const report = await replay(
      {
        records: [sign({ subject: 'other' })],
        lieAboutHeads: (heads) =>
          heads.set(party, new Map([[invented.stream, { sequence: 1, record: invented }]])),
      },
      { records: [sign({ subject: 'more' })] },
    );
    expect(codesOf(report)).toEqual([
      ['heads-differ', 2],
      ['heads-differ', 3],
    ]);
  });

  it('finds a signature that no key can have made', async () => {
    const unsigned = sign({ subject: 'unsigned' });
    const { submission } = unsigned;
    const signature: `0x${string}` = `0x${'00'.repeat(32)}${'11'.repeat(32)}1b`;
    const report = await replay({ records: [{ ...unsigned, submission: { ...submission, signature } }] });
    expect(codesOf(report)[0]).toEqual(['bad-signature', 2]);
    expect(report.findings[0]?.record).toBe(unsigned.id);
  });

  it('lets a record that is sealed again with a right signature move its head, and reports it as repeated', async () => {
    const record = sign({ subject: 'again' });
    const { submission } = sign({ subject: 'again', key: makeKey('stranger') });
    const forged = { ...record, submission };
    const report = await replay(
      {
        records: [forged],
        lieAboutHeads: (heads) => heads.get(submission.record.party)?.delete(record.stream),
      },
      { records: [record] },
    );
    expect(codesOf(report)).toEqual([
      ['unknown-key', 2],
      ['record-repeated', 3],
    ]);
    await expectSameState(report);
  });

  it('finds a statement that breaks a rule, though it has the hash that was signed', async () => {
    const wrong = sign({ subject: 'wrong', statement: { title: 5 } });
    const report = await replay({ records: [wrong] });
    expect(codesOf(report)[0]).toEqual(['malformed', 2]);
    expect(report.findings[0]?.record).toBe(wrong.id);
  });

  it('finds nothing in what only looks strange', async () => {
    const { company } = ledger.parties;
    const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
    const key = makeKey('second');
    await registry.addKey(company.party, key.address);
    await chain.mineAt((await chain.head()).time + 2 * 86_400);
    const many = Array.from({ length: 256 }, (_, index) => sign({ subject: `many/${index}` }));
    const second = sign({ after: first, subject: 'inventory/2023', statement: WITHDRAWN });
    const third = sign({ after: second, subject: 'inventory/2023', key });
    const report = await replay(
      { records: [third, second, ...many, sign({ subject: 'all', sources: many })] },
      { records: [sign({ subject: 'long', statement: { title: 'x'.repeat(65_000) } })] },
    );
    expect(report).toMatchObject({ verdict: 'replayed', number: 3, records: 262, findings: [] });
    await expectSameState(report);
  });

  it('says that the ledger was closed, and which one continues', async () => {
    const successor = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
    expect((await replay()).successor).toBeNull();
    await openLedgerAdmin(ledger.deployment.ledger, chain.accounts.admin).close(successor);
    await chain.mine(4);
    expect(await replay()).toMatchObject({ verdict: 'replayed', number: 1, latest: 1, successor });
  });

  it('finds a record that does not follow its grammar', async () => {
    const malformed = sign({ subject: 'not a subject' });
    const report = await replay({ records: [malformed] });
    expect(codesOf(report)[0]).toEqual(['malformed', 2]);
    expect(report.findings[0]?.record).toBe(malformed.id);
  });
});

/** The server of a copy may change what was not sealed: that must not be held against the operator for ever. */
describe('A replay of a copy that somebody changed', () => {
  it.each([
    ['a receipt', 'copy-damaged', (line: Line) => ({ ...line, receipt: null })],
    ['a member that nobody knows', 'copy-damaged', (line: Line) => ({ ...line, more: 1 })],
    [
      'a record with a member that nobody knows',
      'copy-damaged',
      (line: Line) => ({ ...line, record: { ...(line['record'] as object), more: 1 } }),
    ],
    [
      'a record that breaks a rule, and was not sealed so',
      'content-differs',
      (line: Line) => ({ ...line, record: { ...(line['record'] as object), subject: 'not a subject' } }),
    ],
    ['a statement of another type', 'content-differs', (line: Line) => ({ ...line, statement: [] })],
    [
      'other entries',
      'content-differs',
      (line: Line) => ({ ...line, public: true, entries: [makeEntry('a', '1')] }),
    ],
  ])('ends before %s, with %s', async (_what, code, changeLine) => {
    const record = sign({ subject: 'changed' });
    const report = await replay({ records: [record], changeLine });
    expect(report).toMatchObject({
      number: 1,
      latest: 2,
      verdict: code === 'copy-damaged' ? 'incomplete' : 'faults',
    });
    expect(report.findings).toMatchObject([{ code, batch: 2, record: record.id }]);
    await publishBatch(folder, operator.batches[1]!.header, { records: [record] });
    expect(await replay()).toMatchObject({ verdict: 'replayed', number: 2, counts: {}, findings: [] });
  });
});

describe('A verdict whose policy asks for that replay', () => {
  it('is verified while the operator does not lie', async () => {
    const { verdict, checks } = await judge(first);
    expect(verdict, JSON.stringify(checks.filter(({ result }) => result !== 'pass'))).toBe('verified');
  });

  it('is not verified for the version to which a head was rolled back', async () => {
    await operator.seal({ records: [sign({ after: first, subject: 'inventory/2023' })] });
    await operator.seal({ records: [sign({ subject: 'other' })], lieAboutHeads: rollBack });
    await expectRefused(first, 'currentness skipped no-replays');
  });

  it('is not verified while a sealed record is left out of the publication', async () => {
    const shown = sign({ subject: 'shown' });
    await operator.seal({
      records: [shown, sign({ after: first, subject: 'inventory/2023' })],
      published: [shown],
    });
    await expectRefused(shown, 'currentness skipped no-replays');
  });

  it('is not verified for either side of a fork', async () => {
    const fork = (title: string): SignedRecord =>
      sign({ after: first, subject: 'inventory/2023', statement: { title } });
    const [one, other] = [fork('one'), fork('other')];
    await operator.seal({ records: [one] });
    await operator.seal({
      records: [other],
      lieAboutHeads: (heads) =>
        heads.get(first.submission.record.party)?.set(first.stream, { sequence: 2, record: other }),
    });
    await expectRefused(other, 'currentness skipped no-replays');
    await expectRefused(one, 'currentness skipped no-replays');
  });

  it('is not verified for a record that nobody was allowed to sign', async () => {
    const forged = sign({ key: makeKey('stranger'), subject: 'forged' });
    await operator.seal({ records: [forged] });
    await expectRefused(forged, 'authority fail unknown-key');
  });

  it('is not verified for a record that was dated back', async () => {
    const late = sign({ subject: 'late' });
    await operator.seal({ records: [late], beforeAnchoring: closeKeyOfCompany });
    await expectRefused(late, 'authority fail closed-key');
  });

  it('is not verified for a record whose head was invented', async () => {
    const third = sign({
      by: ledger.parties.provider,
      subject: 'factors',
      record: { sequence: 3, previous: first.id },
    });
    await operator.seal({ records: [third] });
    await expectRefused(third, 'currentness skipped no-replays');
  });
});

async function expectRefused(subject: SignedRecord, reason: string): Promise<void> {
  const { verdict, checks } = await judge(subject);
  expect(verdict).not.toBe('verified');
  expect(checks.map(({ check, result, code }) => `${check} ${result} ${code}`).join('\n')).toContain(reason);
}

describe('A replay of windows that open and close in one block', () => {
  it('finds a record of a key whose window was closed in the block that opened it', async () => {
    const { company, auditor } = ledger.parties;
    const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
    const key = makeKey('never');
    await registry.addKey(company.party, key.address);
    await registry.closeKey(company.party, key.address);
    await inOneBlock(
      () => registry.closeRole(auditor.party, ROLES.auditor),
      () => registry.openRole(auditor.party, ROLES.auditor),
    );
    await chain.mineAt((await chain.head()).time + 60);
    const report = await replay({
      records: [
        sign({ subject: 'never', key }),
        ledger.sign({ by: auditor, kind: 'assurance', answers: first }),
      ],
    });
    expect(codesOf(report)).toEqual([
      ['closed-key', 2],
      ['heads-differ', 2],
    ]);
  });

  it('warns where a role ended and began again in one block between sealing and anchoring: no window covers both', async () => {
    const { auditor } = ledger.parties;
    const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
    const report = await replay({
      records: [ledger.sign({ by: auditor, kind: 'assurance', answers: first })],
      beforeAnchoring: () =>
        inOneBlock(
          () => registry.closeRole(auditor.party, ROLES.auditor),
          () => registry.openRole(auditor.party, ROLES.auditor),
        ),
    });
    expect(report.verdict).toBe('replayed');
    expect(codesOf(report)).toEqual([['ended-since-sealing', 2]]);
  });
});
