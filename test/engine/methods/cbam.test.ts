import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, gridFactor, type TestEntry } from '../dataset.ts';

const goods = (good: string): TestEntry => entry(`goods/${good}`, '100', 't', { row: 'goods', good });
const precursor = (good: string, of: string): TestEntry =>
  entry(`${of}-of-${good}`, '50', 't', { row: 'precursor', good, of });
const emissions = (good: string, account: string, value: string): TestEntry =>
  entry(`${good}/${account}`, value, 't{CO2e}', {
    row: 'attributed-emissions',
    good,
    account,
    gwpSet: 'AR5',
  });
const stated = (good: string, account: string, value: string, changes: object = {}): TestEntry =>
  entry(
    `${good}/${account}/${JSON.stringify(changes).replaceAll(/[^A-Z]/g, '')}`,
    value,
    't{CO2e}/t',
    {
      row: 'embedded-emissions',
      good,
      account,
      determination: 'default',
      year: 2023,
      gwpSet: 'AR5',
      ...changes,
    },
    ALWAYS,
  );

const at = (row: TestEntry, geography: string): TestEntry => ({
  ...row,
  key: `${row.key}/${geography}`,
  detail: { ...row.detail, geography },
});

function run(rows: readonly TestEntry[], changes: object = {}): Map<string, string> {
  const { figures } = runMethod('cbam@2', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5', ...changes });
  return new Map(figures.map(({ key, value }) => [key, value]));
}

describe('cbam@2', () => {
  it('follows precursors over several levels, direct and indirect separately', () => {
    const rows = [
      goods('tube'),
      goods('coil'),
      precursor('coil', 'tube'),
      precursor('ore', 'coil'),
      emissions('tube', 'direct', '10'),
      emissions('tube', 'indirect', '4'),
      emissions('coil', 'direct', '80'),
      emissions('coil', 'indirect', '20'),
      stated('ore', 'direct', '0.4'),
      stated('ore', 'indirect', '0.1'),
    ];
    const { figures } = runMethod('cbam@2', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5' });
    const values = new Map(figures.map(({ key, value }) => [key, value]));
    // coil: (80 + 50 × 0.4) / 100 = 1 direct, (20 + 50 × 0.1) / 100 = 0.25 indirect; tube: (10 + 50 × 1) / 100, (4 + 50 × 0.25) / 100
    expect(values.get('cbam/coil/specific/direct')).toBe('1');
    expect(values.get('cbam/coil/specific/indirect')).toBe('0.25');
    expect(values.get('cbam/tube/specific/direct')).toBe('0.6');
    expect(values.get('cbam/tube/specific/indirect')).toBe('0.165');
    expect(values.get('cbam/tube/total')).toBe('76.5');
  });

  it('computes the emissions of all tonnes from the unrounded emissions of one tonne', () => {
    const rows = [
      entry('coil', '1000', 't', { row: 'goods', good: 'coil' }),
      stated('coil', 'direct', '1.85'),
      stated('coil', 'indirect', '0.172'),
    ];
    const values = run(rows, { rounding: { mode: 'half-even', decimals: 0 } });
    expect([values.get('cbam/coil/specific/direct'), values.get('cbam/coil/direct')]).toEqual(['2', '1850']);
    expect(values.get('cbam/coil/total')).toBe('2022');
  });

  it('computes a good only once when many paths lead to it', () => {
    const names = Array.from({ length: 60 }, (_, index) => `level-${index}`);
    const rows = names.flatMap((name, index) => [
      goods(name),
      emissions(name, 'direct', '100'),
      emissions(name, 'indirect', '0'),
      ...(index === 0
        ? []
        : ['a', 'b'].map((path) => ({ ...precursor(names[index - 1]!, name), key: `${name}/${path}` }))),
    ]);
    // each level emits 1 t/t itself, and uses two half tonnes of the level before
    expect(run(rows).get('cbam/level-59/specific/direct')).toBe('60');
  });

  it('names the figure of a precursor that is made in the run, and the row of one that is bought', () => {
    const rows = [
      ...['tube', 'coil'].flatMap((name) => [
        goods(name),
        emissions(name, 'direct', '10'),
        emissions(name, 'indirect', '0'),
      ]),
      precursor('coil', 'tube'),
      precursor('ore', 'coil'),
      stated('ore', 'direct', '0.4'),
      stated('ore', 'indirect', '0'),
    ];
    const { figures } = runMethod('cbam@2', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5' });
    const below = (key: string): object =>
      figures
        .find((figure) => figure.key === key)!
        .detail.derivation.operands.find(({ name }) => name === 'SEE')!;
    expect(below('cbam/tube/specific/direct')).toEqual({
      name: 'SEE',
      value: '0.3',
      unit: 't{CO2e}/t',
      key: 'cbam/coil/specific/direct',
    });
    expect(below('cbam/coil/specific/direct')).toMatchObject({ value: '0.4', record: dataset('a').record });
    const { factors } = figures.find(({ key }) => key === 'cbam/coil/specific/direct')!.detail;
    expect(factors).toEqual([expect.objectContaining({ key: 'ore/direct/', determination: 'default' })]);
  });

  it('uses the stated emissions of the country of a good or precursor', () => {
    const rows = [
      goods('coil'),
      emissions('coil', 'direct', '0'),
      emissions('coil', 'indirect', '0'),
      at(precursor('ore', 'coil'), 'CN'),
      at(precursor('ore', 'coil'), 'IN'),
      ...['direct', 'indirect'].flatMap((account) => [
        stated('ore', account, '1', { geography: 'CN' }),
        stated('ore', account, '3', { geography: 'IN' }),
      ]),
    ];
    expect(run(rows).get('cbam/coil/specific/direct')).toBe('2');
  });

  it('throws factor-out-of-place where goods state no place and the stated emissions are of one', () => {
    const rows = [goods('a'), stated('a', 'direct', '1', { geography: 'CN' }), stated('a', 'indirect', '1')];
    expect(() => run(rows)).toThrow(
      expect.objectContaining({ code: 'factor-out-of-place', value: 'goods/a' }),
    );
  });

  it('derives electricity from the factor of generation, not of the life cycle', () => {
    const rows = [
      goods('a'),
      stated('a', 'direct', '1'),
      stated('a', 'indirect', '1'),
      gridFactor('grid', '0.5', 'average'),
      gridFactor('life-cycle', '0.8', 'average', { basis: 'life-cycle' }),
    ];
    expect(run(rows, { grid: 'national' }).get('cbam/a/specific/electricity')).toBe('2');
  });

  it('throws factor-out-of-place instead of deriving electricity from a grid of another country', () => {
    const power = gridFactor('grid', '0.5', 'average');
    const rowsOf = (place: string): TestEntry[] => [
      at(goods('a'), place),
      stated('a', 'direct', '1'),
      stated('a', 'indirect', '1'),
      power,
    ];
    expect(run(rowsOf('CN'), { grid: 'national' }).get('cbam/a/specific/electricity')).toBe('2');
    expect(() => run(rowsOf('DE'), { grid: 'national' })).toThrow(
      expect.objectContaining({ code: 'factor-out-of-place' }),
    );
  });
});
