import { describe, expect, it } from 'vitest';
import { hashHeader } from '../../../core/batches/batch.ts';
import { showHead, showParty, showRecord } from '../../helpers/bundle-builder.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { resultsOf, showStory, signReplay, tellStory, troubles, verifyStory } from './story.ts';

describe('Replays', () => {
  it('that the policy requires and the proof file lacks make order, currentness and completeness skipped', async () => {
    const story = tellStory();
    const policy = { replays: { parties: [story.parties.auditor.party], quorum: 1 } };
    const verification = await verifyStory(story, { policy });
    for (const check of ['order', 'currentness', 'completeness'] as const)
      expect(resultsOf(verification, check).map(({ code }) => code)).toContain('no-replays');
    expect(verification.verdict).toBe('unchecked');
  });

  it('count once for each party, even if the policy or the proof file names it twice', async () => {
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

  it('that were signed with a closed key do not count', async () => {
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

  it('make an older, replayed head preferred over a newer one without replay', async () => {
    const story = tellStory();
    const { second, assurance, decision } = story.records;
    const bundle = showStory(story);
    const newer = [second, assurance, decision].map((record) => showHead(story.ledger, record, 4));
    const party = showParty(story.ledger, story.parties.company.party, 4);
    const both = { ...bundle, heads: [...newer, ...bundle.heads], parties: [party, ...bundle.parties] };
    const verification = await verifyStory(story, {
      bundle: both,
      policy: { require: ['order', 'currentness', 'completeness'] },
    });
    expect(verification.verdict).toBe('verified');
    expect(resultsOf(verification, 'currentness', second.id)[0]!.basis).toContain('batch 3');
  });
});
