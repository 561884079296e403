import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSelection } from '../../../core/records/selection.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { readEntryTable } from '../../../tables/entries-file.ts';
import { createTableFile } from '../../../tables/table-file.ts';
import { COMMON, dataset, entry, figureOf, YEAR_2022, type TestEntry } from '../dataset.ts';
import { withoutCounts } from '../named-rows.ts';

const yearOf = (year: number) => ({ from: Date.UTC(year, 0) / 1000, until: Date.UTC(year + 1, 0) / 1000 });
const YEARS = { from: yearOf(1990).from, until: yearOf(2022).until };
const DECIMALS = { mode: 'half-even', decimals: 3 } as const;

/** Returns a figure as a registered result states it. */
function figure(key: string, value: string, unit: string, period = YEAR_2022, about: object = {}): TestEntry {
  const detail = {
    ...{ method: 'made@1', scope: null, categories: [], gases: ['CO2'], gwpSet: null, geographies: ['CN'] },
    ...{ factors: [], derivation: { formula: 'F', operands: [], rounding: DECIMALS, warnings: [] } },
    ...about,
  };
  return { key, value, unit, ...period, detail };
}

/** Returns a result as an input of another run. */
function asInput(digit: string, { figures }: RunResult): InputRecord {
  return dataset(digit, ...figures.map((each) => ({ ...each, detail: { ...each.detail } })));
}

const published = (line: string, value: string, unit: string, more: object): TestEntry =>
  entry(`CN/${line}`, value, unit, { row: 'published-figure', about: 'CN', line, ...more }, YEAR_2022);

const LINE = (account: string, figures: string, more: object = {}): object => ({
  ...{ account, line: 'total', figures: [figures] },
  ...more,
});
const PRODUCTION = LINE('production', 'production/{about}/CO2/{year}', { boundary: 'territory' });
const CONSUMPTION = LINE('consumption', 'consumption/{about}/CO2/{year}', { boundary: 'territory' });
const GAP = {
  gap: 'trade',
  from: { account: 'production', line: 'total' },
  to: { account: 'consumption', line: 'total' },
  parts: [{ part: 'net-imports', plus: ['net-imports/{about}/CO2/{year}'] }],
};

function run(inputs: readonly InputRecord[], parameters: object): RunResult {
  return runMethod('panorama@1', inputs, { ...COMMON, period: YEAR_2022, rounding: DECIMALS, ...parameters });
}

const values = (result: RunResult): string[][] =>
  result.figures.map(({ key, value, unit }) => [key.replace('panorama/', ''), `${value} ${unit}`]);

describe('panorama@1 of China', () => {
  let china: InputRecord;
  const headline = dataset('b', published('share', '-17.7', '%', { account: 'trade', publisher: 'Yuheng' }));
  const lines = [
    PRODUCTION,
    CONSUMPTION,
    LINE('trade', 'net-imports-share/CN/CO2/{year}', { about: 'CN', line: 'share', by: 'GCB' }),
    LINE('trade', 'CN/share', { about: 'CN', line: 'share', by: 'Yuheng' }),
  ];

  beforeAll(async () => {
    const file = 'national-emissions-cn.csv';
    const bytes = readFileSync(new URL(`../../../data/${file}`, import.meta.url));
    const rows = await readEntryTable(createTableFile(file, bytes));
    const parameters = { rounding: DECIMALS, period: YEARS, mass: 'Mt' };
    china = asInput('a', runMethod('national-trade@1', [dataset('1', ...(rows as TestEntry[]))], parameters));
  });

  it('repeats the published figures to the digit, and its gap is net imports and nothing else', () => {
    const result = run([china, headline], { lines, gaps: [GAP], mass: 'Mt' });
    expect(values(result)).toEqual([
      ['CN/consumption/total/ledger/2022', '10309.727 Mt{CO2}'],
      ['CN/gap/trade/gap/2022', '-1040.811 Mt{CO2}'],
      ['CN/gap/trade/net-imports/2022', '-1040.811 Mt{CO2}'],
      ['CN/gap/trade/unexplained/2022', '0 Mt{CO2}'],
      ['CN/production/total/ledger/2022', '11350.538 Mt{CO2}'],
      ['CN/trade/share/GCB/2022', '-9.17 %'],
      ['CN/trade/share/Yuheng/2022', '-17.7 %'],
    ]);
    const { methods, boundary, derivation } = figureOf(
      result,
      'panorama/CN/production/total/ledger/2022',
    ).detail;
    expect({ methods, boundary }).toEqual({ methods: ['national-trade@1'], boundary: 'territory' });
    expect(derivation.operands).toMatchObject([{ record: china.record, key: 'production/CN/CO2/2022' }]);
  });

  it('leaves two sources that differ beside each other, and says what differs and what nobody stated', () => {
    const { warnings } = run([china, headline], { lines });
    const messages = warnings.filter(({ code }) => code === 'sources-differ').map(({ message }) => message);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(
      /^CN\/trade\/share of 2022: GCB says -9\.17 %, Yuheng says -17\.7 %\. Stated by some alone: method \(national-trade@1\), .*gases \(CO2\)\. Stated by none: GWP set, territory or residents\. Both stay/,
    );
    const stated = dataset(
      'b',
      published('share', '-17.7', '%', {
        ...{ account: 'trade', publisher: 'Yuheng', method: 'a table of regions', gases: ['CO2', 'CH4'] },
      }),
    );
    const [differing] = run([china, stated], { lines }).warnings;
    expect(differing?.message).toContain(
      'They differ in method (national-trade@1 or a table of regions), gases (CO2 or CH4, CO2).',
    );
  });

  it('selects exactly the figures that it used where they are too many to list, as their record has them', () => {
    const result = run([china], { lines: lines.slice(0, 2), period: YEARS, listed: 5 });
    const [{ keys, selection }] = result.used as [(typeof result.used)[number]];
    const selected = china.entries.filter(openSelection(selection!)).map(({ key }) => key);
    expect(selected.sort()).toEqual(keys);
    expect(keys).toHaveLength(18);
  });

  it('says which years a line does not have, and invents none', () => {
    const result = run([china], { lines: lines.slice(0, 2), period: YEARS });
    expect(result.figures).toHaveLength(18);
    const { warnings } = figureOf(result, 'panorama/CN/production/total/ledger/1990').detail.derivation;
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        'missing-year',
        'CN/production/total/ledger has no figure of 1991 to 1999, 2001 to 2004, 2006 to 2009, 2011 to 2014, 2016 to 2018: nothing is filled in',
      ],
    ]);
  });

  it('is the same in a run that is repeated from the figures that it cites', () => {
    const parameters = { ...COMMON, rounding: DECIMALS, period: YEARS, lines, gaps: [GAP] };
    const result = runMethod('panorama@1', [china, headline], parameters);
    const used = result.used.map(({ record, keys }) => {
      const { entries } = [china, headline].find((input) => input.record === record)!;
      return { record, entries: entries.filter(({ key }) => keys.includes(key)) };
    });
    const again = repeatRun(describeRun('panorama@1', parameters, result, '0x'), used);
    expect(withoutCounts(again)).toEqual(withoutCounts(result));
  });
});

const NATURE = dataset(
  'c',
  figure('nature/forest/AB/removal', '-40', 't{CO2}'),
  figure('nature/forest/SO/removal', '-2', 't{CO2}'),
  figure('nature/cropland/SO/emission', '5', 't{CO2}'),
  figure('avoided/wind', '90', 't{CO2e}', YEAR_2022, { categories: ['avoided'], gwpSet: 'AR5' }),
  figure('avoided/solar', '-1', 't{CO2e}', YEAR_2022, { categories: ['avoided'], gwpSet: 'AR5' }),
  figure('scope1/total', '7', 't{CO2e}', YEAR_2022, { gwpSet: 'AR5', scope: 1 }),
  figure('scope1/other', '7', 't{CO2e}', YEAR_2022, { gwpSet: 'AR6', scope: 1 }),
);
const OF_NATURE = { about: 'CN', account: 'nature' };

describe('lines of panorama@1', () => {
  it('add up what a pattern leaves open, and split by what the name of the line takes from it', () => {
    const lines = [
      { ...OF_NATURE, line: 'removal-{class}', figures: ['nature/{class}/{pool}/removal'] },
      { ...OF_NATURE, line: 'emission', figures: ['nature/{class}/{pool}/emission'] },
      { ...OF_NATURE, account: 'avoided', line: '{what}', figures: ['avoided/{what}'] },
    ];
    expect(values(run([NATURE], { lines }))).toEqual([
      ['CN/avoided/solar/ledger/2022', '-1 t{CO2e}'],
      ['CN/avoided/wind/ledger/2022', '90 t{CO2e}'],
      ['CN/nature/emission/ledger/2022', '5 t{CO2}'],
      ['CN/nature/removal-forest/ledger/2022', '-42 t{CO2}'],
    ]);
  });

  const asked = (account: string, ...figures: string[]): object => ({
    about: 'CN',
    account,
    line: 'x',
    figures,
  });
  it.each([
    ['a removal with an emission', 'netting-refused', [asked('nature', 'nature/{class}/SO/{kind}')]],
    ['a removal in production', 'netting-refused', [asked('production', 'nature/forest/AB/removal')]],
    ['what is avoided in nature', 'netting-refused', [asked('nature', 'avoided/wind')]],
    ['unlike gases', 'mixed-gases', [asked('nature', 'nature/forest/AB/removal', 'scope1/total')]],
    ['unlike GWP sets', 'mixed-gwp-sets', [asked('production', 'scope1/{what}')]],
    ['no figure at all', 'missing-activity', [asked('production', 'scope2/total')]],
    [
      'a name in braces that no pattern has',
      'bad-parameters',
      [{ ...asked('nature', 'scope1/total'), about: '{about}' }],
    ],
    ['one name twice', 'repeated-cell', [asked('nature', 'scope1/total'), asked('nature', 'scope1/total')]],
  ])('refuse %s', (_, code, lines) => {
    expect(() => run([NATURE], { lines })).toThrow(expect.objectContaining({ code }));
  });

  it('refuse one figure of two results, until the parameters name one of them', () => {
    const twice = [NATURE, { ...NATURE, record: dataset('d').record }];
    const line = asked('production', 'scope1/total');
    expect(() => run(twice, { lines: [line] })).toThrow(
      expect.objectContaining({
        code: 'repeated-cell',
        message: expect.stringContaining('lines.0.record') as string,
      }),
    );
    expect(run(twice, { lines: [{ ...line, record: NATURE.record }] }).used).toHaveLength(1);
  });

  it('list a line without any figure, where the parameters ask for it', () => {
    const lines = [asked('production', 'scope1/total'), asked('consumption', 'cba/CN/CO2')];
    const { warnings } = run([NATURE], { lines, absent: 'list' });
    expect(warnings).toMatchObject([
      { code: 'absent-figure', message: expect.stringContaining('CN/consumption/x/ledger') as string },
    ]);
  });
});

/** Emissions of three regions for each other, and of their households. */
const flowsArbitrary = fc.record({
  flows: fc.array(fc.nat(1_000_000), { minLength: 9, maxLength: 9 }),
  households: fc.array(fc.nat(1_000_000), { minLength: 3, maxLength: 3 }),
  removal: fc.nat(1_000_000),
  seed: fc.nat(),
});
const REGIONS = ['A', 'B', 'C'];

describe('gaps of panorama@1', () => {
  const gap = {
    ...GAP,
    parts: [
      { part: 'with-{partner}', plus: ['flow/{partner}/{about}/CO2'], minus: ['flow/{about}/{partner}/CO2'] },
    ],
  };
  const lines = [
    LINE('production', 'pba/{about}/CO2'),
    LINE('consumption', 'cba/{about}/CO2'),
    { ...OF_NATURE, about: '{about}', line: 'removal', figures: ['removal/{about}'] },
  ];

  it('consist of what each partner sells less what it buys, and of nothing else; neither order nor removals change a line', () => {
    fc.assert(
      fc.property(flowsArbitrary, ({ flows, households, removal, seed }) => {
        const at = (from: number, to: number): number => flows[3 * from + to]!;
        const sum = (of: (other: number) => number, own: number): string =>
          String(households[own]! + [0, 1, 2].reduce((total, other) => total + of(other), 0));
        const rows = REGIONS.flatMap((region, own) => [
          figure(
            `pba/${region}/CO2`,
            sum((other) => at(own, other), own),
            't{CO2}',
          ),
          figure(
            `cba/${region}/CO2`,
            sum((other) => at(other, own), own),
            't{CO2}',
          ),
          figure(`removal/${region}`, String(-removal), 't{CO2}'),
          ...REGIONS.map((other, to) => figure(`flow/${region}/${other}/CO2`, String(at(own, to)), 't{CO2}')),
        ]);
        const shuffled = rows.toSorted((a, b) => hash(a.key, seed) - hash(b.key, seed));
        const result = run([dataset('a', ...shuffled)], { lines, gaps: [gap] });
        const found = new Map(result.figures.map(({ key, value }) => [key, Number(value)]));
        for (const [own, region] of REGIONS.entries()) {
          const of = (part: string): number => found.get(`panorama/${region}/gap/trade/${part}/2022`)!;
          const partners = REGIONS.filter((partner) => partner !== region);
          for (const partner of partners) {
            const other = REGIONS.indexOf(partner);
            expect(of(`with-${partner}`)).toBe(at(other, own) - at(own, other));
          }
          expect(of('unexplained')).toBe(0);
          expect(of('gap')).toBe(partners.reduce((total, partner) => total + of(`with-${partner}`), 0));
          expect(found.get(`panorama/${region}/production/total/ledger/2022`)).toBe(
            Number(sum((to) => at(own, to), own)),
          );
        }
        expect(values(run([dataset('a', ...rows)], { lines, gaps: [gap] }))).toEqual(values(result));
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 10) },
    );
  });

  const [PBA, CBA] = [figure('pba/A/CO2', '100', 't{CO2}'), figure('cba/A/CO2', '80', 't{CO2}')];
  const two = lines.slice(0, 2);

  it('say what no part explains, in tonnes and as a share', () => {
    const inputs = [dataset('a', PBA, CBA, figure('net/A', '-15', 't{CO2}'))];
    const gaps = [{ ...gap, parts: [{ part: 'net', plus: ['net/{about}'] }] }];
    const result = run(inputs, { lines: two, gaps });
    expect(figureOf(result, 'panorama/A/gap/trade/unexplained/2022').value).toBe('-5');
    expect(result.warnings).toMatchObject([
      {
        code: 'unexplained-gap',
        message: 'A/trade of 2022: no part explains -5 t{CO2} of the gap, 25 % of it',
      },
    ]);
  });

  it('take a tonne of CO2 as one of CO2e where the parameters say so, so that the other gases are a part', () => {
    const inCo2e = { gwpSet: 'AR5', gases: ['CO2', 'CH4'] };
    const inputs = [
      dataset(
        'a',
        figure('pba/A/CO2', '100', 't{CO2}'),
        figure('cba/A/CO2', '130', 't{CO2e}', YEAR_2022, inCo2e),
        figure('methane/A', '28', 't{CO2e}', YEAR_2022, { gwpSet: 'AR5', gases: ['CH4'] }),
        figure('net/A', '2', 't{CO2}'),
      ),
    ];
    const parts = [
      { part: 'methane', plus: ['methane/{about}'] },
      { part: 'trade', plus: ['net/{about}'] },
    ];
    const gaps = [{ ...gap, parts, gases: 'co2-in-co2e' }];
    const result = run(inputs, { lines: two, gaps });
    const found = values(result).filter(([key]) => key!.includes('/gap/'));
    expect(found).toEqual([
      ['A/gap/trade/gap/2022', '30 t{CO2e}'],
      ['A/gap/trade/methane/2022', '28 t{CO2e}'],
      ['A/gap/trade/trade/2022', '2 t{CO2e}'],
      ['A/gap/trade/unexplained/2022', '0 t{CO2e}'],
    ]);
    expect(figureOf(result, 'panorama/A/gap/trade/gap/2022').detail.gwpSet).toBe('AR5');
    expect(() => run(inputs, { lines: two, gaps: [{ ...gap, parts }] })).toThrow(
      expect.objectContaining({ code: 'mixed-gases' }),
    );
  });

  it.each([
    ['two lines of unlike gases', 'mixed-gases', [PBA, { ...CBA, unit: 't{CO2e}' }], gap],
    [
      'a figure in two parts',
      'counted-twice',
      [PBA, CBA, figure('net/A', '-15', 't{CO2}')],
      { ...gap, parts: ['x', 'y'].map((part) => ({ part, plus: ['net/{about}'] })) },
    ],
    [
      'what is avoided as a part',
      'netting-refused',
      [PBA, CBA, figure('net/A', '-15', 't{CO2}', YEAR_2022, { categories: ['avoided'] })],
      { ...gap, parts: [{ part: 'x', plus: ['net/{about}'] }] },
    ],
    [
      'a line of what is avoided',
      'netting-refused',
      [PBA, CBA],
      { ...gap, to: { account: 'avoided', line: 'total' } },
    ],
    [
      'a line that the panorama lacks',
      'bad-parameters',
      [PBA, CBA],
      { ...gap, to: { account: 'consumption', line: 'other' } },
    ],
    [
      'a part without its name in the pattern',
      'bad-parameters',
      [PBA, CBA, figure('net/A', '1', 't{CO2}')],
      { ...gap, parts: [{ part: '{partner}', plus: ['net/{about}'] }] },
    ],
  ])('refuse %s', (_, code, rows, asked) => {
    expect(() => run([dataset('a', ...rows)], { lines: two, gaps: [asked] })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

/** A number that orders keys in another way for each seed. */
function hash(key: string, seed: number): number {
  return [...key].reduce((sum, char) => (sum * 31 + char.charCodeAt(0) + seed) % 9973, seed % 9973);
}
