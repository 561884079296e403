import { describe, expect, it } from 'vitest';
import { runMethod } from '../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, type TestEntry } from './dataset.ts';

const goods = (good: string): TestEntry => entry(`goods/${good}`, '100', 't', { row: 'goods', good });
const precursor = (good: string, of: string): TestEntry =>
  entry(`${of}-of-${good}`, '50', 't', { row: 'precursor', good, of });
const emissions = (good: string, account: string, value: string): TestEntry =>
  entry(`${good}/${account}`, value, 't{CO2e}', { row: 'attributed-emissions', good, account });

describe('cbam@1', () => {
  it('follows precursors over several levels, direct and indirect apart', () => {
    const stated = (account: string, value: string): TestEntry =>
      entry(
        `ore/${account}`,
        value,
        't{CO2e}/t',
        { row: 'embedded-emissions', good: 'ore', account, determination: 'default', year: 2023 },
        ALWAYS,
      );
    const rows = [
      goods('tube'),
      goods('coil'),
      precursor('coil', 'tube'),
      precursor('ore', 'coil'),
      emissions('tube', 'direct', '10'),
      emissions('tube', 'indirect', '4'),
      emissions('coil', 'direct', '80'),
      emissions('coil', 'indirect', '20'),
      stated('direct', '0.4'),
      stated('indirect', '0.1'),
    ];
    const { figures } = runMethod('cbam@1', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5' });
    const values = new Map(figures.map(({ key, value }) => [key, value]));
    // coil: (80 + 50 × 0.4) / 100 = 1 direct, (20 + 50 × 0.1) / 100 = 0.25 indirect; tube: (10 + 50 × 1) / 100, (4 + 50 × 0.25) / 100
    expect(values.get('cbam/coil/specific/direct')).toBe('1');
    expect(values.get('cbam/coil/specific/indirect')).toBe('0.25');
    expect(values.get('cbam/tube/specific/direct')).toBe('0.6');
    expect(values.get('cbam/tube/specific/indirect')).toBe('0.165');
    expect(values.get('cbam/tube/total')).toBe('76.5');
  });
});
