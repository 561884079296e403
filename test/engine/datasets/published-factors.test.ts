import { beforeAll, describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { convertAmount, parseUnit } from '../../../engine/quantities/unit.ts';
import { parseAmount } from '../../../engine/quantities/decimal.ts';
import { runMethod } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { figureOf, recordId } from '../dataset.ts';

const YEAR_2024 = { from: Date.UTC(2024, 0, 1) / 1000, until: Date.UTC(2025, 0, 1) / 1000 };

const PARAMETERS = { period: YEAR_2024, gwpSet: 'AR5', rounding: { mode: 'half-even', decimals: 6 } };

/** Values by key. */
const valuesOf = (entries: readonly UnsaltedEntry[]): Map<string, number> =>
  new Map(entries.map(({ key, value }) => [key, Number(value)]));
const sourceOf = (entry: UnsaltedEntry): string => (detailOf(entry)['source'] as { title: string }).title;
const detailOf = ({ detail }: UnsaltedEntry): Record<string, unknown> => detail!;

describe('the UK conversion factors of 2024', () => {
  let fuels: UnsaltedEntry[] = [];
  beforeAll(async () => {
    fuels = await readDataFile('uk-2024/fuels.csv');
  });

  it('agree with the calorific values and densities beside them within 0.2 %, for each fuel', () => {
    const values = valuesOf(fuels);
    let compared = 0;
    for (const [key, perTonne] of values) {
      const fuel = /^([^/]+)\/emission-factor\/tonne$/.exec(key)?.[1];
      if (fuel === undefined) continue;
      const expected = [
        ['kwh-net', (values.get(`${fuel}/net-calorific-value`) ?? NaN) / 0.0036],
        ['kwh-gross', (values.get(`${fuel}/gross-calorific-value`) ?? NaN) / 0.0036],
        ['litre', 1e6 / (values.get(`${fuel}/density`) ?? NaN)],
      ] as const;
      for (const [unit, perUnit] of expected) {
        const printed = values.get(`${fuel}/emission-factor/${unit}`);
        if (printed === undefined || Number.isNaN(perUnit)) continue;
        // Factors per kilowatt-hour have five decimals.
        expect(Math.abs(perTonne / perUnit - printed), `${fuel} ${unit}`).toBeLessThan(
          0.000_006 + 0.002 * printed,
        );
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(60);
  });

  it('count a blend of diesel as fossil, and its biogenic CO2 outside the scopes', () => {
    const use = {
      key: 'diesel',
      value: '1000',
      unit: 'L',
      ...YEAR_2024,
      detail: { row: 'fuel-use', fuel: 'diesel-blend', category: '1.A.3.b', geography: 'GB' },
    };
    const inputs = [
      { record: recordId('1'), entries: [use] },
      { record: recordId('2'), entries: fuels },
    ];
    const result = runMethod('combustion@2', inputs, PARAMETERS);
    expect(figureOf(result, 'scope1/combustion/diesel-blend/CO2e').value).toBe('2.51279');
    expect(figureOf(result, 'biogenic/combustion/diesel-blend/CO2').value).toBe('0.16');
  });

  it('have one factor for each item and basis, and the same items with and without supply', async () => {
    for (const file of ['travel', 'freight']) {
      const entries = await readDataFile(`uk-2024/${file}.csv`);
      const itemsOf = (basis: string): unknown[] =>
        entries.filter((entry) => detailOf(entry)['basis'] === basis).map((entry) => detailOf(entry)['item']);
      const [burned, supplied] = [itemsOf('combustion'), itemsOf('well-to-tank')];
      expect(burned.length).toBeGreaterThan(90);
      expect(new Set(burned).size).toBe(burned.length);
      expect(new Set(supplied)).toEqual(new Set(burned));
      expect(supplied.length).toBe(burned.length);
    }
  });

  it('compute a flight: 5,500 km in economy class with radiative forcing', async () => {
    const use = {
      key: 'flight',
      value: '5500',
      unit: 'km.{passenger}',
      ...YEAR_2024,
      detail: {
        ...{ row: 'value-chain-activity', item: 'flight-long-haul-economy-class-with-rf' },
        ...{ basis: 'combustion', category: '3.6', geography: 'GB' },
      },
    };
    const inputs = [
      { record: recordId('1'), entries: [use] },
      { record: recordId('2'), entries: await readDataFile('uk-2024/travel.csv') },
    ];
    const result = runMethod('value-chain@2', inputs, PARAMETERS);
    expect(figureOf(result, `scope3/3.6/combustion/${use.detail.item}`).value).toBe('1.100605');
  });
});

describe('the tables of the 2006 IPCC Guidelines', () => {
  it('give CO2 as the carbon × 44/12, within their rounding', async () => {
    const values = valuesOf(await readDataFile('ipcc-2006/fuels.csv'));
    let compared = 0;
    for (const [key, carbon] of values) {
      const fuel = /^([^/]+)\/carbon-content$/.exec(key)?.[1];
      if (fuel === undefined) continue;
      const factor = values.get(`${fuel}/emission-factor/CO2`)!;
      expect(Math.abs((carbon * 44_000) / 12 / factor - 1), fuel).toBeLessThan(0.005);
      compared += 1;
    }
    expect(compared).toBe(54);
  });

  it('have the rows of the example', async () => {
    const values = valuesOf(await readDataFile('ipcc-2006/fuels.csv'));
    for (const { key, value } of await readDataFile('fuel-defaults-ipcc-2006.csv'))
      expect(values.get(key), key).toBe(Number(value));
  });

  it('have the rows of the steelworks of the example that name them as their source', async () => {
    const published = new Map<string, UnsaltedEntry>();
    for (const file of ['ipcc-2006/fuels.csv', 'ipcc-2006/energy-industries.csv'])
      for (const entry of await readDataFile(file)) published.set(sourceOf(entry), entry);
    const rows = await readDataFile('example/steelworks-materials.csv');
    const named = rows.filter((row) => sourceOf(row) !== 'invented');
    expect([rows.length, named.length]).toEqual([38, 27]);
    for (const row of named) {
      const { value, unit, detail } = published.get(sourceOf(row))!;
      expect(row).toMatchObject({ value, unit, detail: { ...detail, fuel: detailOf(row)['fuel'] } });
    }
  });

  it.each(['energy-industries', 'manufacturing', 'commercial', 'residential'])(
    'have CH4 and N2O of each fuel in %s',
    async (sector) => {
      const fuels = new Set(
        (await readDataFile('ipcc-2006/fuels.csv')).map((entry) => detailOf(entry)['fuel']),
      );
      const entries = await readDataFile(`ipcc-2006/${sector}.csv`);
      for (const gas of ['CH4', 'N2O'])
        expect(
          new Set(
            entries.filter((entry) => detailOf(entry)['gas'] === gas).map((entry) => detailOf(entry)['fuel']),
          ),
        ).toEqual(fuels);
    },
  );
});

/** A second table of the rates of 2022, in pounds of CO2, CH4 and N2O per MWh. It has one more digit in three subregions of CO2. */
const EGRID_2022 =
  'AKGD 1052.114 0.088 0.012 AKMS 495.772 0.023 0.004 AZNM 776.036 0.051 0.007 ' +
  'CAMX 497.443 0.03 0.004 ERCT 771.083 0.049 0.007 FRCC 813.846 0.048 0.006 ' +
  'HIMS 1155.486 0.124 0.019 HIOA 1575.407 0.163 0.025 MROE 1479.621 0.133 0.019 ' +
  'MROW 936.485 0.102 0.015 NEWE 536.428 0.063 0.008 NWPP 602.088 0.056 0.008 ' +
  'NYCW 885.233 0.023 0.003 NYLI 1200.708 0.135 0.018 NYUP 274.559 0.015 0.002 ' +
  'PRMS 1593.481 0.087 0.014 RFCE 657.386 0.045 0.006 RFCM 1216.404 0.116 0.016 ' +
  'RFCW 1000.053 0.087 0.012 RMPA 1124.887 0.101 0.014 SPNO 952.575 0.1 0.014 SPSO 970.398 0.072 0.01 ' +
  'SRMV 801.015 0.04 0.006 SRMW 1369.887 0.151 0.022 SRSO 893.29 0.064 0.009 SRTV 933.067 0.082 0.012 ' +
  'SRVC 622.987 0.047 0.007';

describe('the rates of eGRID', () => {
  it('of 2022 agree with a second table, but for the last digits of three', async () => {
    const values = valuesOf(await readDataFile('epa/egrid-2022.csv'));
    const table = [...EGRID_2022.matchAll(/([A-Z]{4}) (\S+) (\S+) (\S+)/g)];
    expect(table.length).toBe(27);
    const others = table.flatMap(([, grid, ...rates]) =>
      ['CO2', 'CH4', 'N2O'].flatMap((gas, at) => {
        const difference = Math.abs(values.get(`US/2022/average/${grid}/${gas}`)! - Number(rates[at]));
        return difference === 0 ? [] : [{ grid, gas, isRounding: difference < 0.05 }];
      }),
    );
    expect(others).toEqual(['AKGD', 'AKMS', 'AZNM'].map((grid) => ({ grid, gas: 'CO2', isRounding: true })));
  });

  it.each([2022, 2023])('of %i have three gases of 27 subregions', async (year) => {
    const entries = await readDataFile(`epa/egrid-${year}.csv`);
    const grids = Map.groupBy(entries, (entry) => detailOf(entry)['grid']);
    grids.delete('national');
    expect(grids.size).toBe(27);
    for (const rows of grids.values()) expect(rows.map(({ unit }) => unit)).toEqual(UNITS);
  });
  const UNITS = ['[lb_av]{CO2}/MW.h', '[lb_av]{CH4}/MW.h', '[lb_av]{N2O}/MW.h'];

  it('convert exactly: 899.003 lb/MWh are 0.40778090140711 kg/kWh', () => {
    const [pounds, kilograms] = ['[lb_av]{CO2}/MW.h', 'kg{CO2}/kW.h'].map(parseUnit);
    expect(String(convertAmount(parseAmount('899.003'), pounds!, kilograms!))).toBe('0.40778090140711');
  });
});

/** A second transcription of the notice, in another order. */
const PROVINCES =
  'BJ 0.5580 TJ 0.7041 HE 0.7252 SX 0.7096 NM 0.6849 LN 0.5626 JL 0.4932 HL 0.5368 SH 0.5849 JS 0.5978 ' +
  'ZJ 0.5153 AH 0.6782 FJ 0.4092 JX 0.5752 SD 0.6410 HA 0.6058 HB 0.4364 HN 0.4900 GD 0.4403 GX 0.4044 ' +
  'HI 0.4184 CQ 0.5227 SC 0.1404 GZ 0.4989 YN 0.1073 SN 0.6558 GS 0.4772 QH 0.1567 NX 0.6423 XJ 0.6231';

/** The provinces of the regional grids. */
const REGIONS = {
  North: ['BJ', 'TJ', 'HE', 'SX', 'SD', 'NM'],
  Northeast: ['LN', 'JL', 'HL', 'NM'],
  East: ['SH', 'JS', 'ZJ', 'AH', 'FJ'],
  Central: ['HA', 'HB', 'HN', 'JX'],
  Northwest: ['SN', 'GS', 'QH', 'NX', 'XJ'],
  South: ['GD', 'GX', 'HI', 'GZ', 'YN'],
  Southwest: ['CQ', 'SC'],
};

describe('the factors of provinces of China in 2022', () => {
  it('agree with a second transcription, and with the regional factors of the same notice', async () => {
    const values = valuesOf(await readDataFile('cn/grid-factors-provinces-2022.csv'));
    const other = new Map(
      [...PROVINCES.matchAll(/([A-Z]{2}) ([\d.]+)/g)].map(([, code, value]) => [
        `CN/2022/average/CN-${code}`,
        Number(value),
      ]),
    );
    expect(values).toEqual(other);
    const regional = valuesOf(await readDataFile('grid-factors-cn-2022.csv'));
    for (const [region, codes] of Object.entries(REGIONS)) {
      const own = codes.map((code) => values.get(`CN/2022/average/CN-${code}`)!);
      const average = regional.get(`CN/2022/average/${region}`)!;
      expect(average, region).toBeGreaterThan(Math.min(...own));
      expect(average, region).toBeLessThan(Math.max(...own));
    }
  });
});

describe('the potentials of AR6', () => {
  it.each([
    ['CH4', 81.2, 5.38],
    ['N2O', 273, 233],
    ['HFC-32', 2690, 142],
    ['HFC-134a', 4140, 306],
    ['CFC-11', 8320, 3540],
    ['SF6', 18_300, 30_600],
  ])('of %s are %d over 20 years, and %d as change of temperature', async (gas, gwp20, gtp) => {
    const [over20, change] = [await readDataFile('gwp-ar6-20.csv'), await readDataFile('gwp-ar6-gtp.csv')];
    expect(valuesOf(over20).get(`AR6/${gas}`)).toBe(gwp20);
    expect(valuesOf(change).get(`AR6/${gas}`)).toBe(gtp);
  });

  it('of fossil methane are 2.8 above those of other methane, over 20 and over 100 years', async () => {
    for (const file of ['gwp-ar6-20.csv', 'gwp-ar6.csv']) {
      const values = valuesOf(await readDataFile(file));
      expect(values.get('AR6/CH4/fossil')! - values.get('AR6/CH4/biogenic')!).toBeCloseTo(2.8, 9);
    }
  });
});
