import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import { type JsonObject, parseJson } from '../../../core/encoding/json.ts';
import { buildBundle, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, named, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { type RecordSketch, type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { type Story, resultsOf, tellStory, troubles, verifyStory } from './story.ts';

const relaxed = { require: [], newest: 'not-asked' as const, keys: [], replays: { parties: [], quorum: 0 } };

/** Returns a chain of results of one company, each in its own batch, and each with the one before as its source. */
function chainOf(length: number): { story: Story; chain: SignedRecord[] } {
  const ledger = createLedger();
  const by = registerParty(ledger, 'urn:company', 'company');
  const chain: SignedRecord[] = [];
  for (let index = 0; index < length; index++) {
    const sources = chain.slice(-1);
    const record = signRecord({ by, kind: 'result', subject: `step/${index}`, sources });
    sealBatch(ledger, [record]);
    chain.push(record);
  }
  return { story: { ...tellStory(), ledger }, chain: chain.reverse() };
}

describe('The sources of the subject', () => {
  it('are required down to the depth of the policy, and no further', async () => {
    const { story, chain } = chainOf(4);
    const bundle = buildBundle(chain.slice(0, 3).map((record) => showRecord(story.ledger, record)));
    for (const depth of [0, 1, 2]) {
      const verification = await verifyStory(story, { bundle, policy: { ...relaxed, depth } });
      expect(verification.verdict).toBe('verified');
      expect(resultsOf(verification, 'sources')[0]!.basis).toContain(`${depth} source`);
    }
    const deeper = await verifyStory(story, { bundle, policy: { ...relaxed, depth: 3 } });
    expect(troubles(deeper)).toContain('sources fail source-missing');
  });

  it('fail where they were sealed in a later batch, and pass in the same batch', async () => {
    const { story, chain } = chainOf(1);
    const source = chain[0]!;
    const company = registerParty(story.ledger, 'urn:company', 'company');
    const made = signRecord({ by: company, kind: 'result', subject: 'made', sources: [source] });
    for (const order of [[[made], [source]], [[made, source]]]) {
      const ledger = createLedger();
      registerParty(ledger, 'urn:company', 'company');
      for (const records of order) sealBatch(ledger, records);
      const bundle = buildBundle([made, source].map((record) => showRecord(ledger, record)));
      const verification = await verifyStory({ ...story, ledger }, { bundle, policy: relaxed });
      const later = order.length > 1;
      expect(troubles(verification).includes('sources fail source-later')).toBe(later);
      expect(verification.verdict).toBe(later ? 'not-verified' : 'verified');
    }
  });
});

describe('An assurance or decision', () => {
  const verifyAnswer = async (sketch: Omit<RecordSketch, 'by'>, by: 'auditor' | 'both' = 'auditor') => {
    const story = tellStory();
    const ledger = createLedger();
    const auditor = registerParty(ledger, 'urn:auditor', 'auditor');
    const company = registerParty(ledger, 'urn:company', 'company');
    const own = registerParty(ledger, by === 'both' ? 'urn:auditor' : 'urn:company', 'company');
    const answered = signRecord({ by: own, kind: 'result', subject: 'inventory' });
    const other = signRecord({ by: company, kind: 'result', subject: 'other' });
    const answer = signRecord({ by: auditor, kind: 'assurance', answers: answered, ...sketch });
    sealBatch(ledger, [answered, other, answer]);
    const records = [answer, answered, other].map((record) => showRecord(ledger, record));
    const bundle: Bundle = buildBundle(records);
    return verifyStory({ ...story, ledger }, { bundle, policy: relaxed });
  };

  it('of another party’s record passes', async () => {
    expect(troubles(await verifyAnswer({})).filter((each) => each.includes('fail'))).toEqual([]);
  });

  it('of its own party’s record fails', async () => {
    expect(troubles(await verifyAnswer({}, 'both'))).toContain('record fail own-source');
  });

  it('whose subject is another stream than the answered one fails', async () => {
    const subject = named('another stream').slice(2);
    expect(troubles(await verifyAnswer({ subject }))).toContain('statement fail answers');
  });

  it('whose subject is not a stream fails', async () => {
    expect(troubles(await verifyAnswer({ subject: 'inventory' }))).toContain('statement fail answers');
  });

  it('that answers a record which is not among its sources fails', async () => {
    const statement = { answers: named('unknown') };
    expect(troubles(await verifyAnswer({ statement }))).toContain('statement fail answers');
  });

  it.each([
    ['an unknown opinion', { opinion: 'fine' }],
    ['a level that is not a text', { level: 1 }],
    ['a replay besides its answer', { replay: { number: 1, header: named('x') } }],
  ])('with %s fails', async (_, statement) => {
    const found = troubles(await verifyAnswer({ statement }));
    expect(found.some((each) => /^statement fail (statement|replay)$/.test(each))).toBe(true);
  });

  it('may have more members than its schema requires', async () => {
    const statement = parseJson('{"notes":["a"],"__proto__":{"opinion":"x"},"constructor":1}') as JsonObject;
    expect(Object.keys(statement)).toContain('__proto__');
    expect(troubles(await verifyAnswer({ statement })).filter((each) => each.includes('fail'))).toEqual([]);
  });
});
