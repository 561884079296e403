import { beforeEach, describe, expect, it } from 'vitest';
import {
  FIRST_SEAL,
  type MemoryLedger,
  createLedger,
  registerParty,
  sealBatch,
} from '../../helpers/memory-ledger.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';
import { lineOf, type Line, type MemoryReplay, type Published, replayMemory } from './memory-replay.ts';

let ledger: MemoryLedger;
let company: TestParty;
let auditor: TestParty;
let first: SignedRecord;
let second: SignedRecord;

beforeEach(() => {
  ledger = createLedger();
  company = registerParty(ledger, 'test:company', 'company');
  auditor = registerParty(ledger, 'test:auditor', 'auditor');
  first = signRecord({ by: company });
  second = signRecord({ by: company, after: first, sources: [first] });
  sealBatch(ledger, [first]);
  sealBatch(ledger, [second]);
});

/** Seals a batch and replays all three; `change` changes the line of its first record in the copy. */
async function replayThird(
  records: readonly SignedRecord[],
  change: (line: Line) => Line = (line) => line,
): Promise<MemoryReplay> {
  sealBatch(ledger, records);
  const lines = records.map((record, index) => (index === 0 ? change(lineOf(record)) : lineOf(record)));
  return replayMemory(ledger, [[lineOf(first)], [lineOf(second)], lines]);
}

const codesOf = ({ state }: MemoryReplay): string[] => state.progress.findings.map(({ code }) => code);
const whole: () => Published = () => [[lineOf(first)], [lineOf(second)]];

describe('replayBatches', () => {
  it('comes to the anchored heads, and continues where it ended', async () => {
    const { stop, state } = await replayMemory(ledger, whole());
    expect(stop).toBeNull();
    expect(state.progress).toMatchObject({ number: 2, records: 2, findings: [], counts: {} });
    expect(state.progress.heads).toBe(ledger.batches[1]!.header.heads);
    const third = signRecord({ by: auditor, kind: 'assurance', answers: second });
    sealBatch(ledger, [third]);
    const next = await replayMemory(ledger, [null, null, [lineOf(third)]], state);
    expect(next.stop).toBeNull();
    expect(next.state.progress).toMatchObject({ number: 3, records: 3, findings: [] });
  });

  it('stops before a batch that the copy lacks, and keeps what came before', async () => {
    const { stop, state } = await replayMemory(ledger, [[lineOf(first)], null]);
    expect(stop).toMatchObject({ code: 'copy-lacks', batch: 2, record: null });
    expect(state.progress.number).toBe(1);
  });

  it('stops where records are missing, too many, or others than those that were sealed', async () => {
    const other = lineOf(signRecord({ by: company, subject: 'other' }));
    for (const lines of [[], [lineOf(second), other], [other]]) {
      const { stop } = await replayMemory(ledger, [[lineOf(first)], lines]);
      expect(stop, JSON.stringify(lines)).toMatchObject({ code: 'records-differ', batch: 2 });
    }
  });

  it('stops at a line that does not hold what was sealed: the copy may lie', async () => {
    const stop = async (change: (line: Line) => Line): Promise<unknown> =>
      (await replayMemory(ledger, [[lineOf(first)], [change(lineOf(second))]])).stop;
    expect(await stop((line) => ({ ...line, statement: { title: 'another' } }))).toMatchObject({
      code: 'content-differs',
      record: second.id,
    });
    expect(await stop((line) => ({ ...line, receipt: null }))).toMatchObject({ code: 'copy-damaged' });
  });

  it('stops where the contract has another word, a wrong time or another header before', async () => {
    const { facts } = ledger;
    const anchoring = facts.anchorings.get(2)!;
    facts.words.set(2, `0x${'12'.repeat(32)}`);
    expect((await replayMemory(ledger, whole())).stop).toMatchObject({ code: 'anchor-differs', batch: 2 });
    facts.anchorings.set(2, { ...anchoring, header: `0x${'34'.repeat(32)}` });
    expect((await replayMemory(ledger, whole())).stop).toMatchObject({ code: 'header-differs', batch: 2 });
    facts.anchorings.delete(2);
    expect((await replayMemory(ledger, whole())).stop).toMatchObject({ code: 'events-missing', batch: 2 });
  });

  it('refuses to continue a state of another chain, and one that is ahead of the endpoint', async () => {
    const { state } = await replayMemory(ledger, whole());
    const behind = { ...ledger, batches: ledger.batches.slice(0, 1) };
    expect((await replayMemory(behind, whole(), state)).stop).toMatchObject({ code: 'endpoint-behind' });
    ledger.facts.words.set(2, `0x${'12'.repeat(32)}`);
    await expect(replayMemory(ledger, whole(), state)).rejects.toMatchObject({ code: 'state-differs' });
  });
});

describe('a fault of the operator', () => {
  it('is a record of a key or a role that the registry does not have', async () => {
    const stranger = { ...company, key: auditor.key };
    expect(codesOf(await replayThird([signRecord({ by: stranger, subject: 'stranger' })]))).toEqual([
      'unknown-key',
      'heads-differ',
    ]);
  });

  it('is a kind that the role of the party may not write', async () => {
    expect(codesOf(await replayThird([signRecord({ by: auditor, subject: 'own' })]))).toEqual([
      'no-role',
      'heads-differ',
    ]);
  });

  it('is a record by a key that was closed before it was sealed; one that was closed later is only a warning', async () => {
    const name = `${company.party} ${company.key.address}`;
    const third = signRecord({ by: company, subject: 'third' });
    const until = (seconds: number): void =>
      void ledger.facts.windows.set(name, [
        { from: FIRST_SEAL - 1000, until: FIRST_SEAL + 3 * 3600 + seconds },
      ]);
    until(30);
    const warned = await replayThird([third]);
    expect(codesOf(warned)).toEqual(['ended-since-sealing']);
    until(-30);
    const lines: Published = [...whole(), [lineOf(third)]];
    expect(codesOf(await replayMemory(ledger, lines))).toEqual(['closed-key', 'heads-differ']);
  });

  it('is an opinion on a record of the own party', async () => {
    const both = registerParty(ledger, 'test:both', 'company');
    const roles = registerParty(ledger, 'test:both', 'auditor');
    const own = signRecord({ by: both, subject: 'own' });
    const opinion = signRecord({ by: roles, kind: 'assurance', answers: own });
    expect(codesOf(await replayThird([own, opinion]))).toEqual(['own-source', 'heads-differ']);
  });

  it('is an answer whose subject is another stream than that of the record it answers', async () => {
    const answer = signRecord({ by: auditor, kind: 'assurance', answers: second, subject: 'ab'.repeat(32) });
    expect(codesOf(await replayThird([answer]))).toEqual(['wrong-answer', 'heads-differ']);
  });

  it('is a source that is not sealed, which still moves the head', async () => {
    const unsealed = signRecord({ by: company, subject: 'unsealed' });
    const third = signRecord({ by: company, subject: 'third', sources: [unsealed] });
    expect(codesOf(await replayThird([third]))).toEqual(['source-missing']);
  });

  it('is a version that forks or skips its stream', async () => {
    const fork = signRecord({ by: company, after: first, statement: { title: 'fork' } });
    expect(codesOf(await replayThird([fork]))).toEqual(['stream-forked', 'heads-differ']);
  });

  it('is a version after one that is missing', async () => {
    const missing = signRecord({ by: company, after: second });
    const skips = signRecord({ by: company, after: missing });
    expect(codesOf(await replayThird([skips]))).toEqual(['stream-skips', 'heads-differ']);
  });

  it('is a record that was sealed before', async () => {
    expect(codesOf(await replayThird([first]))).toEqual(['record-repeated', 'heads-differ']);
  });

  it('is a signature that no key can have made', async () => {
    const third = signRecord({ by: company, subject: 'third' });
    const broken = {
      ...third,
      submission: { ...third.submission, signature: `0x${'00'.repeat(65)}` as const },
    };
    const found = await replayThird([broken]);
    expect(codesOf(found)).toContain('bad-signature');
    expect(found.state.progress.counts['bad-signature']).toBe(1);
  });
});
