import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/records/entry.ts';
import { BUNDLE_JSON, formatJson } from '../../../core/encoding/json.ts';
import { buildBundle, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { makeEntry, signRecord } from '../../helpers/signed-record.ts';
import { resultsOf, tellStory, verifyStory } from './story.ts';

const RELAXED = { require: [], newest: 'not-asked' as const, keys: [], replays: { parties: [], quorum: 0 } };

/** Returns the verdict and the code for an entry that a party signed, once with all entries shown and once with a proof. */
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

describe('An entry that a party signed', () => {
  it('and that follows §4 is verified', async () => {
    expect(await verifyEntry(entry)).toEqual(Array(2).fill('verified ok'));
    expect(await verifyEntry({ ...entry, value: null, unit: '' })).toEqual(Array(2).fill('verified ok'));
  });

  it.each<[string, Partial<Entry>, string]>([
    ['with a period that ends before it begins', { from: 20, until: 10 }, 'period'],
    ['with an empty period', { from: 10, until: 10 }, 'period'],
    ['with a number and no unit', { value: '12.5', unit: '' }, 'entry-unit'],
    ['with a zero and no unit', { value: '0', unit: '' }, 'entry-unit'],
    ['with a unit and no number', { value: null }, 'entry-unit'],
  ])('%s is not verified', async (_, change, code) => {
    expect(await verifyEntry({ ...entry, ...change })).toEqual(Array(2).fill(`not-verified ${code}`));
  });
});
