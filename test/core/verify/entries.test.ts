import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/records/entry.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { buildBundle, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { makeEntry, signRecord } from '../../helpers/signed-record.ts';
import { resultsOf, tellStory, verifyStory } from './story.ts';

const RELAXED = { require: [], keys: [], replays: { parties: [], quorum: 0 } };

/** What a verifier says of an entry that a party signed as it stands, whole and by its proof. */
async function verifyEntry(entry: Entry): Promise<string[]> {
  const ledger = createLedger();
  const by = registerParty(ledger, 'urn:company', 'company');
  const record = signRecord({ by, kind: 'result', entries: [entry, makeEntry('other', '1')] });
  sealBatch(ledger, [record]);
  const verdicts: string[] = [];
  for (const showing of [{ all: true }, { keys: [entry.key] }]) {
    const bundle = buildBundle([showRecord(ledger, record, showing)]);
    const file = new TextEncoder().encode(formatJson(bundle, BUNDLE_JSON));
    const verification = await verifyStory({ ...tellStory(), ledger }, { bundle, file, policy: RELAXED });
    verdicts.push(`${verification.verdict} ${resultsOf(verification, 'entries')[0]!.code}`);
  }
  return verdicts;
}

const entry = makeEntry('scope1', '0');

describe('An entry that its party signed', () => {
  it('by the rules of §4 is verified', async () => {
    expect(await verifyEntry(entry)).toEqual(Array(2).fill('verified ok'));
    expect(await verifyEntry({ ...entry, value: null, unit: '' })).toEqual(Array(2).fill('verified ok'));
  });

  it.each<[string, Partial<Entry>, string]>([
    ['about a period that ends before it begins', { from: 20, until: 10 }, 'period'],
    ['about a period of no time', { from: 10, until: 10 }, 'period'],
    ['that is a number without a unit', { value: '12.5', unit: '' }, 'entry-unit'],
    ['that is a zero without a unit', { value: '0', unit: '' }, 'entry-unit'],
    ['that is a unit without a number', { value: null }, 'entry-unit'],
  ])('%s is not', async (_, change, code) => {
    expect(await verifyEntry({ ...entry, ...change })).toEqual(Array(2).fill(`not-verified ${code}`));
  });
});
