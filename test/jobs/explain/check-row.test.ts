import { describe, expect, it } from 'vitest';
import type { BundleRecord } from '../../../core/proofs/bundle.ts';
import { checkRow, type ShownQuantity } from '../../../jobs/explain/check-row.ts';
import { readProof } from '../../helpers/known-records.ts';

const { records } = readProof('recorded-home/home/example/inventory-restated');
const [inventory] = records;
const factors = records.find(({ entries }) => entries.shown.some(({ key }) => key === 'CN/2023/average'))!;
const asked: ShownQuantity = { key: 'CN/2023/average', value: '0.5306', unit: 'kg{CO2}/kW.h' };

function faultsOf(bundled: BundleRecord, shown = asked): string[] {
  return checkRow(factors.id, shown, bundled).findings.flatMap(({ step, fault }) =>
    fault === null ? [] : [step],
  );
}

describe('checking the proof of a row', () => {
  it('follows the row to its record and the record to its batch', () => {
    const { findings, entry, siblings, root } = checkRow(factors.id, asked, factors);
    expect(findings.map(({ step }) => step)).toEqual(['quantity', 'entry', 'record', 'batch']);
    expect(findings.every(({ fault }) => fault === null)).toBe(true);
    expect(entry?.value).toBe('0.5306');
    expect(siblings).toBeGreaterThan(0);
    expect(root).toBe(factors.record.entries);
  });

  it('works where the file shows all entries without siblings', () => {
    const { key, value, unit } = inventory!.entries.shown[0]!;
    const { findings } = checkRow(inventory!.id, { key, value, unit }, inventory!);
    expect(findings.filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it('finds a value that differs from the one of the page', () => {
    expect(faultsOf(factors, { ...asked, value: '0.5' })).toEqual(['quantity']);
  });

  it('finds a value that was changed in the proof', () => {
    const changed = structuredClone(factors);
    changed.entries.shown.find(({ key }) => key === asked.key)!.value = '0.4';
    expect(faultsOf(changed, { ...asked, value: '0.4' })).toEqual(['entry']);
  });

  it('finds another record, and a signature that the batch does not hold', () => {
    const other = structuredClone(factors);
    other.record.subject = 'other/factors';
    expect(faultsOf(other)).toEqual(['record']);
    const unsigned = structuredClone(factors);
    unsigned.signature = inventory!.signature;
    expect(faultsOf(unsigned)).toEqual(['batch']);
  });

  it('finds an entry that is not shown', () => {
    expect(faultsOf(factors, { key: 'CN/1900/average', value: null, unit: '' })).toEqual(['entry']);
  });
});
