import { describe, expect, it } from 'vitest';
import { buildBundle, linkRecord, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { showStory, tellStory, troubles, verifyStory } from './story.ts';

const relaxed = { require: [], replays: { parties: [], quorum: 0 } };

describe('The versions of a stream, from its head down to sequence 1,', () => {
  it('make order skipped where one is not in the proof file', async () => {
    const story = tellStory();
    const verification = await verifyStory(story, { bundle: { ...showStory(story), history: [] } });
    expect(troubles(verification)).toContain('order skipped no-history');
    expect(verification.verdict).toBe('unchecked');
  });

  it('fail where a version was sealed in a later batch than its successor', async () => {
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

  it('fail where they do not include the record: it is a fork that never became the head', async () => {
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

  it('fail where one is of another stream', async () => {
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
