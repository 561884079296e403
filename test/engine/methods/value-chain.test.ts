import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, gwp, YEAR_2022, YEAR_2023, type TestEntry } from '../dataset.ts';

const use = (key: string, item: string, basis: string, changes: object = {}): TestEntry =>
  entry(key, '1000', 'L', {
    row: 'value-chain-activity',
    item,
    basis,
    category: '3.4',
    geography: 'GB',
    ...changes,
  });
const factor = (key: string, value: string, item: string, basis: string, changes: object = {}): TestEntry =>
  entry(
    key,
    value,
    'kg{CO2e}/L',
    {
      row: 'activity-factor',
      item,
      basis,
      gases: ['CO2', 'CH4', 'N2O'],
      gwpSet: 'AR4',
      year: 2021,
      ...changes,
    },
    ALWAYS,
  );
const outside = (key: string, value: string, item: string, changes: object = {}): TestEntry => ({
  ...factor(key, value, item, 'combustion', { gases: ['CO2'], origin: 'biogenic', ...changes }),
  unit: 'kg{CO2}/L',
});

function run(rows: readonly TestEntry[], changes: object = {}): RunResult {
  return runMethod('value-chain@2', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR4', ...changes });
}

function valuesOf({ figures }: RunResult): object {
  return Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
}

describe('value-chain@2', () => {
  it('adds up combustion and well-to-tank, which together are the whole of a fuel', () => {
    const rows = [
      use('burn', 'diesel', 'combustion'),
      use('supply', 'diesel', 'well-to-tank'),
      factor('ef', '2.5', 'diesel', 'combustion'),
      factor('wtt', '0.6', 'diesel', 'well-to-tank'),
    ];
    const result = run(rows);
    expect(valuesOf(result)).toMatchObject({ 'scope3/3.4/total': '3.1 t{CO2e}' });
    expect(result.warnings).toEqual([]);
  });

  it('refuses a total of a life-cycle part and another, unless it is listed', () => {
    const rows = [
      use('burn', 'diesel', 'combustion'),
      use('goods', 'steel', 'life-cycle'),
      factor('ef', '2.5', 'diesel', 'combustion'),
      factor('lc', '2', 'steel', 'life-cycle'),
    ];
    expect(() => run(rows)).toThrow(expect.objectContaining({ code: 'mixed-bases' }));
    const listed = run(rows, { totals: { mixedBases: 'list' } });
    expect(listed.warnings.map(({ code }) => code)).toContain('mixed-bases');
  });

  it('shows biogenic CO2 in a line of its own, which changes nothing for the fossil one', () => {
    const fossil = [use('burn', 'petrol', 'combustion'), factor('ef', '2.2', 'petrol', 'combustion')];
    const both = valuesOf(run([...fossil, outside('bio', '0.15', 'petrol')]));
    expect(both).toEqual({
      ...valuesOf(run(fossil)),
      'biogenic/scope3/3.4/combustion/petrol': '0.15 t{CO2}',
    });
  });

  it('leaves a use out of the biogenic line where only other places have such a factor', () => {
    const rows = [
      use('here', 'petrol', 'combustion'),
      use('there', 'petrol', 'combustion', { geography: 'DE' }),
      factor('ef', '2.2', 'petrol', 'combustion'),
      outside('bio', '0.15', 'petrol', { geography: 'DE' }),
    ];
    expect(valuesOf(run(rows))).toEqual({
      'scope3/3.4/combustion/petrol': '4.4 t{CO2e}',
      'scope3/3.4/total': '4.4 t{CO2e}',
      'biogenic/scope3/3.4/combustion/petrol': '0.15 t{CO2}',
    });
  });

  it('counts a use that states its origin with factors of that origin alone, and refuses it without one', () => {
    const rows = [
      use('wood', 'pellets', 'combustion', { origin: 'biogenic' }),
      outside('bio', '1.8', 'pellets'),
      factor('ef', '0.1', 'pellets', 'combustion'),
    ];
    expect(valuesOf(run(rows))).toEqual({ 'biogenic/scope3/3.4/combustion/pellets': '1.8 t{CO2}' });
    expect(() => run([rows[0]!, rows[2]!])).toThrow(expect.objectContaining({ code: 'missing-factor' }));
  });

  it('counts methane and nitrous oxide of biogenic carbon in scope 3, and never beside its CO2', () => {
    const gases = ['CH4', 'N2O'];
    const rows = [
      use('wood', 'pellets', 'combustion', { origin: 'biogenic' }),
      outside('bio', '1.8', 'pellets'),
      factor('others', '0.05', 'pellets', 'combustion', { gases }),
    ];
    expect(valuesOf(run(rows))).toEqual({
      'biogenic/scope3/3.4/combustion/pellets': '1.8 t{CO2}',
      'scope3/3.4/combustion/pellets': '0.05 t{CO2e}',
      'scope3/3.4/total': '0.05 t{CO2e}',
    });
    for (const mixed of [gases, ['CO2', ...gases]])
      expect(() =>
        run([rows[0]!, factor('ef', '0.05', 'pellets', 'combustion', { gases: mixed, origin: 'biogenic' })]),
      ).toThrow(expect.objectContaining({ code: 'mixed-gases' }));
  });

  it('refuses a use without an origin where all factors are biogenic', () => {
    const rows = [use('burn', 'petrol', 'combustion'), outside('bio', '0.15', 'petrol')];
    expect(() => run(rows)).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message: expect.stringContaining('state detail.origin') as string,
      }),
    );
  });

  it('adds up factors of single gases by the GWP set of the run, with a figure for each', () => {
    const gases = Object.entries({ CO2: '2.5', CH4: '0.0002', N2O: '0.0001' });
    const rows = [
      use('burn', 'diesel', 'combustion'),
      ...gases.map(([gas, value]) => ({
        ...factor(gas, value, 'diesel', 'combustion', { gases: [gas], gwpSet: undefined }),
        unit: `kg{${gas}}/L`,
      })),
      gwp('CH4', 'AR4', '25'),
      gwp('N2O', 'AR4', '298'),
    ];
    const result = run(rows);
    expect(valuesOf(result)).toEqual({
      'scope3/3.4/combustion/diesel': '2.5348 t{CO2e}',
      'scope3/3.4/combustion/diesel/CO2': '2.5 t{CO2}',
      'scope3/3.4/combustion/diesel/CH4': '0.0002 t{CH4}',
      'scope3/3.4/combustion/diesel/N2O': '0.0001 t{N2O}',
      'scope3/3.4/total': '2.5348 t{CO2e}',
    });
    expect(result.figures.find(({ key }) => key === 'scope3/3.4/total')!.detail.gases).toEqual([
      'CH4',
      'CO2',
      'N2O',
    ]);
    expect(() => run([...rows, factor('ef', '2.6', 'diesel', 'combustion')])).toThrow(
      expect.objectContaining({ code: 'mixed-gases' }),
    );
    const abroad = use('abroad', 'diesel', 'combustion', { geography: 'FR' });
    const french = {
      ...factor('FR/CO2', '2.4', 'diesel', 'combustion', { gases: ['CO2'], geography: 'FR' }),
      unit: 'kg{CO2}/L',
    };
    expect(run([...rows, abroad, french]).warnings).toMatchObject([
      { code: 'missing-gases', row: { key: 'abroad' } },
    ]);
  });

  it('takes a set of another form that is only for other years', () => {
    const old = { ...factor('old', '2.6', 'diesel', 'combustion'), ...YEAR_2022 };
    const co2 = {
      ...factor('CO2', '2.5', 'diesel', 'combustion', { gases: ['CO2'] }),
      unit: 'kg{CO2}/L',
      ...YEAR_2023,
    };
    const rows = [use('burn', 'diesel', 'combustion'), old, co2];
    expect(valuesOf(run(rows, { totals: { co2Only: 'list' } }))).toMatchObject({
      'scope3/3.4/combustion/diesel': '2.5 t{CO2}',
    });
  });

  it('gives methane of fossil origin its own potential under AR6, but not that of combustion', () => {
    const methane = (basis: string): RunResult =>
      run(
        [
          use('gas', 'gas', basis),
          ...['CO2', 'CH4'].map((gas) => ({
            ...factor(gas, '1', 'gas', basis, { gases: [gas], gwpSet: undefined, origin: 'fossil' }),
            unit: `kg{${gas}}/L`,
          })),
          ...(['fossil', 'biogenic'] as const).map((origin) => ({
            ...gwp('CH4', 'AR6', origin === 'fossil' ? '29.8' : '27'),
            key: `AR6/CH4/${origin}`,
            detail: { ...gwp('CH4', 'AR6', '1').detail, origin },
          })),
        ],
        { gwpSet: 'AR6' },
      );
    expect(valuesOf(methane('well-to-tank'))).toMatchObject({ 'scope3/3.4/total': '30.8 t{CO2e}' });
    expect(valuesOf(methane('combustion'))).toMatchObject({ 'scope3/3.4/total': '28 t{CO2e}' });
  });

  it('counts land-use change in a line of its own: beside the total, or within it', () => {
    const rows = [
      use('soy', 'soy', 'life-cycle'),
      factor('ef', '1', 'soy', 'life-cycle'),
      { ...outside('luc', '3', 'soy', { origin: 'land-use', basis: 'life-cycle' }) },
      { ...outside('bio', '2', 'soy', { basis: 'life-cycle' }) },
    ];
    expect(valuesOf(run(rows))).toEqual({
      'scope3/3.4/life-cycle/soy': '1 t{CO2e}',
      'scope3/3.4/total': '1 t{CO2e}',
      'land-use/scope3/3.4/life-cycle/soy': '3 t{CO2}',
      'biogenic/scope3/3.4/life-cycle/soy': '2 t{CO2}',
    });
    const within = { totals: { landUse: 'within' } };
    expect(valuesOf(run(rows, within))).toEqual({
      'scope3/3.4/life-cycle/soy': '1 t{CO2e}',
      'scope3/3.4/life-cycle/soy/land-use': '3 t{CO2}',
      'scope3/3.4/total': '4 t{CO2e}',
      'biogenic/scope3/3.4/life-cycle/soy': '2 t{CO2}',
    });
    const inCo2e = factor('luc', '3.5', 'soy', 'life-cycle', { origin: 'land-use' });
    expect(valuesOf(run([rows[0]!, rows[1]!, inCo2e], { totals: { landUse: 'within' } }))).toMatchObject({
      'scope3/3.4/total': '4.5 t{CO2e}',
    });
    expect(() => run([rows[0]!, rows[1]!, inCo2e])).toThrow(expect.objectContaining({ code: 'mixed-gases' }));
  });
});

const conversion = (name: string, value: string, unit: string, period = ALWAYS): TestEntry =>
  entry(`k/${name}`, value, unit, { row: 'conversion-factor', factor: name, year: 2023 }, period);

describe('a spend of value-chain@2', () => {
  const spend = (unit: string, changes: object = {}): TestEntry => ({
    ...use('spend', 'steel', 'life-cycle', { category: '3.1', ...changes }),
    unit,
  });
  const per = (unit: string): TestEntry => ({
    ...factor('ef', '2', 'steel', 'life-cycle'),
    unit: `kg{CO2e}/${unit}`,
  });

  it('is converted by exchange rate and price index, each with its units', () => {
    const rows = [
      spend('{USD-2023}', { factors: ['eur-per-usd'], divisors: ['inflation'] }),
      conversion('eur-per-usd', '0.8', '{EUR-2023}/{USD-2023}'),
      conversion('inflation', '1.25', '{EUR-2023}/{EUR-2019}'),
      per('{EUR-2019}'),
    ];
    // 1000 USD × 0.8 / 1.25 × 2 kg
    expect(valuesOf(run(rows))).toMatchObject({ 'scope3/3.1/total': '1.28 t{CO2e}' });
  });

  it('warns of a conversion factor of 0, which makes nothing of it', () => {
    const rows = [
      spend('{EUR-2019}', { factors: ['share'] }),
      conversion('share', '0', '1'),
      per('{EUR-2019}'),
    ];
    const { warnings } = run(rows);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'implausible-value',
        message: expect.stringMatching(/^k\/share is a conversion factor of 0/) as unknown,
      }),
    );
  });

  it.each([
    ['another currency', 'unit-mismatch', '{USD-2019}', '{EUR-2019}'],
    ['another price year', 'unit-mismatch', '{EUR-2023}', '{EUR-2019}'],
    ["basic prices for purchaser's", 'unit-mismatch', '{EUR-2019}', '{EUR-2019-basic}'],
    ['no price year', 'missing-price-year', '{EUR}', '{EUR}'],
    ['no price year of the factor', 'missing-price-year', '{EUR-2019}', '{EUR}'],
  ])('is refused for %s', (_, code, spent, priced) => {
    expect(() => run([spend(spent), per(priced)])).toThrow(expect.objectContaining({ code }));
  });

  it('takes the conversion factor of its own period', () => {
    const rates = [
      conversion('rate', '0.5', '{EUR-2023}/{USD-2023}', YEAR_2022),
      { ...conversion('rate', '0.8', '{EUR-2023}/{USD-2023}', YEAR_2023), key: 'k/now' },
    ];
    const rows = [spend('{USD-2023}', { factors: ['rate'] }), ...rates, per('{EUR-2023}')];
    expect(valuesOf(run(rows))).toMatchObject({ 'scope3/3.1/total': '1.6 t{CO2e}' });
  });
});
