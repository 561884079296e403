import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { dataset, entry, figureOf, recordId, type TestEntry, YEAR_2022, YEAR_2023 } from '../dataset.ts';

/** 1990-01-01 to 2023-01-01. */
const PERIOD = { from: 631152000, until: 1672531200 };
const PARAMETERS = { period: PERIOD, rounding: { mode: 'half-even', decimals: 3 }, mass: 'Mt' } as const;
const SOURCE = new URL('../../../data/owid/china_production_vs_consumption.csv', import.meta.url);

/** The published table: year → column → number. */
const published = ((): Map<string, Record<string, string>> => {
  const [head = '', ...lines] = readFileSync(SOURCE, 'utf8').trimEnd().split(/\r?\n/);
  const names = head.split(',');
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])));
  return new Map(rows.map((row) => [row['year']!, row]));
})();

const run = (rows: readonly TestEntry[]): RunResult =>
  runMethod('national-trade@1', [dataset('1', ...rows)], PARAMETERS);

describe('OWID-1: production vs consumption CO2, China (OWID owid-co2-data.csv @14765664, CC BY 4.0; Global Carbon Budget)', () => {
  let entries: UnsaltedEntry[] = [];
  let result: RunResult;
  beforeAll(async () => {
    entries = await readDataFile('national-emissions-cn.csv');
    result = runMethod('national-trade@1', [{ record: recordId('1'), entries }], PARAMETERS);
  });
  const valueOf = (figure: string, year: string): number =>
    Number(figureOf(result, `${figure}/CN/CO2/${year}`).value);

  it('has the file that the pages name, by its hash', () => {
    const hash = createHash('sha256').update(readFileSync(SOURCE)).digest('hex');
    for (const page of ['README.md', 'owid/SOURCE.md'])
      expect(readFileSync(new URL(`../../../data/${page}`, import.meta.url), 'utf8')).toContain(hash);
  });

  it('has rows with exactly the numbers of that file', () => {
    const columns: Readonly<Record<string, string>> = {
      co2: 'production',
      coal_co2: 'production/coal',
      oil_co2: 'production/oil',
      gas_co2: 'production/gas',
      cement_co2: 'production/cement',
      flaring_co2: 'production/flaring',
      other_industry_co2: 'production/other-industry',
      trade_co2: 'net-imports',
      consumption_co2: 'consumption',
      land_use_change_co2: 'land-use-change',
    };
    const expected = [...published].flatMap(([year, row]) =>
      Object.entries(columns).map(([column, name]) => [`CN/CO2/${year}/${name}`, Number(row[column])]),
    );
    expect(entries.map(({ key, value }) => [key, Number(value)])).toEqual(expected);
    expect(new Set(entries.map(({ unit }) => unit))).toEqual(new Set(['Mt{CO2}']));
  });

  it('gives the figures of 2022 within 0.002 Mt, and the share to its last digit', () => {
    expect(Math.abs(valueOf('production', '2022') - 11350.538)).toBeLessThanOrEqual(0.002);
    expect(Math.abs(valueOf('consumption', '2022') - 10309.728)).toBeLessThanOrEqual(0.002);
    expect(Math.abs(valueOf('with-land-use', '2022') - 11064.459)).toBeLessThanOrEqual(0.002);
    expect(figureOf(result, 'net-imports-share/CN/CO2/2022')).toMatchObject({
      value: '-9.17',
      unit: '%',
      ...YEAR_2022,
      detail: { method: 'national-trade@1', gases: ['CO2'], geographies: ['CN'] },
    });
  });

  it.each([...published.keys()])('has all identities in %s, within 0.002', (year) => {
    const printed = (column: string): number => Number(published.get(year)![column]);
    const pairs = [
      ['production', 'co2'],
      ['production-parts', 'co2'],
      ['net-imports', 'trade_co2'],
      ['consumption', 'consumption_co2'],
      ['net-imports-share', 'trade_co2_share'],
      ['with-land-use', 'co2_including_luc'],
    ] as const;
    for (const [figure, column] of pairs)
      // 1e-9: the printed numbers are not binary.
      expect(Math.abs(valueOf(figure, year) - printed(column)), figure).toBeLessThanOrEqual(0.002 + 1e-9);
  });

  it('uses every row, and gives no figure of a year that the file does not have', () => {
    expect(result.used[0]?.keys).toHaveLength(entries.length);
    const years = new Set(result.figures.map(({ key }) => key.split('/').at(-1)));
    expect([...years].sort()).toEqual([...published.keys()]);
  });
});

type Row = readonly [account: string, value: string, part?: string];
const national = (
  [account, value, part]: Row,
  unit = 'Mt{CO2}',
  more: Record<string, string> = {},
): TestEntry =>
  entry(
    part === undefined ? account : `${account}/${part}`,
    value,
    unit,
    {
      row: 'national-emission',
      account,
      gas: 'CO2',
      geography: 'CN',
      ...(part === undefined ? {} : { part }),
      ...more,
    },
    YEAR_2022,
  );
const shown = (...rows: readonly Row[]): Record<string, string> => {
  const { figures } = run(rows.map((row) => national(row)));
  return Object.fromEntries(figures.map(({ key, value }) => [key.replace('/CN/CO2/2022', ''), value]));
};
const refusal = (...rows: readonly TestEntry[]): unknown => {
  try {
    run(rows);
    return null;
  } catch (error) {
    return error;
  }
};

describe('national-trade@1', () => {
  it('adds up parts where the source states no total', () => {
    expect(shown(['production', '8', 'coal'], ['production', '2', 'cement'], ['net-imports', '-1'])).toEqual({
      production: '10',
      'net-imports': '-1',
      consumption: '9',
      'net-imports-share': '-10',
    });
  });

  it('takes net imports from consumption where the source states only that', () => {
    expect(shown(['production', '8'], ['consumption', '10'])).toEqual({
      production: '8',
      'net-imports': '2',
      consumption: '10',
      'net-imports-share': '25',
    });
  });

  it('gives production alone where the source states neither trade nor consumption', () => {
    expect(shown(['production', '8'])).toEqual({ production: '8' });
  });

  it('gives no share of a production of zero', () => {
    expect(Object.keys(shown(['production', '0'], ['net-imports', '1']))).toEqual([
      'consumption',
      'net-imports',
      'production',
    ]);
  });

  it('accepts totals that differ by the rounding of all numbers, and refuses the next digit', () => {
    const rows = (total: string): TestEntry[] => [
      national(['production', '1.5', 'coal']),
      national(['production', '2.5', 'oil']),
      national(['production', total]),
    ];
    // Three numbers of one decimal: at most 0.15.
    expect(refusal(...rows('4.1'))).toBeNull();
    expect(refusal(...rows('4.2'))).toMatchObject({
      code: 'other-total',
      row: { key: 'production', column: 'value' },
    });
    const consumption = national(['consumption', '5.2']);
    expect(refusal(...rows('4'), national(['net-imports', '1']), consumption)).toMatchObject({
      code: 'other-total',
      row: { key: 'consumption' },
    });
  });

  it('compares totals in any units of mass', () => {
    const rows = [national(['production', '4000000.5', 'coal'], 't{CO2}'), national(['production', '4'])];
    expect(refusal(...rows)).toBeNull();
  });

  it('keeps countries, gases and years apart', () => {
    const { figures } = run([
      national(['production', '8']),
      { ...national(['production', '3'], 'Mt{CO2}', { geography: 'DE' }), key: 'de' },
      { ...national(['production', '2'], 'Mt{CH4}', { gas: 'CH4' }), key: 'ch4' },
    ]);
    expect(figures.map(({ key, unit }) => `${key} ${unit}`)).toEqual([
      'production/CN/CH4/2022 Mt{CH4}',
      'production/CN/CO2/2022 Mt{CO2}',
      'production/DE/CO2/2022 Mt{CO2}',
    ]);
  });

  it('refuses two rows of one account, a gas that the unit does not name, and a year that the period cuts', () => {
    const row = national(['production', '8']);
    expect(refusal(row, { ...row, key: 'twice' })).toMatchObject({
      code: 'repeated-cell',
      row: { key: 'twice' },
    });
    expect(refusal(national(['production', '8'], 'Mt{CH4}'))).toMatchObject({ code: 'unit-mismatch' });
    expect(refusal({ ...row, until: YEAR_2023.until })).toMatchObject({ code: 'straddled-period' });
  });

  it('names a period by its days where it is not a calendar year', () => {
    const { figures } = run([{ ...national(['production', '8']), until: YEAR_2022.from + 31 * 86_400 }]);
    expect(figures.map(({ key }) => key)).toEqual(['production/CN/CO2/2022-01-01_2022-02-01']);
  });
});
