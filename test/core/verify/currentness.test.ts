import { addVersion as addVersionOf } from './market.ts';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { type Story, alter, resultsOf, showStory, tellStory, troubles, verifyStory } from './story.ts';

const relaxed = { require: [], newest: 'not-asked' as const, replays: { parties: [], quorum: 0 } };
const strictOf = { require: [], replays: { parties: [], quorum: 0 } };

/** Seals one more version of a record of the story, with a changed statement. */
function addVersion(story: Story, after: SignedRecord, statement: JsonObject = {}): SignedRecord {
  const { company, auditor } = story.parties;
  return addVersionOf(story, after === story.records.assurance ? auditor : company, after, statement);
}

function currentnessOf(bundle: Bundle, heads: Bundle['heads']): Bundle {
  return { ...bundle, heads, parties: [], windows: [] };
}

describe('A result with a newer version', () => {
  const tell = (): { story: Story; bundle: Bundle; later: SignedRecord } => {
    const story = tellStory();
    const { second, assurance, decision } = story.records;
    const later = addVersion(story, second);
    const heads = [second, assurance, decision].map((record) => showHead(story.ledger, record, 5));
    return { story, later, bundle: currentnessOf(showStory(story), heads) };
  };

  it('is verified with a warning that names the newer version where the policy does not ask for the newest', async () => {
    const { story, bundle, later } = tell();
    const verification = await verifyStory(story, { bundle, policy: relaxed });
    const [result] = resultsOf(verification, 'currentness', story.records.second.id);
    expect([result!.result, result!.code, result!.actual]).toEqual(['warn', 'superseded', later.id]);
    expect(verification.verdict).toBe('verified');
  });

  it('is not verified where the policy asks for the newest', async () => {
    const { story, bundle } = tell();
    const verification = await verifyStory(story, { bundle, policy: strictOf });
    expect(troubles(verification)).toContain('currentness fail superseded');
    expect(verification.verdict).toBe('not-verified');
  });

  it('is current as of the batch before the newer version, with a warning or failure by its age', async () => {
    const { story } = tell();
    const { second, assurance, decision } = story.records;
    const heads = [second, assurance, decision].map((record) => showHead(story.ledger, record, 4));
    const bundle = currentnessOf(showStory(story), heads);
    const policy = { ...relaxed, maxAge: 60 };
    const aged = await verifyStory(story, { bundle, policy });
    expect(aged.verdict).toBe('verified');
    for (const { id } of [second, assurance])
      expect(resultsOf(aged, 'currentness', id)).toMatchObject([{ code: 'too-old', result: 'warn' }]);
    const strict = await verifyStory(story, { bundle, policy: { ...policy, newest: 'required' } });
    expect(strict.verdict).toBe('not-verified');
    for (const { id } of [second, assurance])
      expect(resultsOf(strict, 'currentness', id)).toMatchObject([{ code: 'too-old', result: 'fail' }]);
  });
});

describe('The newest version of a record, where the policy does not ask for it', () => {
  it.each([
    ['assurance', { opinion: 'withdrawn' }, 'warn'],
    ['second', { change: 'withdrawal', reason: 'an error' }, 'warn'],
    ['second', { opinion: 'withdrawn', outcome: 'withdrawn' }, 'pass'],
  ] as const)(
    'has the result %3$s where the new version of the record "%1$s" says %2$j',
    async (name, statement, expected) => {
      const story = tellStory();
      const later = addVersion(story, story.records[name], statement);
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
      expect(verification.verdict).toBe('verified');
    },
  );
});

describe('The time until which a head is known to be the newest', () => {
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
    ['the vouched block, where its batch is the latest', asOf(4), 100],
    ['the anchoring of the batch that it names as next', asOf(3), 160],
    [
      'the anchoring of the next batch on chain, where it names none',
      alter(asOf(3), { 'heads.0.next': null, 'heads.1.next': null, 'heads.2.next': null }),
      160,
    ],
  ])('is the time of %s', async (_, bundle, age) => {
    const verify = (maxAge: number) => verifyStory(story, { bundle, now, policy: { ...strictOf, maxAge } });
    expect((await verify(age)).verdict).toBe('verified');
    expect(troubles(await verify(age - 1))).toContain('currentness fail too-old');
  });

  it('is unknown where a batch followed and no endpoint says when, so that currentness is skipped', async () => {
    const quiet = tellStory();
    quiet.ledger.facts.anchorings.clear();
    const bundle = alter(asOf(3), { 'heads.0.next': null, 'heads.1.next': null, 'heads.2.next': null });
    const verification = await verifyStory(quiet, { bundle, now, policy: strictOf });
    expect(resultsOf(verification, 'currentness').map(({ result }) => result)).toEqual(
      Array(3).fill('skipped'),
    );
    expect(verification.verdict).toBe('unchecked');
  });

  it('is unknown without a head as of the batch of the record or a later one', async () => {
    const bundle = { ...asOf(1), heads: [showHead(ledger, records.second, 1)] };
    const verification = await verifyStory(story, { bundle, policy: strictOf });
    expect(troubles(verification)).toContain('currentness skipped no-head');
    expect(verification.verdict).toBe('unchecked');
  });
});

describe('A head that names the record with another sequence', () => {
  it.each([
    ['later', 7, 'not-head'],
    ['earlier', 1, 'not-head'],
  ])('(%s) does not prove that the record is current', async (_, sequence, code) => {
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
