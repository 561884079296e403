import { describe, expect, it } from 'vitest';
import { validateDataset } from '../../../engine/datasets/validate.ts';
import { readRows } from '../../../engine/rows/row.ts';
import { ALWAYS, dataset, documentOf, entry, YEAR_2023 } from '../dataset.ts';

const USE = { row: 'fuel-use', fuel: 'coal', category: '1.A.2', geography: 'CN' };
const SCORES = { reliability: 1, completeness: 2, temporal: 3, geographical: 4, technological: 5 };

/** Returns what is wrong with a fuel use with these members, as column and message. */
const find = (members: Record<string, unknown>): string[] =>
  validateDataset('activity', [entry('a', '1', 't', { ...USE, ...members })]).map(
    ({ column, message }) => `${column}: ${message}`,
  );

const UNCERTAIN = [
  { distribution: 'normal', standardDeviation: '0.05' },
  { distribution: 'lognormal', geometricStandardDeviation: '1.2' },
  { distribution: 'lognormal', geometricStandardDeviation: '1.2', valueIs: 'mean' },
  { distribution: 'uniform', least: '0.9', most: '1.1' },
  { distribution: 'triangular', least: '0', most: '2' },
  { distribution: 'interval95', halfWidth: '0.1' },
  { distribution: 'limits95', lower: '0.9', upper: '1.2' },
  { distribution: 'normal', standardDeviation: '30', unit: 'kg' },
  { distribution: 'triangular', least: '-4', most: '1100', unit: 'kg', valueIs: 'mean' },
  { distribution: 'empirical', values: ['0.9', '1', '1.2'] },
  { distribution: 'quantiles', values: ['0.9', '1', '1.2'] },
  { distribution: 'pedigree', ...SCORES, basicVariance: '0.0006' },
];

describe('a member that every row with a value can have', () => {
  it.each([
    ...UNCERTAIN.map((uncertainty) => ({ uncertainty })),
    { quality: SCORES },
    { origin: 'land-use' },
    { entity: 'lei:529900T8BM49AURSDO55' },
    { counterparty: 'lei:529900T8BM49AURSDO55' },
    { title: 'Boiler 2', source: { title: 'Bill of March', published: '2023-04-02' } },
    { custom: { orgin: 'anything', list: [1, { deep: null }] } },
  ])('%j is valid, and a run reads it', (members) => {
    expect(find(members)).toEqual([]);
    const [row] = readRows([dataset('1', entry('a', '1', 't', { ...USE, ...members }))]);
    expect(row?.detail).toEqual({ ...USE, ...members });
  });

  it.each([
    [
      { uncertainty: { distribution: 'normal' } },
      'detail.uncertainty.standardDeviation: fuel-use requires uncertainty.standardDeviation',
    ],
    [
      { uncertainty: { distribution: 'normal', standardDeviation: 0.05 } },
      'detail.uncertainty.standardDeviation: expected a decimal as text, such as "0.05", got 0.05',
    ],
    [
      { uncertainty: { distribution: 'normal', standardDeviation: '5 %' } },
      'detail.uncertainty.standardDeviation: expected a decimal as text, such as "0.05", got "5 %"',
    ],
    [
      { uncertainty: { distribution: 'gauss', standardDeviation: '0.05' } },
      'detail.uncertainty.distribution: expected one of normal, interval95, limits95, lognormal, uniform, triangular, pedigree, empirical, quantiles in the member distribution, got "gauss"',
    ],
    [
      { uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '1.2', valueIs: 'average' } },
      'detail.uncertainty.valueIs: expected "median" or "mean" or "mode", got "average"',
    ],
    [
      { uncertainty: '5 %' },
      'detail.uncertainty: expected one of normal, interval95, limits95, lognormal, uniform, triangular, pedigree, empirical, quantiles in the member distribution, got "5 %"',
    ],
    [
      { uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '0.9' } },
      'detail.uncertainty.geometricStandardDeviation: expected a decimal of at least 1 as text, such as "1.1", got "0.9"',
    ],
    [
      { uncertainty: { distribution: 'uniform', least: '900', most: '1100' } },
      'detail.uncertainty.least: expected the least value over the stated one: a decimal from 0 to 1 as text, such as "0.9", got "900"',
    ],
    [
      { uncertainty: { distribution: 'pedigree', ...SCORES, temporal: 6, basicVariance: '0.0006' } },
      'detail.uncertainty.temporal: expected at most 5, got 6',
    ],
    [
      { quality: { ...SCORES, temporal: undefined } },
      'detail.quality.temporal: fuel-use requires quality.temporal',
    ],
    [{ quality: 3 }, 'detail.quality: expected an object, got 3'],
    [{ origin: 'bio' }, 'detail.origin: expected "fossil" or "biogenic" or "land-use", got "bio"'],
  ])('%j is refused with what to write', (members, message) => {
    expect(find(members)[0]).toBe(message);
  });
});

describe('a member that no declaration has', () => {
  const SITE =
    'fuel-use has no member "site": it can have fuel, category, geography, facility, counterparty, factors, divisors, calorific, conditions, meter, uncertainty, correlation, quality, origin, entity, title, source, custom. What nothing reads belongs into custom';

  it.each<[string, Record<string, unknown>, string, string]>([
    ['orgin', { orgin: 'biogenic' }, '"biogenic"', 'fuel-use has no member "orgin": did you mean origin?'],
    ['geografy', { geografy: 'CN' }, '"CN"', 'fuel-use has no member "geografy": did you mean geography?'],
    ['entitiy', { entitiy: 'a' }, '"a"', 'fuel-use has no member "entitiy": did you mean entity?'],
    ['site', { site: { name: 'North' } }, '{"name":"North"}', SITE],
    [
      'uncertainty.standardDevation',
      { uncertainty: { distribution: 'normal', standardDeviation: '0.05', standardDevation: '0.5' } },
      '"0.5"',
      'uncertainty has no member "standardDevation": did you mean standardDeviation?',
    ],
    [
      'source.license',
      { source: { title: 'T', license: 'MIT' } },
      '"MIT"',
      'source has no member "license": did you mean licence?',
    ],
  ])(
    '%s is refused in a dataset and in a run, with its value and the nearest name',
    (path, members, value, message) => {
      const row = entry('a', '1', 't', { ...USE, ...members });
      expect(validateDataset('activity', [row])).toEqual([
        { code: 'unknown-member', row: 'a', column: `detail.${path}`, message, value },
      ]);
      expect(() => readRows([dataset('1', row)])).toThrow(
        expect.objectContaining({
          code: 'unknown-member',
          message: `a states ${value}, but ${message}`,
          row: { record: dataset('1').record, key: 'a', column: `detail.${path}` },
        }),
      );
    },
  );

  it('is found in each object of a list, and all of them are listed', () => {
    const file = { path: 'Z.txt', size: 1, sha256: '0'.repeat(64) };
    const reading = documentOf('reading', {
      ...{ row: 'table-reading', format: 'pymrio', year: 2020, names: [], negatives: {}, tolerance: '0' },
      ...{ leftOut: [], accepted: [], files: [file, { ...file, bytes: 1, comment: 'x' }], note: 'y' },
    });
    expect(
      validateDataset(null, [reading])
        .map(({ code, column }) => `${code} ${column}`)
        .sort(),
    ).toEqual([
      'unknown-member detail.files.1.bytes',
      'unknown-member detail.files.1.comment',
      'unknown-member detail.note',
    ]);
  });
});

describe('a row type that states more', () => {
  const factor = (members: Record<string, unknown>, unit = 'kg{CO2e}/L'): ReturnType<typeof entry> => {
    const detail = {
      row: 'emission-factor',
      fuel: 'diesel',
      gas: 'CO2e',
      origin: 'fossil',
      basis: 'combustion',
      year: 2021,
    };
    return entry(`factor/${unit.replace('{CO2e}', '')}`, '2.7', unit, { ...detail, ...members }, ALWAYS);
  };
  const CO2E = { gases: ['CO2', 'CH4', 'N2O'], gwpSet: 'AR4' };

  it('a factor of CO2e names its gases and GWP set, in a dataset and in a run', () => {
    const problems = validateDataset('factor', [factor({})]);
    expect(problems.map(({ code, column }) => `${code} ${column}`)).toEqual([
      'missing-member detail.gases',
      'missing-member detail.gwpSet',
    ]);
    expect(problems[0]?.message).toBe(
      'emission-factor requires gases: expected the gases that a factor of CO2e sums, and their GWP set',
    );
    expect(() => readRows([dataset('1', factor({ gases: ['CO2'] }))])).toThrow(
      expect.objectContaining({
        code: 'bad-detail',
        row: expect.objectContaining({ column: 'detail.gwpSet' }),
      }),
    );
    expect(validateDataset('factor', [factor(CO2E)])).toEqual([]);
  });

  it('factors of one fuel per litre, per kilogram, per gross and per net energy are four', () => {
    const rows = [
      factor(CO2E),
      factor(CO2E, 'kg{CO2e}/kg'),
      factor({ ...CO2E, calorific: 'gross' }, 'kg{CO2e}/kW.h'),
      factor({ ...CO2E, calorific: 'net' }, 'kg{CO2e}/MW.h'),
    ];
    expect(validateDataset('factor', rows)).toEqual([]);
    const again = validateDataset('factor', [...rows, factor(CO2E, 'kg{CO2e}/m3')]);
    expect(again.map(({ code, row }) => `${code} ${row}`)).toEqual(['ambiguous-row factor/kg/m3']);
    const net = validateDataset('factor', [...rows, factor(CO2E, 'kg{CO2e}/GJ')]);
    expect(net.map(({ code, row }) => `${code} ${row}`)).toEqual(['ambiguous-row factor/kg/GJ']);
  });

  it('a stock is the value on one day', () => {
    const detail = { row: 'carbon-stock', stratum: 'spruce', pool: 'AB', geography: 'DE' };
    const stock = (period: typeof ALWAYS): string[] =>
      validateDataset('natural', [entry('a', '1', 't{C}', detail, period)]).map(
        ({ code, column }) => `${code} ${column}`,
      );
    const day = { from: YEAR_2023.from, until: YEAR_2023.from + 86_400 };
    expect(stock(day)).toEqual([]);
    expect(stock(YEAR_2023)).toEqual(['bad-period until']);
    expect(stock(ALWAYS)).toEqual(['missing-period from']);
  });

  it('a market includes places that exist', () => {
    const market = (includes: unknown): string[] => {
      const detail = { row: 'market-boundary', market: 'AIB', includes };
      return validateDataset('power', [{ key: 'a', value: null, unit: '', ...ALWAYS, detail }]).map(
        ({ code, column }) => `${code} ${column}`,
      );
    };
    expect(market(['DE', 'FR', 'CN-31'])).toEqual([]);
    expect(market(['DE', 'XX'])).toEqual(['bad-place detail.includes']);
    expect(market(['DE', 'europe'])).toEqual(['bad-place detail.includes.1']);
    expect(market([])).toEqual(['bad-place detail.includes']);
  });

  it.each(['certificate', 'contract', 'tariff'])('an instrument can be a %s', (kind) => {
    expect(kindProblems(kind)).toEqual([]);
  });

  it.each(['offset', 'Contract', 'certificates', 'power contract', 'green electricity certificate'])(
    'an instrument cannot be a %s',
    (kind) => {
      expect(kindProblems(kind)).toEqual(['bad-member detail.kind']);
    },
  );
});

function kindProblems(kind: string): string[] {
  const detail = {
    row: 'instrument',
    id: '1',
    vintage: '2023',
    factor: '0',
    factorUnit: 'kg/kW.h',
    gases: ['CO2'],
    geography: 'CN',
    kind,
  };
  return validateDataset('power', [entry('a', '1', 'MW.h', detail)]).map(
    ({ code, column }) => `${code} ${column}`,
  );
}
