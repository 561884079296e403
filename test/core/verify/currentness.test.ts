import { describe, expect, it } from 'vitest';
import { hashHeader } from '../../../core/batches/batch.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { buildBundle, linkRecord, showHead, showParty, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import {
  type Story,
  alter,
  resultsOf,
  showStory,
  signReplay,
  tellStory,
  troubles,
  verifyStory,
} from './story.ts';

const relaxed = { require: [], replays: { parties: [], quorum: 0 } };
const strictOf = { require: ['currentness' as const], replays: { parties: [], quorum: 0 } };

/** Lets the ledger go on by one record that follows another of the story. */
function goOn(story: Story, after: SignedRecord, statement: JsonObject = {}): SignedRecord {
  const { company, auditor } = story.parties;
  const { kind, subject, sources } = after.submission.record;
  const by = after === story.records.assurance ? auditor : company;
  const later = signRecord({
    by,
    after,
    subject,
    statement: { ...after.submission.statement, ...statement },
    record: { kind, sources },
  });
  sealBatch(story.ledger, [later]);
  return later;
}

function currentnessOf(bundle: Bundle, heads: Bundle['heads']): Bundle {
  return { ...bundle, heads, parties: [], windows: [] };
}

describe('A result that a later one superseded', () => {
  const tell = (): { story: Story; bundle: Bundle; later: SignedRecord } => {
    const story = tellStory();
    const { second, assurance, decision } = story.records;
    const later = goOn(story, second);
    const heads = [second, assurance, decision].map((record) => showHead(story.ledger, record, 5));
    return { story, later, bundle: currentnessOf(showStory(story), heads) };
  };

  it('is verified with a warning that names its successor', async () => {
    const { story, bundle, later } = tell();
    const verification = await verifyStory(story, { bundle, policy: relaxed });
    const [result] = resultsOf(verification, 'currentness', story.records.second.id);
    expect([result!.result, result!.code, result!.actual]).toEqual(['warn', 'superseded', later.id]);
    expect(verification.verdict).toBe('verified');
  });

  it('is not verified where the policy requires it to be current', async () => {
    const { story, bundle } = tell();
    const verification = await verifyStory(story, { bundle, policy: strictOf });
    expect(troubles(verification)).toContain('currentness fail superseded');
    expect(verification.verdict).toBe('not-verified');
  });

  it('is current as of the batch before: its age says since when it may not be', async () => {
    const { story } = tell();
    const { second, assurance, decision } = story.records;
    const heads = [second, assurance, decision].map((record) => showHead(story.ledger, record, 4));
    const bundle = currentnessOf(showStory(story), heads);
    const policy = { ...relaxed, maxAge: 60 };
    const aged = await verifyStory(story, { bundle, policy });
    expect(aged.verdict).toBe('not-verified');
    expect(resultsOf(aged, 'currentness', second.id)[0]!.code).toBe('too-old');
    expect(resultsOf(aged, 'currentness', second.id)[0]!.result).toBe('warn');
    expect(resultsOf(aged, 'currentness', assurance.id)[0]!.result).toBe('fail');
    expect((await verifyStory(story, { bundle, policy: { ...relaxed, maxAge: null } })).verdict).toBe(
      'verified',
    );
  });
});

describe('An assurance that a later one superseded or that was withdrawn', () => {
  it('is not verified, whatever the policy', async () => {
    const story = tellStory();
    const { second, assurance, decision } = story.records;
    goOn(story, assurance, { opinion: 'adverse' });
    const heads = [second, assurance, decision].map((record) => showHead(story.ledger, record, 5));
    const verification = await verifyStory(story, {
      bundle: currentnessOf(showStory(story), heads),
      policy: relaxed,
    });
    expect(troubles(verification)).toContain('currentness fail superseded');
    expect(verification.verdict).toBe('not-verified');
  });

  it.each([
    ['assurance', { opinion: 'withdrawn' }, 'fail'],
    ['second', { change: 'withdrawal', reason: 'an error' }, 'warn'],
    ['second', { opinion: 'withdrawn', outcome: 'withdrawn' }, 'pass'],
  ] as const)('the later %s that says %j comes out as %3$s', async (name, statement, expected) => {
    const story = tellStory();
    const later = goOn(story, story.records[name], statement);
    const { second, factors, activity } = story.records;
    const records = name === 'second' ? [later, factors, activity] : [later, second, factors, activity];
    const bundle = buildBundle(records.map((record) => showRecord(story.ledger, record)));
    const heads = [showHead(story.ledger, later, 5)];
    const verification = await verifyStory(story, {
      bundle: { ...bundle, heads },
      policy: { ...relaxed, keys: [] },
    });
    const [result] = resultsOf(verification, 'currentness', later.id);
    expect([result!.result, expected === 'pass' ? 'ok' : 'withdrawn']).toEqual([expected, result!.code]);
    expect(verification.verdict).toBe(expected === 'fail' ? 'not-verified' : 'verified');
  });
});

describe('How long a head is known to be the latest', () => {
  const story = tellStory();
  const { ledger, records } = story;
  const heads = [records.second, records.assurance, records.decision];
  const asOf = (number: number): Bundle =>
    currentnessOf(
      showStory(story),
      heads.map((record) => showHead(ledger, record, number)),
    );
  const now = ledger.facts.vouched.time + 100;

  it.each([
    ['the vouched block, while its batch is the latest', asOf(4), 100],
    ['the anchor of the batch named as its next', asOf(3), 160],
    [
      'the anchor of the batch that the chain tells of, where none is named',
      alter(asOf(3), { 'heads.0.next': null, 'heads.1.next': null, 'heads.2.next': null }),
      160,
    ],
  ])('is until %s', async (_, bundle, age) => {
    const verify = (maxAge: number) => verifyStory(story, { bundle, now, policy: { ...strictOf, maxAge } });
    expect((await verify(age)).verdict).toBe('verified');
    expect(troubles(await verify(age - 1))).toContain('currentness fail too-old');
  });

  it('is not told where the chain went on and no endpoint says when: silence is no currentness', async () => {
    const quiet = tellStory();
    quiet.ledger.facts.anchorings.clear();
    const bundle = alter(asOf(3), { 'heads.0.next': null, 'heads.1.next': null, 'heads.2.next': null });
    const verification = await verifyStory(quiet, { bundle, now, policy: strictOf });
    expect(resultsOf(verification, 'currentness').map(({ result }) => result)).toEqual(
      Array(3).fill('skipped'),
    );
    expect(verification.verdict).toBe('unchecked');
  });

  it('is skipped without a head as of the record’s batch or later', async () => {
    const bundle = { ...asOf(1), heads: [showHead(ledger, records.second, 1)] };
    const verification = await verifyStory(story, { bundle, policy: strictOf });
    expect(troubles(verification)).toContain('currentness skipped no-head');
    expect(verification.verdict).toBe('unchecked');
  });
});

describe('A head that names the record at another sequence, or an older one', () => {
  it.each([
    ['later', 7, 'not-head'],
    ['earlier', 1, 'not-head'],
  ])('%s is not the record’s', async (_, sequence, code) => {
    const ledger = createLedger();
    const by = registerParty(ledger, 'urn:company', 'company');
    const first = signRecord({ by });
    const second = signRecord({ by, after: first });
    sealBatch(ledger, [first]);
    const invented = alter({ ...second }, { 'submission.record.sequence': sequence });
    const batch = sealBatch(ledger, [second]);
    (batch.heads.get(by.party) as Map<string, unknown>).set(second.stream, { record: invented, sequence });
    const story = { ...tellStory(), ledger };
    const rebuilt = sealBatch(ledger, [signRecord({ by, subject: 'other' })]);
    const bundle = {
      ...buildBundle([showRecord(ledger, second)]),
      heads: [showHead(ledger, second, rebuilt.header.number)],
    };
    const verification = await verifyStory(story, { bundle, policy: { ...relaxed, keys: [] } });
    expect(troubles(verification)).toContain(`currentness fail ${code}`);
  });
});

describe('Replays', () => {
  it('that the policy asks for and does not find leave order, currentness and completeness skipped', async () => {
    const story = tellStory();
    const policy = { replays: { parties: [story.parties.auditor.party], quorum: 1 } };
    const verification = await verifyStory(story, { policy });
    for (const check of ['order', 'currentness', 'completeness'] as const)
      expect(resultsOf(verification, check).map(({ code }) => code)).toContain('no-replays');
    expect(verification.verdict).toBe('unchecked');
  });

  it('count once a party, however often the policy or the bundle names it', async () => {
    const story = tellStory();
    const { regulator } = story.parties;
    const again = signRecord({
      by: regulator,
      subject: 'replay',
      after: story.records.replay,
      statement: story.records.replay.submission.statement,
      record: { kind: 5 },
    });
    sealBatch(story.ledger, [again]);
    const bundle = showStory(story);
    const both = { ...bundle, records: [...bundle.records, showRecord(story.ledger, again)] };
    const parties = [regulator.party, regulator.party];
    const ask = (quorum: number) =>
      verifyStory(story, { bundle: both, policy: { replays: { parties, quorum } } });
    expect(troubles(await ask(2))).toContain('currentness skipped no-replays');
    expect((await ask(1)).verdict).toBe('verified');
  });

  it('by a key that was closed do not count', async () => {
    const story = tellStory();
    const { regulator } = story.parties;
    story.ledger.facts.windows.set(`${regulator.party} ${regulator.key.address}`, [{ from: 0, until: 1 }]);
    const verification = await verifyStory(story);
    expect(troubles(verification)).toEqual(
      expect.arrayContaining(['authority fail closed-key', 'currentness skipped no-replays']),
    );
  });

  it('of another batch, or of another header, do not count', async () => {
    for (const number of [1, 3]) {
      const story = tellStory();
      const batch = story.ledger.batches[number - 1]!;
      const other = {
        ...batch,
        header: { ...batch.header, sealedAt: batch.header.sealedAt + (number === 3 ? 1 : 0) },
      };
      const replay = signReplay(story.parties.regulator, other);
      sealBatch(story.ledger, [replay]);
      const bundle = showStory(story);
      const records = [...bundle.records.slice(0, -1), showRecord(story.ledger, replay)];
      const verification = await verifyStory(story, { bundle: { ...bundle, records } });
      expect(troubles(verification)).toContain('currentness skipped no-replays');
      expect(hashHeader(other.header) === hashHeader(batch.header)).toBe(number === 1);
    }
  });

  it('make an older head the one to rely on, while a newer one is not replayed', async () => {
    const story = tellStory();
    const { second, assurance, decision } = story.records;
    const bundle = showStory(story);
    const newer = [second, assurance, decision].map((record) => showHead(story.ledger, record, 4));
    const party = showParty(story.ledger, story.parties.company.party, 4);
    const both = { ...bundle, heads: [...newer, ...bundle.heads], parties: [party, ...bundle.parties] };
    const verification = await verifyStory(story, {
      bundle: both,
      policy: { require: ['order', 'currentness'] },
    });
    expect(verification.verdict).toBe('verified');
    expect(resultsOf(verification, 'currentness', second.id)[0]!.basis).toContain('batch 3');
  });
});

describe('The links of a stream', () => {
  it('that are not all in the bundle leave order skipped', async () => {
    const story = tellStory();
    const verification = await verifyStory(story, { bundle: { ...showStory(story), history: [] } });
    expect(troubles(verification)).toContain('order skipped no-history');
    expect(verification.verdict).toBe('unchecked');
  });

  it('that were sealed in a falling order fail', async () => {
    const ledger = createLedger();
    const by = registerParty(ledger, 'urn:company', 'company');
    const first = signRecord({ by });
    const second = signRecord({ by, after: first });
    sealBatch(ledger, [second]);
    sealBatch(ledger, [first]);
    (ledger.batches[1]!.heads.get(by.party) as Map<string, unknown>).set(second.stream, {
      record: second,
      sequence: 2,
    });
    sealBatch(ledger, [signRecord({ by, subject: 'other' })]);
    const bundle = {
      ...buildBundle([showRecord(ledger, second)]),
      history: [linkRecord(ledger, first)],
      heads: [showHead(ledger, second, 3)],
    };
    const verification = await verifyStory(
      { ...tellStory(), ledger },
      { bundle, policy: { ...relaxed, keys: [] } },
    );
    expect(troubles(verification)).toContain('order fail order-falls');
  });

  it('that pass by the record fail: it is a fork that never became the head', async () => {
    const ledger = createLedger();
    const by = registerParty(ledger, 'urn:company', 'company');
    const first = signRecord({ by });
    const fork = signRecord({ by, statement: { title: 'Another first' } });
    const second = signRecord({ by, after: first });
    sealBatch(ledger, [fork, first]);
    sealBatch(ledger, [second]);
    const bundle = {
      ...buildBundle([showRecord(ledger, fork)]),
      history: [first, second].map((record) => linkRecord(ledger, record)),
      heads: [showHead(ledger, second, 2)],
    };
    const verification = await verifyStory(
      { ...tellStory(), ledger },
      { bundle, policy: { ...relaxed, keys: [] } },
    );
    expect(troubles(verification)).toContain('order fail not-head');
    expect(verification.verdict).toBe('not-verified');
  });

  it('that lead through another stream fail', async () => {
    const ledger = createLedger();
    const by = registerParty(ledger, 'urn:company', 'company');
    const stranger = signRecord({ by, subject: 'other' });
    const second = signRecord({ by, after: stranger });
    sealBatch(ledger, [stranger]);
    sealBatch(ledger, [second]);
    const bundle = {
      ...buildBundle([showRecord(ledger, second)]),
      history: [linkRecord(ledger, stranger)],
      heads: [showHead(ledger, second, 2)],
    };
    const verification = await verifyStory(
      { ...tellStory(), ledger },
      { bundle, policy: { ...relaxed, keys: [] } },
    );
    expect(troubles(verification)).toContain('order fail link-differs');
    expect(verification.verdict).toBe('not-verified');
  });
});
