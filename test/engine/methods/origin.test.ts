import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf, fuelUse, gwp, type TestEntry } from '../dataset.ts';

const GRIDS = { location: 'national', residual: 'national' };
const INVENTORY = { ...COMMON, gwpSet: 'AR6', grids: GRIDS };
const DONE = { category: '2.A', geography: 'CN' };

const of = (origin: string, row: TestEntry): TestEntry => ({ ...row, detail: { ...row.detail, origin } });

function factor(gas: string, origin: string, value: string, more: Record<string, unknown> = {}): TestEntry {
  const detail = {
    row: 'emission-factor',
    fuel: 'diesel',
    gas,
    origin,
    basis: 'combustion',
    year: 2021,
    ...more,
  };
  return entry(`${gas}/${origin}/${String(more['geography'])}`, value, `kg{${gas}}/L`, detail, ALWAYS);
}

const litres = (key: string): TestEntry => fuelUse(key, '1000', 'L', 'diesel');
const measured = (key: string, value: string, gas: string): TestEntry =>
  entry(key, value, `t{${gas}}`, { row: 'measured-emission', gas, source: 'stack', ...DONE });

function valuesOf({ figures }: RunResult, pattern = /./): Record<string, string> {
  const shown = figures.filter(({ key }) => pattern.test(key));
  return Object.fromEntries(shown.map(({ key, value }) => [key, value]));
}

function combust(...rows: readonly TestEntry[]): Record<string, string> {
  return valuesOf(runMethod('combustion@2', [dataset('a', ...rows)], COMMON));
}

const FOSSIL = 'scope1/combustion/diesel/CO2';
const BIOGENIC = 'biogenic/combustion/diesel/CO2';

describe('the origin of burned carbon', () => {
  it('a biogenic factor adds a line and changes nothing for fossil CO2', () => {
    const fossil = [litres('use'), factor('CO2', 'fossil', '2.5'), factor('CH4', 'fossil', '0.001')];
    const biogenic = [factor('CO2', 'biogenic', '0.14'), factor('CH4', 'biogenic', '0.007')];
    const before = combust(...fossil);
    expect(combust(...fossil, ...biogenic)).toEqual({ ...before, [BIOGENIC]: '0.14' });
  });

  it('a missing fossil factor is refused although there is a biogenic one', () => {
    const run = (): unknown => combust(litres('use'), factor('CO2', 'biogenic', '0.14'));
    expect(run).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message: expect.stringContaining('state detail.origin biogenic in the use') as string,
      }),
    );
  });

  it('a use takes only factors of the origin that it states', () => {
    const rows = [
      of('fossil', litres('mineral')),
      of('biogenic', litres('hvo')),
      of('land-use', litres('cleared')),
      litres('blend'),
      factor('CO2', 'fossil', '2.5'),
      factor('CO2', 'biogenic', '0.14'),
    ];
    expect(combust(...rows)).toEqual({
      [FOSSIL]: '5',
      [BIOGENIC]: '0.28',
      'land-use/combustion/diesel/CO2': '0.14',
    });
  });

  it('each set of a figure selects exactly the uses that it adds up', () => {
    const rows = [
      of('fossil', litres('mineral')),
      of('biogenic', litres('hvo')),
      of('biogenic', litres('hvo2')),
      litres('blend'),
      factor('CO2', 'fossil', '2.5'),
      factor('CO2', 'biogenic', '0.14'),
    ];
    const result = runMethod('combustion@2', [dataset('a', ...rows)], { ...COMMON, listed: 0 });
    const wheres = figureOf(result, BIOGENIC).detail.derivation.operands.flatMap((operand) =>
      'selection' in operand && operand.name.startsWith('AD') ? [operand.selection.where] : [],
    );
    expect(wheres).toEqual([{ fuel: 'diesel', geography: 'CN', origin: 'biogenic' }]);
    const count = result.figures.flatMap(({ detail }) =>
      detail.derivation.operands.filter((operand) => 'key' in operand && operand.key === 'blend'),
    );
    expect(count.length).toBe(2);
  });

  // 1 TJ × 27.5 kg/GJ × 44/12
  it.each(['combustion@2', 'combustion-carbon@2'])(
    '%s places carbon by the origin that the use states',
    (method) => {
      const rows = ['fossil', 'biogenic', 'land-use'].map((origin) => {
        const use = fuelUse(origin, '1', 'TJ', 'waste');
        return { ...use, detail: { ...use.detail, origin, calorific: 'net' } };
      });
      const carbon = entry(
        'cc',
        '27.5',
        'kg{C}/GJ',
        { row: 'carbon-content', fuel: 'waste', year: 2021 },
        ALWAYS,
      );
      const oxidation = entry('of', '0.6', '1', { row: 'oxidation', fuel: 'waste', year: 2021 }, ALWAYS);
      const result = runMethod(method, [dataset('a', ...rows, carbon, oxidation)], COMMON);
      const paths = ['biogenic', 'land-use', 'scope1'].map((prefix) => `${prefix}/combustion/waste/CO2`);
      expect(valuesOf(result)).toEqual(Object.fromEntries(paths.map((path) => [path, '60.5'])));
      const own = of('biogenic', { ...carbon, key: 'own', value: '30' });
      const changed = runMethod(method, [dataset('a', ...rows, carbon, own, oxidation)], COMMON);
      expect(valuesOf(changed)).toEqual({ ...valuesOf(result), [paths[0]!]: '66', [paths[1]!]: '66' });
    },
  );

  it('a factor of CO2e must not count biogenic CO2', () => {
    const mixed = factor('CO2e', 'biogenic', '3', { gases: ['CO2', 'CH4'], gwpSet: 'AR6' });
    expect(() =>
      runMethod('combustion@2', [dataset('a', of('biogenic', litres('use')), mixed)], {
        ...COMMON,
        gwpSet: 'AR6',
      }),
    ).toThrow(expect.objectContaining({ code: 'mixed-gases' }));
  });
});

describe('the origin of measured and process emissions', () => {
  it('CO2 that is not fossil has its own lines outside the scopes; other gases are in scope 1', () => {
    const result = runMethod(
      'process@2',
      [
        dataset(
          'a',
          measured('a', '10', 'CO2'),
          of('fossil', measured('b', '1', 'CO2')),
          of('biogenic', measured('c', '5', 'CO2')),
          of('land-use', measured('d', '2', 'CO2')),
          of('biogenic', measured('e', '3', 'CH4')),
          measured('f', '4', 'CH4'),
        ),
      ],
      COMMON,
    );
    const scopes = result.figures.map(({ key, value, unit, detail: { scope } }) => [key, value, unit, scope]);
    expect(scopes).toEqual([
      ['biogenic/measured/stack/CO2', '5', 't{CO2}', null],
      ['land-use/measured/stack/CO2', '2', 't{CO2}', null],
      ['scope1/measured/stack/CH4', '4', 't{CH4}', 1],
      ['scope1/measured/stack/CH4(biogenic)', '3', 't{CH4}', 1],
      ['scope1/measured/stack/CO2', '11', 't{CO2}', 1],
    ]);
  });

  it('a factor or an activity states the origin of a process', () => {
    const activity = (key: string): TestEntry =>
      entry(key, '100', 't', { row: 'process-activity', process: 'kiln', kind: 'process', ...DONE });
    const emits = (gas: string, value: string, origin?: string): TestEntry => {
      const row = entry(`${gas}/${origin}`, value, `t{${gas}}/t`, {
        row: 'process-factor',
        process: 'kiln',
        gas,
        year: 2021,
      });
      return origin === undefined ? row : of(origin, row);
    };
    const run = (...rows: TestEntry[]): Record<string, string> =>
      valuesOf(runMethod('process@2', [dataset('a', ...rows)], COMMON));
    expect(run(activity('x'), emits('CO2', '0.5'), emits('CO2', '0.1', 'biogenic'))).toEqual({
      'scope1/process/kiln/CO2': '50',
      'biogenic/process/kiln/CO2': '10',
    });
    expect(run(activity('x'), of('biogenic', activity('y')), emits('CO2', '0.5'))).toEqual({
      'scope1/process/kiln/CO2': '50',
      'biogenic/process/kiln/CO2': '50',
    });
  });

  it('no total of a scope includes CO2 that is not fossil, which has totals of its own', () => {
    const rows = [
      measured('a', '10', 'CO2'),
      of('biogenic', measured('c', '5', 'CO2')),
      of('land-use', measured('d', '2', 'CO2')),
    ];
    const result = runMethod('inventory@2', [dataset('a', ...rows)], INVENTORY);
    expect(valuesOf(result, /total/)).toEqual({
      'scope1/total': '10',
      'total/location': '10',
      'total/market': '10',
      'biogenic/scope1/total': '5',
      'land-use/scope1/total': '2',
    });
  });
});

// IPCC AR6, working group I, table 7.15: 29.8 for fossil methane, 27.0 for other methane; 27.9 of table 7.SM.7 has no origin
describe('methane under AR6', () => {
  const potential = (value: string, origin?: string): TestEntry => {
    const row = { ...gwp('CH4', 'AR6', value), key: `AR6/CH4/${origin}` };
    return origin === undefined ? row : of(origin, row);
  };
  const ALL = [potential('27.9'), potential('29.8', 'fossil'), potential('27', 'biogenic')];
  const leak = (origin?: string): TestEntry => {
    const row = entry('leak', '10', 't', {
      row: 'process-activity',
      process: 'mine',
      kind: 'fugitive',
      ...DONE,
    });
    return origin === undefined ? row : of(origin, row);
  };
  const METHANE = entry('ef', '0.1', 't{CH4}/t', {
    row: 'process-factor',
    process: 'mine',
    gas: 'CH4',
    year: 2021,
  });
  const BURNED = [litres('use'), factor('CO2', 'fossil', '0'), factor('CH4', 'fossil', '1')];
  const total = (rows: readonly TestEntry[], potentials: readonly TestEntry[]): RunResult =>
    runMethod('inventory@2', [dataset('a', ...rows), dataset('b', ...potentials)], INVENTORY);
  const valueOf = (...[rows, potentials]: Parameters<typeof total>): string =>
    figureOf(total(rows, potentials), 'scope1/total').value;

  it.each([
    ['fugitive', [leak(), METHANE], '29.8'],
    ['measured', [measured('m', '1', 'CH4')], '29.8'],
    ['biogenic fugitive', [leak('biogenic'), METHANE], '27'],
    ['biogenic measured', [of('biogenic', measured('m', '1', 'CH4'))], '27'],
    ['burned fossil', BURNED, '27'],
  ])('%s methane has its own potential', (_, rows, expected) => {
    expect(valueOf(rows, ALL)).toBe(expected);
  });

  it('counts both origins of one source in one total, and in the total of the gas', () => {
    const rows = [measured('m', '1', 'CH4'), of('biogenic', measured('n', '1', 'CH4'))];
    const result = total(rows, ALL);
    expect(valuesOf(result, /^(scope1\/total|by-gas)/)).toEqual({
      'scope1/total': '56.8',
      'by-gas/CH4': '56.8',
    });
  });

  it('takes 27.9 only where no row has the origin, with a warning', () => {
    const result = total([leak(), METHANE], [potential('27.9')]);
    const figure = figureOf(result, 'scope1/total');
    expect(figure.value).toBe('27.9');
    expect(figure.detail.derivation.warnings).toContainEqual(
      expect.objectContaining({ code: 'methane-origin-unstated' }),
    );
    const codes = total([leak(), METHANE], ALL).warnings.map(({ code }) => code);
    expect(codes).not.toContain('methane-origin-unstated');
  });

  it('is refused where only the potential of the other origin is there', () => {
    expect(() => total([leak(), METHANE], [potential('27', 'biogenic')])).toThrow(EngineError);
  });

  it('has no origin, and no warning, in sets with one value', () => {
    const inputs = [dataset('a', leak(), METHANE), dataset('b', gwp('CH4', 'AR5', '28'))];
    const result = runMethod('inventory@2', inputs, { ...INVENTORY, gwpSet: 'AR5' });
    expect(figureOf(result, 'scope1/total').value).toBe('28');
    expect(result.warnings).toEqual([]);
  });
});
