import { describe, expect, it } from 'vitest';
import { formatJson } from '../../../core/encoding/json.ts';
import type { BundleRecord } from '../../../core/proofs/bundle.ts';
import type { Entry } from '../../../core/records/entry.ts';
import { hashRecord } from '../../../core/records/record.ts';
import { compareCopies } from '../../../jobs/verify/compare-copies.ts';
import { buildBundle, type Showing, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { makeEntry, type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

const ledger = createLedger();
const company = registerParty(ledger, 'test:company', 'company');
const FIGURES = [makeEntry('scope1/total', '12'), makeEntry('scope2/market', '80.5')];

const result = signRecord({ by: company, kind: 'result', subject: 'inventory/1', entries: FIGURES });
const disclosure = signRecord({
  ...{ by: company, kind: 'disclosure', subject: 'disclosure/1', sources: [result] },
  entries: [
    {
      ...makeEntry('own/market', '80.5'),
      detail: { derivation: { result: result.id, key: 'scope2/market' } },
    },
  ],
});
sealBatch(ledger, [result, disclosure]);

const show = (record: SignedRecord, showing: Showing = { all: true }): BundleRecord =>
  showRecord(ledger, record, showing);

const fileOf = (...records: BundleRecord[]): Uint8Array =>
  new TextEncoder().encode(formatJson(buildBundle(records)));

/** Returns a record whose entry shows another value. */
function tamper(record: BundleRecord, key: string, value: string): BundleRecord {
  const shown = record.entries.shown.map((entry) => (entry.key === key ? { ...entry, value } : entry));
  return { ...record, entries: { ...record.entries, shown } };
}

describe('what a tampered file shows beside what was signed', () => {
  it('is nothing for a file as it was signed', () => {
    expect(compareCopies(fileOf(show(result), show(disclosure)), [fileOf(show(result))])).toEqual([]);
  });

  it('is found in another file with the same record', () => {
    const file = fileOf(tamper(show(result), 'scope1/total', '2'));
    const found = [
      { record: result.id, part: 'entry', name: 'scope1/total', signed: '12 t{CO2e}', shown: '2 t{CO2e}' },
    ];
    expect(compareCopies(file, [fileOf(show(result))])).toEqual(found);
    expect(compareCopies(file, [fileOf(show(result, { keys: ['scope1/total'] }))])).toEqual(found);
    expect(compareCopies(file, [file, new TextEncoder().encode('no proof file')])).toEqual([]);
  });

  it('is known where an entry of a partly shown record is wrong alone, and where entries were added or left out', () => {
    const partly = tamper(show(result, { keys: ['scope1/total', 'scope2/market'] }), 'scope1/total', '2');
    expect(compareCopies(fileOf(partly), [])).toMatchObject([
      { name: 'scope1/total', signed: null, shown: '2 t{CO2e}' },
    ]);
    const [first] = show(result).entries.shown as [BundleRecord['entries']['shown'][number]];
    const other = {
      ...show(result),
      entries: { all: true, shown: [{ ...first, key: 'scope3/total' }], absent: [] },
    };
    expect(compareCopies(fileOf(other), [fileOf(show(result))])).toMatchObject([
      { name: 'scope3/total', signed: null, shown: '12 t{CO2e}' },
      { name: 'scope1/total', signed: '12 t{CO2e}', shown: null },
      { name: 'scope2/market', signed: '80.5 t{CO2e}', shown: null },
    ]);
  });

  it('is known of a figure that cites a result which the file shows, and not by what only claims to be that result', () => {
    const changed = tamper(show(disclosure), 'own/market', '8.05');
    expect(compareCopies(fileOf(changed, show(result)), [])).toMatchObject([
      { record: disclosure.id, name: 'own/market', signed: '80.5 t{CO2e}', shown: '8.05 t{CO2e}' },
    ]);
    const forged = signRecord({
      ...{ by: company, kind: 'result', subject: 'inventory/2', entries: [makeEntry('scope2/market', '1')] },
    });
    sealBatch(ledger, [forged]);
    const named = { ...show(forged), id: result.id };
    expect(hashRecord(named.record)).not.toBe(result.id);
    expect(compareCopies(fileOf(changed, named), [])).toEqual([]);
  });

  it('names the members of a statement that differ', () => {
    const renamed = { ...show(result), statement: { ...show(result).statement, title: 'Better' } };
    expect(compareCopies(fileOf(renamed), [fileOf(show(result))])).toEqual([
      { record: result.id, part: 'statement', name: 'title', signed: '"Inventory 2024"', shown: '"Better"' },
    ]);
  });

  it('is found among 20,000 figures without comparing each with each', { timeout: 60_000 }, () => {
    const many = Array.from({ length: 20_000 }, (_, at): Entry => ({
      ...makeEntry(`e/${at}`, '1'),
      salt: makeEntry('e', '1').salt,
    }));
    const large = signRecord({ by: company, kind: 'dataset', subject: 'rows/1', entries: many });
    sealBatch(ledger, [large]);
    const genuine = fileOf(show(large));
    const file = fileOf(tamper(show(large), 'e/19999', '2'));
    expect(compareCopies(file, [genuine])).toMatchObject([{ name: 'e/19999', signed: '1 t{CO2e}' }]);
  });
});
