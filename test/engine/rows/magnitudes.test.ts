import { describe, expect, it } from 'vitest';
import { findUnlike, findUnlikeNeighbours } from '../../../engine/rows/checks/unlike.ts';
import type { Warning } from '../../../engine/errors/warning.ts';
import { describeRun, repeatRun, type RunResult } from '../../../engine/run.ts';
import { MONTHS } from '../company/company.ts';
import { refusal } from '../company/changes.ts';
import { runChecked } from '../company/checked-run.ts';
import {
  ALWAYS,
  COMMON,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  type TestEntry,
} from '../dataset.ts';

const steady = [100, 104, 98, 101, 97, 103, 99, 100, 102, 96, 105, 101];
const withValue = (values: readonly number[], at: number, value: number): number[] =>
  values.map((other, index) => (index === at ? value : other));

describe('findUnlike', () => {
  it.each([
    ['a thousandfold amount', 4, 97_000, 970],
    ['a thousandth', 0, 0.1, 0.001],
    ['GJ entered as MWh', 7, 360, 3.6],
    ['MWh entered as GJ', 7, 27.8, 0.278],
    ['twelve months in one', 11, 1212, 12],
  ])('finds %s among steady months', (_, at, value, ratio) => {
    const found = findUnlike(withValue(steady, at, value));
    expect(found?.places).toEqual([at]);
    expect(found!.ratio / ratio).toBeCloseTo(1, 1);
  });

  it.each([
    ['a month of half', 50],
    ['a works that stands still', 15],
    ['a month without use', 0],
    ['twice as much', 200],
  ])('finds nothing in %s', (_, value) => {
    expect(findUnlike(withValue(steady, 5, value))).toBeNull();
  });

  it('finds a slip of a tenth only where all others agree within two per cent', () => {
    const even = steady.map((value) => 100 + (value - 100) / 10);
    expect(findUnlike(withValue(even, 3, 110))?.places).toEqual([3]);
    expect(findUnlike(withValue(steady, 3, 110))).toBeNull();
  });

  it('finds each of several that agree with one another', () => {
    const mixed = steady.map((value, index) => (index % 3 === 0 ? value * 1000 : value));
    expect(findUnlike(mixed)?.places).toEqual([0, 3, 6, 9]);
  });

  it('is silent where values vary as they like', () => {
    expect(findUnlike([3, 900, 40, 5, 220, 17])).toBeNull();
    expect(findUnlike([])).toBeNull();
    expect(findUnlike([7])).toBeNull();
  });
});

describe('findUnlikeNeighbours', () => {
  const seasons = Array.from(
    { length: 12 },
    (_, month) => 1000 * (1 + 0.8 * Math.cos((month * Math.PI) / 6)),
  );

  it('finds a slip that the seasons hide', () => {
    const values = withValue(seasons, 5, seasons[5]! * 3.6);
    expect(findUnlike(values)).toBeNull();
    expect(findUnlikeNeighbours(values)?.places).toEqual([5]);
  });

  it.each([0, 11])('finds a slip at the end of a series, at place %s', (place) => {
    const values = withValue(seasons, place, seasons[place]! / 29.3);
    expect(findUnlike(values)).toBeNull();
    expect(findUnlikeNeighbours(values)?.places).toEqual([place]);
  });

  it('finds nothing in the seasons', () => {
    expect(findUnlikeNeighbours(seasons)).toBeNull();
    expect(findUnlikeNeighbours(steady)).toBeNull();
  });
});

const inYear = (
  year: number,
  change: (value: number, month: number) => number = (value) => value,
): TestEntry[] =>
  steady.map((value, month) => ({
    ...electricity(`power/${year}-${month + 1}`, String(change(value, month)), 'MW.h', 'DE'),
    from: Date.UTC(year, month) / 1000,
    until: Date.UTC(year, month + 1) / 1000,
  }));
const GRIDS = dataset(
  'f',
  ...['average', 'residual'].map((mix) => gridFactor(mix, '0.4', mix, { geography: 'DE' })),
);
const PARAMETERS = { ...COMMON, grids: { location: 'national', residual: 'national' } };
const run = (...rows: readonly TestEntry[]): RunResult =>
  runChecked('scope2', [dataset('a', ...rows), GRIDS], PARAMETERS);
const warningsOf = ({ figures }: RunResult): Warning[] =>
  figures.flatMap(({ detail }) => detail.derivation.warnings);
const unusual = ({ warnings }: RunResult): Warning[] =>
  warnings.filter(({ code }) => code === 'implausible-value');
const told = (warnings: readonly Warning[]): string[] =>
  warnings.map(({ code, row, message }) => `${code} ${row.key} ${message}`);

describe('an amount that is unlike its series is a warning', () => {
  it('of its figures, and of the run that is repeated from the used rows', () => {
    const result = run(...inYear(2023, (value, month) => (month === 3 ? value * 1000 : value)));
    expect(told(result.warnings)).toEqual([
      'implausible-value power/2023-4 power/2023-4 (101000 MW.h) is 1040 times the median of its series of 12 periods: kWh entered as MWh, ' +
        'kg as t, litres as m3, or a decimal point read as a separator of thousands? Check the value, its unit and its period (40400 t{CO2}, 98.9 % of scope2/location)',
    ]);
    expect(warningsOf(result)).not.toEqual([]);
    const { rounding, ...others } = PARAMETERS;
    const again = repeatRun(describeRun('scope2@2', { rounding, ...others }, result, '0x'), [
      dataset('a', ...inYear(2023, (value, month) => (month === 3 ? value * 1000 : value))),
      GRIDS,
    ]);
    expect(again.figures).toEqual(result.figures);
    expect(again.warnings).toEqual(result.warnings);
  });

  it('but not where rows of one series share a period, as purchases do', () => {
    const rows = inYear(2023).map((row, index) => ({
      ...row,
      ...MONTHS[0]!,
      value: index === 0 ? '90000' : row.value,
    }));
    expect(unusual(run(...rows))).toEqual([]);
  });
});

describe('an amount that is unlike the year before is a warning', () => {
  it('of the run, and not of its figures', () => {
    const result = run(...inYear(2022), ...inYear(2023, (value) => value / 1000));
    expect(told(result.warnings)).toEqual([
      expect.stringMatching(
        /^implausible-value power\/2023-1 .* are 0\.001 times the median of the same series one year before .*MWh entered as kWh/,
      ),
    ]);
    expect(warningsOf(result)).toEqual([]);
  });

  it('also where all months are gross that were net', () => {
    const { warnings } = run(...inYear(2022), ...inYear(2023, (value) => Number((value * 1.1).toFixed(1))));
    expect(told(warnings)).toEqual([expect.stringContaining('gross energy taken as net')]);
  });

  it('but not a year of growth', () => {
    const grown = (value: number, month: number): number => Math.round(value * (1.02 + 0.02 * (month % 5)));
    expect(run(...inYear(2022), ...inYear(2023, grown)).warnings).toEqual([]);
  });

  it('and each of several series', () => {
    const ofSite = (rows: readonly TestEntry[], facility: string): TestEntry[] =>
      rows.map((row) => ({ ...row, key: `${facility}/${row.key}`, detail: { ...row.detail, facility } }));
    const sites = ['b', 'a'].flatMap((site) => [
      ...ofSite(inYear(2022), site),
      ...ofSite(
        inYear(2023, (value) => value / 1000),
        site,
      ),
    ]);
    expect(unusual(run(...sites)).map(({ row }) => row.key)).toEqual(['a/power/2023-1', 'b/power/2023-1']);
  });

  it('and one of a year that was mistyped', () => {
    const rows = inYear(2023);
    const moved = { ...rows[4]!, from: Date.UTC(2032, 4) / 1000, until: Date.UTC(2032, 5) / 1000 };
    const { warnings } = run(...rows.filter((_, index) => index !== 4), moved);
    expect(warnings.map(({ code, row }) => `${code} ${row.key}`)).toContain('far-period power/2023-5');
  });
});

const burn = (use: TestEntry, factors: readonly TestEntry[]): RunResult =>
  runChecked('combustion', [dataset('a', use), dataset('b', ...factors)], COMMON);

describe('a factor that is unlike the starter data is a warning:', () => {
  const changed = (factors: readonly TestEntry[], key: string, change: Partial<TestEntry>): TestEntry[] =>
    factors.map((row) => (row.key === key ? { ...row, ...change } : row));
  const anthracite = fuelDefaults('Anthracite', '26.7', '1', { CO2: '98300' });
  const use = fuelUse('use', '10', 't', 'Anthracite');

  it('none where it is the same under another spelling', () => {
    expect(told(burn(use, anthracite).warnings).join()).not.toContain('implausible-value');
  });

  it.each([
    [
      'carbon as CO2',
      'Anthracite/ef/CO2',
      '26809',
      '0.273 times the median of the starter data for its subject: carbon taken as CO2',
    ],
    ['kWh as MJ', 'Anthracite/ncv', '7.41', '0.278 times'],
  ])('%s', (_, key, value, text) => {
    const { warnings } = burn(use, changed(anthracite, key, { value }));
    expect(warnings.map(({ row }) => row.key)).toContain(key);
    expect(told(warnings).join()).toContain(text);
  });

  it('CO2 of 0', () => {
    const zero = changed(anthracite, 'Anthracite/ef/CO2', { value: '0' });
    expect(told(burn(use, zero).warnings).join()).toContain(
      'Anthracite/ef/CO2 is 0 kg{CO2}/TJ, and the starter data',
    );
  });

  it('the gross factor of a fuel as a net one', () => {
    const gross = (value: string, calorific: object): TestEntry =>
      entry(
        'gas',
        value,
        'kg{CO2e}/kW.h',
        {
          row: 'emission-factor',
          fuel: 'natural gas',
          gas: 'CO2e',
          gases: ['CO2', 'CH4', 'N2O'],
          gwpSet: 'AR4',
          origin: 'fossil',
          basis: 'combustion',
          year: 2021,
          ...calorific,
        },
        ALWAYS,
      );
    const named = {
      ...gross('0.18316', {}),
      detail: { ...gross('0.18316', {}).detail, fuel: 'natural-gas' },
    };
    const burnt = (row: TestEntry): string[] =>
      told(
        runChecked(
          'combustion',
          [dataset('a', fuelUse('use', '10', 'MW.h', 'natural-gas')), dataset('b', row)],
          { ...COMMON, gwpSet: 'AR4' },
        ).warnings,
      ).filter((text) => text.startsWith('implausible'));
    expect(burnt(named)).toEqual([
      expect.stringContaining('is the value of the starter data per gross energy'),
    ]);
    expect(burnt({ ...named, value: '0.20297' })).toEqual([]);
  });
});

describe('properties of one fuel that contradict each other are refused:', () => {
  const density = entry(
    'coal/density',
    '1000',
    'kg/m3',
    { row: 'density', fuel: 'coal', year: 2023 },
    ALWAYS,
  );
  const grossed = entry(
    'coal/gcv',
    '20',
    'TJ/Gg',
    { row: 'gross-calorific-value', fuel: 'coal', year: 2023 },
    ALWAYS,
  );
  const perGross = entry(
    'coal/ef/CH4',
    '1',
    'kg{CH4}/TJ',
    {
      row: 'emission-factor',
      fuel: 'coal',
      gas: 'CH4',
      origin: 'fossil',
      basis: 'combustion',
      calorific: 'gross',
      year: 2023,
    },
    ALWAYS,
  );

  it('a CO2 factor that with the calorific value is more carbon than mass', () => {
    const { code, message, row } = refusal(() =>
      burn(fuelUse('use', '1', 't', 'coal'), fuelDefaults('coal', '40', '1', { CO2: '98300' })),
    );
    expect({ code, row: row?.key }).toEqual({ code: 'out-of-range', row: 'coal/ef/CO2' });
    expect(message).toContain(
      'coal/ef/CO2 (98300 kg{CO2}/TJ) times coal/ncv (40 TJ/Gg) is 3.932 kg/kg: expected at most 3.667',
    );
  });

  it('a net calorific value above the gross one', () => {
    const rows = [...fuelDefaults('coal', '26.7', '1', { CO2: '98300' }), grossed, perGross];
    expect(refusal(() => burn(fuelUse('use', '1', 't', 'coal'), rows)).message).toContain(
      'the net calorific value is a part of the gross one',
    );
    expect(() =>
      burn(fuelUse('use', '1', 't', 'coal'), [
        ...rows.filter((row) => row !== grossed),
        { ...grossed, value: '28' },
      ]),
    ).not.toThrow();
  });

  it('but not those of two places', () => {
    const rows = fuelDefaults('coal', '40', '1', { CO2: '98300' }).map((row) =>
      row.key === 'coal/ncv' ? { ...row, detail: { ...row.detail, geography: 'CN' } } : row,
    );
    expect(refusal(() => burn(fuelUse('use', '1', 't', 'coal'), rows)).code).toBe('out-of-range');
    const apart = rows.map((row) =>
      row.key === 'coal/ef/CO2' ? { ...row, unit: 'kg{CO2}/t', value: '2600' } : row,
    );
    expect(() => burn(fuelUse('use', '1', 't', 'coal'), [...apart, density])).not.toThrow();
  });
});
