import { describe, expect, it } from 'vitest';
import { readDataFile } from '../../helpers/data-file.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { namedRows } from '../named-rows.ts';
import {
  ALWAYS,
  COMMON,
  dataset,
  documentOf,
  entry,
  figureOf,
  recordId,
  YEAR_2026,
  type TestEntry,
} from '../dataset.ts';

const DEFINITIVE = { ...COMMON, gwpSet: 'AR5', period: YEAR_2026 };

const within = (row: TestEntry): TestEntry => ({ ...row, ...YEAR_2026 });
const goods = (good: string, cn: string, changes: object = {}, value = '100', unit = 't'): TestEntry =>
  within(entry(`goods/${good}`, value, unit, { row: 'goods', good, cn, ...changes }));
const precursor = (good: string, of: string, value: string, changes: object = {}): TestEntry =>
  within(
    entry(`${good}-in-${of}/${JSON.stringify(changes).replaceAll(/[^A-Z]/g, '')}`, value, 't', {
      row: 'precursor',
      good,
      of,
      ...changes,
    }),
  );
const emissions = (good: string, account: string, value: string, changes: object = {}): TestEntry =>
  within(
    entry(`${good}/${account}`, value, 't{CO2e}', {
      row: 'attributed-emissions',
      good,
      account,
      gwpSet: 'AR5',
      ...changes,
    }),
  );
const stated = (
  good: string,
  account: string,
  value: string,
  changes: object = {},
  unit = 't{CO2e}/t',
): TestEntry =>
  entry(
    `${good}/${account}/${JSON.stringify(changes).replaceAll(/[^A-Za-z]/g, '')}`,
    value,
    unit,
    {
      row: 'embedded-emissions',
      good,
      account,
      determination: 'actual',
      gwpSet: 'AR5',
      year: 2026,
      ...changes,
    },
    ALWAYS,
  );

/** Goods of annex II of Regulation (EU) 2023/956 count with direct emissions alone; agglomerated ores (2601 12 00) and cement do not. */
const GOODS = [
  ['72', 'direct', 'iron-and-steel'],
  ['26011200', 'direct-and-indirect', 'iron-and-steel'],
  ['25232900', 'direct-and-indirect', 'cement'],
  ['28041000', 'direct', 'hydrogen'],
  ['27160000', 'direct', 'electricity'],
].map(([cn, scope, sector]) => documentOf(`CN/${cn}`, { row: 'cbam-good', cn, scope, sector }));
const MARKUP = [
  entry('markup/2026', '10', '%', { row: 'default-markup', sector: 'iron-and-steel', year: 2026 }, YEAR_2026),
];

const exempting = (geography: string): TestEntry =>
  documentOf(`exempt/${geography}`, { row: 'cbam-exempt', geography });

const run = (rows: readonly TestEntry[], changes: object = {}): RunResult =>
  runMethod('cbam@2', [dataset('a', ...rows, ...GOODS, ...MARKUP)], { ...DEFINITIVE, ...changes });
const values = ({ figures }: RunResult): Record<string, string> =>
  Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));

describe('cbam@2 in the definitive period', () => {
  it('counts direct emissions alone for goods of annex II', () => {
    const rows = [
      goods('coil', '72083900'),
      emissions('coil', 'direct', '180'),
      emissions('coil', 'indirect', '40'),
    ];
    expect(values(run(rows))).toEqual({
      'cbam/coil/specific/direct': '1.8 t{CO2e}/t',
      'cbam/coil/specific/total': '1.8 t{CO2e}/t',
      'cbam/coil/direct': '180 t{CO2e}',
      'cbam/coil/total': '180 t{CO2e}',
    });
    const before = rows.map((row) => ({ ...row, ...COMMON.period }));
    expect(values(run(before, { period: COMMON.period }))).toMatchObject({
      'cbam/coil/total': '220 t{CO2e}',
    });
  });

  it('counts indirect emissions too for other goods', () => {
    const rows = [
      goods('cement', '25232900'),
      emissions('cement', 'direct', '80'),
      emissions('cement', 'indirect', '5'),
    ];
    expect(values(run(rows))).toMatchObject({
      'cbam/cement/specific/indirect': '0.05 t{CO2e}/t',
      'cbam/cement/total': '85 t{CO2e}',
    });
  });

  // Implementing Regulation (EU) 2025/2547, annex I, point 3.1
  it('counts indirect emissions of precursors outside annex II, and none of precursors in it', () => {
    const rows = [
      goods('iron', '72031000'),
      emissions('iron', 'direct', '50'),
      precursor('pellets', 'iron', '140', { cn: '26011200' }),
      stated('pellets', 'direct', '0.1'),
      stated('pellets', 'indirect', '0.02'),
      precursor('hydrogen', 'iron', '6', { cn: '28041000' }),
      stated('hydrogen', 'direct', '1'),
      stated('hydrogen', 'indirect', '20'),
      goods('steel', '72061000'),
      emissions('steel', 'direct', '10'),
      precursor('iron', 'steel', '90'),
    ];
    expect(values(run(rows))).toMatchObject({
      // 50 + 140 × 0.1 + 6 × 1; 140 × 0.02
      'cbam/iron/specific/direct': '0.7 t{CO2e}/t',
      'cbam/iron/specific/indirect': '0.028 t{CO2e}/t',
      'cbam/iron/specific/total': '0.728 t{CO2e}/t',
      // 10 + 90 × 0.7; 90 × 0.028
      'cbam/steel/specific/direct': '0.73 t{CO2e}/t',
      'cbam/steel/specific/indirect': '0.0252 t{CO2e}/t',
    });
  });

  it('is the period from 2026 on: other rules, and a period with days of both, are refused', () => {
    const rows = [goods('coil', '72083900'), emissions('coil', 'direct', '180')];
    expect(figureOf(run(rows), 'cbam/coil/total').detail.categories).toEqual(['CBAM definitive period']);
    expect(run(rows, { rules: 'definitive' }).figures).toEqual(run(rows).figures);
    const both = { from: COMMON.period.from, until: YEAR_2026.until };
    for (const [period, rules] of [
      [YEAR_2026, 'transitional'],
      [COMMON.period, 'definitive'],
      [both, undefined],
      [both, 'transitional'],
      [both, 'definitive'],
    ] as const)
      expect(() => run(rows, { period, ...(rules === undefined ? {} : { rules }) })).toThrow(
        expect.objectContaining({
          code: 'bad-parameters',
          row: { record: '', key: '', column: 'parameters.rules' },
        }),
      );
  });

  it('needs the CN code of a good, and the longest row that begins it', () => {
    const coil = (cn: string | undefined): TestEntry[] => [
      { ...goods('coil', ''), detail: { row: 'goods', good: 'coil', ...(cn === undefined ? {} : { cn }) } },
      emissions('coil', 'direct', '180'),
    ];
    const place = (column: string): object => ({ record: recordId('a'), key: 'goods/coil', column });
    expect(() => run(coil(undefined))).toThrow(
      expect.objectContaining({ code: 'bad-detail', row: place('detail.cn') }),
    );
    expect(() => run(coil('85044030'))).toThrow(
      expect.objectContaining({ code: 'missing-factor', row: place('detail.cn') }),
    );
    // shorter than the codes that decide
    expect(() => run(coil('2804'))).toThrow(
      expect.objectContaining({ code: 'ambiguous-factor', row: place('detail.cn') }),
    );
    const narrower = documentOf('CN/72022', {
      row: 'cbam-good',
      cn: '72022',
      scope: 'direct-and-indirect',
      sector: 'iron-and-steel',
    });
    expect(() => run([...coil('72022100'), narrower])).toThrow(
      expect.objectContaining({ code: 'missing-activity' }),
    );
  });

  it('names the rows that say which emissions count', () => {
    const { detail } = figureOf(
      run([goods('coil', '72083900'), emissions('coil', 'direct', '180')]),
      'cbam/coil/specific/direct',
    );
    expect(detail.documents).toEqual([{ name: 'cbam-good', record: recordId('a'), key: 'CN/72' }]);
  });

  it('increases default values by the mark-up of their sector, and never actual ones', () => {
    const of = (determination: string): TestEntry[] => [
      goods('coil', '72083900', { geography: 'IN' }),
      stated('coil', 'direct', '2', { determination }),
    ];
    const figure = figureOf(run(of('default')), 'cbam/coil/specific/direct');
    expect(figure.value).toBe('2.2');
    expect(figure.detail.derivation.formula).toBe('SEE * (1 + MU)');
    expect(figureOf(run(of('actual')), 'cbam/coil/specific/direct').value).toBe('2');
    const hydrogen = [
      goods('h2', '28041000', { geography: 'IN' }),
      stated('h2', 'direct', '2', { determination: 'default' }),
    ];
    expect(() => run(hydrogen)).toThrow(expect.objectContaining({ code: 'missing-factor' }));
  });

  it('takes the actual value where both are given, and the default one for another place', () => {
    const both = [
      stated('coil', 'direct', '1.5', { geography: 'IN' }),
      stated('coil', 'direct', '2', { determination: 'default' }),
    ];
    const from = (geography: string): string =>
      figureOf(run([goods('coil', '72083900', { geography }), ...both]), 'cbam/coil/specific/direct').value;
    expect([from('IN'), from('CN')]).toEqual(['1.5', '2.2']);
  });

  it('takes the default value of the country, else that of other countries, and none for a good without a place', () => {
    const defaults = [
      stated('coil', 'direct', '3', { determination: 'default', geography: 'IN' }),
      stated('coil', 'direct', '2', { determination: 'default' }),
    ];
    const from = (changes: object): string =>
      figureOf(run([goods('coil', '72083900', changes), ...defaults]), 'cbam/coil/specific/direct').value;
    expect([from({ geography: 'IN' }), from({ geography: 'CN' })]).toEqual(['3.3', '2.2']);
    for (const given of [defaults, defaults.slice(1)])
      expect(() => run([goods('coil', '72083900'), ...given])).toThrow(
        expect.objectContaining({
          code: 'factor-out-of-place',
          row: { record: recordId('a'), key: 'goods/coil', column: 'detail.geography' },
        }),
      );
  });

  it('warns of a good to which CBAM does not apply', () => {
    const rows = [
      goods('coil', '72083900', { geography: 'CH' }),
      emissions('coil', 'direct', '50'),
      exempting('CH'),
    ];
    const { warnings, documents } = (({ detail }) => ({
      ...detail,
      warnings: detail.derivation.warnings,
    }))(figureOf(run(rows), 'cbam/coil/total'));
    expect(warnings).toEqual([
      {
        code: 'exempt-good',
        message: 'goods/coil is of CH, which CBAM does not apply to (exempt/CH): it needs no declaration',
        row: { record: recordId('a'), key: 'goods/coil' },
      },
    ]);
    expect(documents).toEqual([{ name: 'cbam-exempt', record: recordId('a'), key: 'exempt/CH' }]);
  });

  // Implementing Regulation (EU) 2025/2547, annex III, point B
  it('counts precursors of exempt origin as zero', () => {
    const rows = [
      goods('coil', '72083900', { geography: 'TR' }),
      emissions('coil', 'direct', '50'),
      precursor('slab', 'coil', '60', { cn: '72071100', geography: 'DE' }),
      precursor('slab', 'coil', '50', { cn: '72071100', geography: 'CN' }),
      stated('slab', 'direct', '2', { geography: 'CN' }),
    ];
    const outside = { ...exempting('DE'), ...COMMON.period };
    for (const others of [[], [exempting('NO')], [outside]])
      expect(() => run([...rows, ...others])).toThrow(
        expect.objectContaining({ code: 'factor-out-of-place' }),
      );
    // (50 + 60 × 0 + 50 × 2) / 100
    for (const valid of [exempting('DE'), within(exempting('DE'))]) {
      const figure = figureOf(run([...rows, valid]), 'cbam/coil/specific/direct');
      expect(figure.value).toBe('1.5');
      expect(figure.detail.documents!.map(({ key }) => key)).toEqual(['CN/72', 'exempt/DE']);
    }
  });

  it('is repeated from the rows and documents that it names', () => {
    const rows = [
      goods('iron', '72031000', { geography: 'TR' }),
      emissions('iron', 'direct', '50'),
      precursor('pellets', 'iron', '140', { cn: '26011200', geography: 'BR' }),
      stated('pellets', 'direct', '0.1', { determination: 'default' }),
      stated('pellets', 'indirect', '0.02', { determination: 'default', geography: 'BR' }),
      stated('pellets', 'indirect', '0.03'),
      stated('pellets', 'indirect', '0.04', { geography: 'SE' }),
      precursor('slab', 'iron', '1', { cn: '72071100', geography: 'NO' }),
      exempting('NO'),
      exempting('CH'),
    ];
    const parameters = DEFINITIVE;
    const inputs = [dataset('a', ...rows, ...GOODS, ...MARKUP)];
    const made = runMethod('cbam@2', inputs, parameters);
    const { keys } = made.used[0]!;
    expect(keys).not.toContain('CN/25232900');
    const used = inputs[0]!.entries.filter(({ key }) => keys.includes(key));
    expect(repeatRun(describeRun('cbam@2', parameters, made, '0x'), [dataset('a', ...used)]).figures).toEqual(
      made.figures,
    );
    expect(new Set(keys.map((key) => `${recordId('a')} ${key}`))).toEqual(namedRows(made.figures));
  });

  it('computes electricity per megawatt-hour, with direct emissions alone', () => {
    const rows = [
      goods('power', '27160000', {}, '1000', 'MW.h'),
      stated('power', 'direct', '400', {}, 'kg{CO2e}/MW.h'),
    ];
    expect(values(run(rows))).toEqual({
      'cbam/power/specific/direct': '0.4 t{CO2e}/MW.h',
      'cbam/power/specific/total': '0.4 t{CO2e}/MW.h',
      'cbam/power/direct': '400 t{CO2e}',
      'cbam/power/total': '400 t{CO2e}',
    });
  });
});

describe('cbam@2 under any rules', () => {
  const rows = (used: string): TestEntry[] => [
    goods('iron', '72031000'),
    emissions('iron', 'direct', '50'),
    goods('steel', '72061000'),
    emissions('steel', 'direct', '10'),
    precursor('iron', 'steel', used),
  ];

  it('refuses more of a precursor than was made', () => {
    expect(values(run(rows('100')))).toMatchObject({ 'cbam/steel/specific/direct': '0.6 t{CO2e}/t' });
    expect(() => run(rows('100.001'))).toThrow(
      expect.objectContaining({
        code: 'precursors-exceed-goods',
        row: { record: recordId('a'), key: 'iron-in-steel/', column: 'value' },
      }),
    );
  });

  it('refuses a precursor of another place than the good of that name which was made', () => {
    const [iron, ...others] = rows('50');
    const made = { ...iron!, detail: { ...iron!.detail, geography: 'CN' } };
    const bought = precursor('iron', 'steel', '50', { geography: 'IN' });
    expect(() => run([made, ...others, bought])).toThrow(
      expect.objectContaining({ code: 'ambiguous-factor' }),
    );
  });

  it.each(['attributed', 'stated'])('refuses %s emissions without their GWP set', (kind) => {
    const about = { gwpSet: undefined };
    const row =
      kind === 'stated' ? stated('coil', 'direct', '2', about) : emissions('coil', 'direct', '2', about);
    expect(() => run([goods('coil', '72083900'), row])).toThrow(
      expect.objectContaining({
        code: 'missing-gwp-set',
        row: expect.objectContaining({ column: 'detail.gwpSet' }) as unknown,
      }),
    );
  });
});

describe('cbam@2 with the goods, mark-ups and exempt origins of the starter data', () => {
  // Other countries and territories: 1.325 t/t of direct reduced iron (7203), Implementing Regulation (EU) 2026/1740, annex I
  it.each([
    [2026, '1.4575'],
    [2027, '1.59'],
    [2028, '1.7225'],
  ])('increases the default value of direct reduced iron as in %i', async (year, expected) => {
    const [from, until] = [year, year + 1].map(
      (each) => (each - 2026) * 31_536_000 + YEAR_2026.from + (each > 2028 ? 86_400 : 0),
    );
    const period = { from: from!, until: until! };
    const files = ['cbam-goods.csv', 'cbam-markups.csv', 'cbam-exempt.csv'];
    const data = await Promise.all(files.map(readDataFile));
    const rows = [
      { ...goods('iron', '72031000', { geography: 'AU' }), ...period },
      stated('iron', 'direct', '1.325', { determination: 'default' }),
    ];
    const inputs = [
      dataset('a', ...rows),
      ...data.map((entries, index) => dataset(String(index), ...(entries as TestEntry[]))),
    ];
    const { figures } = runMethod('cbam@2', inputs, { ...DEFINITIVE, period });
    expect(figures.find(({ key }) => key === 'cbam/iron/specific/total')!.value).toBe(expected);
  });
});
