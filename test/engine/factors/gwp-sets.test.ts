import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, gwp, leak, type TestEntry } from '../dataset.ts';

const potential = (value: string, gwpSet: string, more: object): TestEntry => {
  const row = gwp('HFC-134a', gwpSet, value);
  return { ...row, key: `${row.key}/${JSON.stringify(more)}`, detail: { ...row.detail, ...more } };
};
const run = (gwpSet: string, ...rows: readonly TestEntry[]): RunResult =>
  runMethod('refrigerant@2', [dataset('a', leak('x', '10', 'kg', 'HFC-134a'), ...rows)], {
    ...COMMON,
    gwpSet,
  });

describe('a set of potentials', () => {
  // IPCC AR5, table 8.A.1: GWP100 1300, GWP20 3710, GTP100 201
  const ALL = [
    potential('1300', 'AR5', {}),
    potential('3710', 'AR5', { horizon: 20 }),
    potential('201', 'AR5', { metric: 'GTP' }),
  ];

  it.each([
    ['AR5', '13'],
    ['AR5/GWP20', '37.1'],
    ['AR5/GTP100', '2.01'],
  ])('%s is that of its metric and horizon, which the figure names', (set, value) => {
    const [figure] = run(set, ...ALL).figures;
    expect(figure).toMatchObject({ value, detail: { gwpSet: set } });
  });

  it('is refused where no row is of its horizon', () => {
    expect(() => run('AR5/GWP20', ALL[0]!)).toThrow(expect.objectContaining({ code: 'unknown-gwp-set' }));
  });
});

describe('another published value of a set', () => {
  const source = { title: 'Errata of the report', published: '2015-04-17' };

  it('counts with a warning that names its source, where it says when it was published', () => {
    const result = run('AR5', potential('1301', 'AR5', { source }));
    expect(result.figures[0]).toMatchObject({ value: '13.01' });
    expect(result.figures[0]!.detail.derivation.warnings).toMatchObject([
      {
        code: 'other-published-gwp',
        message: expect.stringContaining('Errata of the report, 2015-04-17') as string,
      },
    ]);
  });

  it('is refused without a date', () => {
    const row = potential('1301', 'AR5', { source: { title: source.title } });
    expect(() => run('AR5', row)).toThrow(expect.objectContaining({ code: 'other-gwp' }));
  });
});

describe('a figure that rounds to nothing', () => {
  it('says so, with its value', () => {
    const rows = [leak('x', '1', 'g', 'HFC-134a'), gwp('HFC-134a', 'AR5', '1300')];
    const shown = (decimals: number): string[] =>
      runMethod('refrigerant@2', [dataset('a', ...rows)], {
        ...COMMON,
        gwpSet: 'AR5',
        rounding: { mode: 'half-even', decimals },
      }).warnings.map(({ code, message }) => `${code} ${message.split(',')[0]}`);
    expect(shown(2)).toEqual(['rounded-to-zero scope1/refrigerant/HFC-134a is 0.0013 t{CO2e}']);
    expect(shown(3)).toEqual([]);
  });
});
