import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod } from '../../engine/run.ts';
import { choosePictures } from '../../pictures/choose.ts';
import { listStressors, showAccounts, showYears } from '../../pictures/kinds/accounts.ts';
import { showChanges } from '../../pictures/kinds/changes.ts';
import { showContributions } from '../../pictures/kinds/contributions.ts';
import { add } from '../../pictures/kinds/exact.ts';
import { showFlows } from '../../pictures/kinds/flows.ts';
import { showIntervals } from '../../pictures/kinds/intervals.ts';
import {
  showBeside,
  showFacilities,
  showGases,
  showScopes,
  showSources,
} from '../../pictures/kinds/inventory-pictures.ts';
import { showMonths } from '../../pictures/kinds/months.ts';
import { readChain, showPaths } from '../../pictures/kinds/paths.ts';
import type { Basis, PicturedFigure, RowsPicture } from '../../pictures/kinds/picture.ts';
import {
  COMMON,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  leak,
  type TestEntry,
  YEAR_2023,
} from '../engine/dataset.ts';
import { figure, flows, path, RECORD, unsure } from './pictured-results.ts';

const BASES = ['location', 'market'] as const;
const PARAMETERS = {
  ...COMMON,
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  totals: { co2Only: 'list' },
};

/** Returns the inventory of a company with two works: tonnes of coal, kilograms of a leak and megawatt hours. */
function inventory(coal: string, leaked: string, power: string): PicturedFigure[] {
  const at = (facility: string, row: TestEntry): TestEntry => ({
    ...row,
    detail: { ...row.detail, facility },
  });
  const inputs = [
    dataset(
      'a',
      at('north', fuelUse('coal', coal, 't', 'anthracite')),
      at('south', electricity('power', power, 'MW.h')),
      leak('leak', leaked, 'kg', 'HFC-134a'),
    ),
    dataset(
      'b',
      ...fuelDefaults('anthracite', '26.7', '1', { CO2: '98300', CH4: '10' }),
      gwp('HFC-134a', 'AR5', '1300'),
      gwp('CH4', 'AR5', '28'),
      gridFactor('average', '0.5306', 'average'),
      gridFactor('residual', '0.6096', 'residual'),
    ),
  ];
  return runMethod('inventory@2', inputs, PARAMETERS).figures.map((each) => ({ ...each }));
}

const FIGURES = inventory('12500', '18.5', '48000');
const valueOf = (figures: readonly PicturedFigure[], key: string): string =>
  figures.find((each) => each.key === key)!.value;
const without = (figures: readonly PicturedFigure[], ...keys: string[]): PicturedFigure[] =>
  figures.filter(({ key }) => !keys.includes(key));
const rowsOf = (picture: RowsPicture | null): RowsPicture['groups'][number]['rows'] =>
  picture!.groups.flatMap(({ rows }) => rows);
const sumOf = (rows: readonly { readonly value: string }[]): string => add(...rows.map(({ value }) => value));
const amount = fc.integer({ min: 1, max: 10 ** 9 }).map((value) => `${value / 1000}`);

describe('the picture of scopes', () => {
  it('has a group for each way to count scope 2, whose parts follow each other up to its total', () => {
    const { groups, remarks } = showScopes(FIGURES)!;
    expect(groups.map(({ name }) => name)).toEqual(BASES.map((basis) => ({ is: 'basis', basis })));
    for (const [at, basis] of BASES.entries()) {
      const [total, first, second] = groups[at]!.rows;
      expect(total!.value).toBe(valueOf(FIGURES, `total/${basis}`));
      expect(second!.name).toEqual({ is: 'scope', scope: 2, basis });
      expect(second!.start).toBe(first!.value);
      expect(add(second!.start, second!.value)).toBe(total!.value);
    }
    expect(remarks).toEqual([{ is: 'alternatives' }]);
  });

  it('shows by exactly how much a scope that is not shown is missing', () => {
    const figures = without(FIGURES, 'scope2/market');
    const rest = showScopes(figures)!.groups[1]!.rows.at(-1)!;
    expect(rest).toMatchObject({ name: { is: 'rest' }, value: valueOf(FIGURES, 'scope2/market') });
  });

  it('says a difference that is too small to see, instead of drawing it', () => {
    const total = valueOf(FIGURES, 'total/market');
    const figures = FIGURES.map((each) =>
      each.key === 'total/market' ? { ...each, value: add(total, '0.001') } : each,
    );
    const { groups, remarks } = showScopes(figures)!;
    expect(groups[1]!.rows).toHaveLength(3);
    expect(remarks).toContainEqual({ is: 'difference', difference: '0.001' });
  });

  it('is not drawn where a total has one part, or no total is stated', () => {
    expect(showScopes(without(FIGURES, 'scope2/location', 'scope2/market'))).toBeNull();
    expect(showScopes(without(FIGURES, 'total/location', 'total/market'))).toBeNull();
  });
});

describe('the picture of sources', () => {
  it('adds up to the total for any amounts, with masses of other gases in no bar', () => {
    fc.assert(
      fc.property(amount, amount, amount, (coal, leaked, power) => {
        const figures = inventory(coal, leaked, power);
        for (const basis of BASES) {
          const picture = showSources(figures, basis)!;
          const rows = rowsOf(picture);
          const said = picture.remarks.flatMap((remark) =>
            remark.is === 'difference' ? [remark.difference] : [],
          );
          expect(add(sumOf(rows), ...said)).toBe(valueOf(figures, `total/${basis}`));
          expect(rows.some(({ name }) => name.is === 'figure' && name.key.endsWith('/CH4'))).toBe(false);
          expect(picture.remarks).toContainEqual({ is: 'other-units', count: 1, units: ['t{CH4}'] });
        }
      }),
      { numRuns: 10 },
    );
  });

  it('has one of the two figures of scope 2', () => {
    const named = (basis: Basis): unknown[] =>
      rowsOf(showSources(FIGURES, basis)).flatMap(({ name }) => (name.is === 'scope' ? [name.basis] : []));
    expect(named('location')).toEqual(['location']);
    expect(named('market')).toEqual(['market']);
  });

  it('gathers many small sources exactly, and its table has each', () => {
    const many = Array.from({ length: 40 }, (_each, at) =>
      figure(`scope1/combustion/fuel-${at}/CO2`, `${at}.001`),
    );
    const total = figure('total/location', sumOf(many), {}, 't{CO2e}');
    const picture = showSources([total, ...many], 'location')!;
    const rows = rowsOf(picture);
    expect(rows.at(-1)!.name).toEqual({ is: 'others', count: 26 });
    expect(sumOf(rows)).toBe(total.value);
    expect(picture.table.rows).toHaveLength(40);
  });
});

describe('the picture of facilities', () => {
  it('shows each scope by facility, with rows of none, and no market-based figure', () => {
    const { groups, remarks } = showFacilities(FIGURES)!;
    const [direct, bought] = groups;
    expect(direct!.rows.map(({ name }) => name)).toEqual([
      { is: 'facility', name: 'north' },
      { is: 'facility', name: null },
    ]);
    expect(bought!.name).toEqual({ is: 'scope', scope: 2, basis: 'location' });
    expect(bought!.rows).toHaveLength(1);
    expect(remarks[0]).toEqual({ is: 'no-market' });
  });
});

describe('the picture of gases', () => {
  it('shows the gases of scope 1, which add up to its total', () => {
    const picture = showGases(FIGURES)!;
    expect(sumOf(rowsOf(picture))).toBe(valueOf(FIGURES, 'scope1/total'));
  });
});

describe('the picture of what is beside an inventory', () => {
  const beside = [
    figure('biogenic/scope1/total', '10'),
    figure('biogenic/combustion/wood/CO2', '10'),
    figure('avoided/heat-pump', '99', {}, 't{CO2e}'),
  ];

  it('keeps avoided emissions and biogenic CO2 apart from totals, each counted once', () => {
    const { groups, remarks } = showBeside([...FIGURES, ...beside])!;
    expect(groups.map(({ name }) => name!.is)).toEqual(['inventory', 'biogenic', 'avoided']);
    expect(groups[1]!.rows).toHaveLength(1);
    expect(groups.flatMap(({ rows }) => rows).every(({ start }) => start === '0')).toBe(true);
    expect(remarks).toEqual([{ is: 'beside' }]);
  });

  it('changes no other picture', () => {
    const pictures = (figures: PicturedFigure[]): unknown[] =>
      [showScopes, showFacilities, showGases]
        .map((show) => show(figures))
        .concat(showSources(figures, 'market'));
    expect(pictures([...FIGURES, ...beside])).toEqual(pictures(FIGURES));
  });
});

describe('the picture of changes', () => {
  const before = { figures: FIGURES, sequence: 1 };

  it('leads from the old total to the new one, step by step, for any amounts', () => {
    fc.assert(
      fc.property(amount, amount, amount, (coal, leaked, power) => {
        const figures = inventory(coal, leaked, power);
        const picture = showChanges(before, { figures, sequence: 2 }, 'market');
        const [first, ...steps] = rowsOf(picture);
        const last = steps.pop()!;
        let at = first!.value;
        for (const { start, value } of steps) {
          expect(start).toBe(at);
          at = add(start, value);
        }
        expect(at).toBe(last.value);
        expect(last.value).toBe(valueOf(figures, 'total/market'));
      }),
      { numRuns: 10 },
    );
  });

  it('counts a part that the other total does not have as zero, and one that is hidden as not shown', () => {
    const next = inventory('12500', '20', '48000');
    const leaks = 'scope1/refrigerant/HFC-134a';
    const leaksName = { is: 'figure', key: leaks, method: 'refrigerant@2' };
    const stepsTo = (figures: PicturedFigure[]): unknown[] =>
      rowsOf(showChanges(before, { figures, sequence: 2 }, 'location'))
        .slice(1, -1)
        .map(({ name, value }) => [name, value]);
    expect(stepsTo(next)).toEqual([[leaksName, '1.95']]);
    expect(stepsTo(without(next, leaks))).toEqual([[{ is: 'rest' }, '1.95']]);
    const none = [...FIGURES.filter(({ key }) => !/refrigerant|total/.test(key))];
    const { detail } = FIGURES.find(({ key }) => key === 'total/location')! as { detail: object };
    const derivation = { operands: [{ key: 'scope2/location', name: 'part', value: '1', unit: 't{CO2}' }] };
    const total = figure('total/location', '58245.225', { ...detail, derivation }, 't{CO2e}');
    expect(stepsTo([...none, total])[0]).toEqual([leaksName, '-24.05']);
  });

  it('is not drawn where nothing changed, a total is hidden, or the sets of potentials differ', () => {
    const other = FIGURES.map((each) => ({ ...each, detail: { ...(each.detail as object), gwpSet: 'AR6' } }));
    const changed = inventory('1', '1', '1');
    for (const figures of [FIGURES, without(changed, 'total/market'), other])
      expect(showChanges(before, { figures, sequence: 2 }, 'market')).toBeNull();
  });

  it('begins its scale near the totals where changes are small beside them, and says so', () => {
    const small = showChanges(before, { figures: inventory('12500', '20', '48000'), sequence: 2 }, 'market')!;
    expect(small.cutAt).toBeGreaterThan(0);
    expect(small.cutAt).toBeLessThan(Number(valueOf(FIGURES, 'total/market')));
    expect(small.remarks).toContainEqual({ is: 'cut-scale' });
    const large = showChanges(before, { figures: inventory('1', '1', '1'), sequence: 2 }, 'market')!;
    expect(large.cutAt).toBeNull();
  });
});

describe('pictures of trade', () => {
  const accounts = [
    figure('pba/Northland/CO2', '300', { geographies: ['Northland'] }),
    figure('cba/Northland/CO2', '204.1'),
    figure('pba/Eastland/CO2', '198'),
    figure('cba/Eastland/CO2', '212.1', {}, 'kt{CO2}'),
  ];

  it('show production beside consumption of the same unit alone', () => {
    const { groups } = showAccounts(accounts, 'CO2')!;
    expect(groups).toHaveLength(1);
    expect(groups[0]!.rows.map(({ value }) => value)).toEqual(['300', '204.1']);
  });

  it('show flows of one stressor, and say how much is below zero', () => {
    const all = flows(['A', 'B'], (from, to) => (from < to ? '-2' : `${10 + from}`));
    expect(listStressors(all)).toEqual(['CO2']);
    const picture = showFlows(all, 'CO2')!;
    expect(picture.flows).toHaveLength(4);
    expect(picture.remarks).toContainEqual({ is: 'negative-flows', count: 1, sum: '-2' });
    expect(showFlows(all, 'steel')).toBeNull();
  });

  it('show years in their order, each account with its own points', () => {
    const yearly = (account: string, year: number, value: string): PicturedFigure => ({
      ...figure(`${account}/CN/CO2/${year}`, value, {}, 'Mt{CO2}'),
      from: Date.UTC(year, 0) / 1000,
      until: Date.UTC(year + 1, 0) / 1000,
    });
    const all = [
      yearly('production', 2020, '9'),
      yearly('production', 1990, '2'),
      yearly('consumption', 2020, '8'),
    ];
    const { series, table } = showYears(all)!;
    expect(series.map(({ points }) => points.map(({ value }) => value))).toEqual([['2', '9'], ['8']]);
    expect(table.rows).toHaveLength(2);
    expect(showYears(all.slice(1))).toBeNull();
  });
});

describe('pictures of uncertainty', () => {
  it('put figures of different units on different scales, with the digits that the ends have', () => {
    const figures = [
      unsure('scope1/total', '10', ['8', '12.5']),
      { ...unsure('scope2/coverage', '50', ['40', '60']), unit: '%' },
    ];
    const pictures = showIntervals(figures);
    expect(pictures.map(({ unit }) => unit).sort()).toEqual(['%', 't{CO2e}']);
    const own = pictures.find(({ unit }) => unit === 't{CO2e}')!;
    expect(rowsOf(own)[0]!.interval).toEqual({ low: '8.00', high: '12.50' });
  });

  it('of many figures show the largest totals, and say how many are left out, and which are outside their interval', () => {
    const parts = Array.from({ length: 40 }, (_, at) => unsure(`part/${at}`, '900', ['800', '1000']));
    const totals = Array.from({ length: 30 }, (_, at) => unsure(`cba/r${at}/CO2`, `${at + 1}`, ['0', '29']));
    const [picture] = showIntervals([...parts, ...totals, figure('certain', '1')]);
    const rows = rowsOf(picture!);
    expect(rows).toHaveLength(24);
    expect(rows[0]!.name).toMatchObject({ key: 'cba/r29/CO2' });
    expect(picture!.remarks).toEqual([
      { is: 'level', level: '0.95' },
      { is: 'outside-interval', figures: [rows[0]!.name] },
      { is: 'intervals-of', shown: 24, of: 70 },
      { is: 'without-interval', count: 1 },
    ]);
  });

  it('show shares of the variance as exact per cents', () => {
    const shares = { a: '0.687094', b: '0.3', c: '0.012906' };
    const picture = showContributions([unsure('scope1/total', '10', ['8', '12'], shares)], null)!;
    expect(rowsOf(picture).map(({ value }) => value)).toEqual(['68.7094', '30', '1.2906']);
    expect(sumOf(rowsOf(picture))).toBe('100');
  });
});

describe('the picture of contributions', () => {
  const figures = [
    unsure('detail/large', '900', ['800', '1000'], { a: '0.5', b: '0.5' }),
    unsure('scope3/3.1/total', '800', ['700', '900'], { north: '0.75', south: '0.2', west: '0.05' }),
    unsure('scope3/3.4/total', '20', ['10', '30'], { lorry: '0.9', train: '0.1' }),
  ];

  it('is about the largest total, and about another figure where one is named, with the interval of the figure', () => {
    const own = showContributions(figures, null)!;
    expect(own.about).toMatchObject([{ key: 'scope3/3.1/total' }]);
    expect(own.table.rows[0]).toEqual([
      { is: 'name', name: { is: 'figure', key: 'north', method: null } },
      { is: 'name', name: { is: 'text', text: RECORD } },
      { is: 'decimal', value: '75' },
    ]);
    expect(own.remarks).toContainEqual({ is: 'other-unsure', count: 2 });
    const other = showContributions(figures, 'scope3/3.4/total')!;
    expect(rowsOf(other).map(({ value }) => value)).toEqual(['90', '10']);
    expect(other.remarks[0]).toEqual({
      is: 'unsure',
      value: '20',
      unit: 't{CO2e}',
      interval: { low: '10.0', high: '30.0', level: '0.95' },
    });
  });

  it('gathers what has no bar of its own, exactly, and has all in its table', () => {
    const shares = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`row${at}`, '0.04']));
    const picture = showContributions([unsure('total', '1', ['0', '2'], shares)], null)!;
    expect(rowsOf(picture)).toHaveLength(13);
    expect(rowsOf(picture).at(-1)).toMatchObject({ name: { is: 'others', count: 13 }, value: '52' });
    expect(picture.table.rows).toHaveLength(25);
  });

  it('is not drawn where it would have one bar', () => {
    expect(showContributions([unsure('total', '1', ['0', '2'])], null)).toBeNull();
  });
});

describe('the picture of paths', () => {
  const PATHS = [
    path(10, '0.5', ['r/x'], 'r'),
    path(2, '-3', ['r/a', 's/b, c] A[d', 'r/e'], 'r'),
    path(1, '6', ['r/a', 'r/e'], 'r'),
    figure('path/remainder', '1.5'),
  ];

  it('has the paths by rank with their chains, and what remains in its table alone, with shares of the whole', () => {
    const { table, about, remarks, groups } = showPaths(PATHS)!;
    expect(about).toEqual([{ is: 'text', text: 'r' }]);
    expect(groups[0]!.rows.map(({ name }) => name.is === 'text' && name.text)).toEqual([
      'r/a → r/e',
      'r/a → s/b, c] A[d → r/e',
      'r/x',
    ]);
    expect(table.rows.map((row) => row.slice(1))).toEqual(
      [
        ['6', 1.2],
        ['-3', -0.6],
        ['0.5', 0.1],
        ['1.5', 0.3],
      ].map(([value, share]) => [
        { is: 'decimal', value },
        { is: 'share', value: share },
      ]),
    );
    expect(remarks).toEqual([{ is: 'other-paths', value: '1.5' }]);
  });

  it('draws the 12 largest, and has the others in its table', () => {
    const many = Array.from({ length: 30 }, (_, at) => path(at + 1, String(30 - at), [`r/${at}`], 'r'));
    const picture = showPaths(many)!;
    expect(rowsOf(picture)).toHaveLength(12);
    expect(picture.table.rows).toHaveLength(30);
    expect(picture.remarks).toEqual([{ is: 'shown-of', shown: 12, of: 30 }]);
    expect(showPaths(many.slice(0, 1))).toBeNull();
  });

  it('reads names that hold the marks of a formula', () => {
    const industries = ['r/a, b] A[c', 'r/a, b] A[c, d', 'x/Y[e, f]; g'];
    expect(readChain(path(1, '1', industries, 'S[r] Y[s'))).toEqual({ industries, region: 'S[r] Y[s' });
    expect(readChain(figure('path/1', '1'))).toBeNull();
  });
});

describe('pictures of months', () => {
  const subjectOf = (type: string): string | null => (type === 'electricity-use' ? 'geography' : null);
  const month = (at: number): { from: number; until: number } => ({
    from: Date.UTC(2023, at) / 1000,
    until: Date.UTC(2023, at + 1) / 1000,
  });
  const use = (key: string, value: string, at: number, unit = 'MW.h'): PicturedFigure => ({
    ...electricity(key, value, unit),
    ...month(at),
    value,
    detail: { row: 'electricity-use' },
  });

  it('add rows of one activity in one unit, in the order of time', () => {
    const rows = [use('b', '2', 1), use('a', '1.5', 0), use('c', '0.5', 0), use('d', '7', 0, 'kW.h')];
    const [picture, ...others] = showMonths(rows, subjectOf);
    expect(picture!.series[0]!.points.map(({ value }) => value)).toEqual(['2', '2']);
    expect(others).toEqual([]);
  });

  it('never add figures, and leave out rows of other periods', () => {
    const monthly = (key: string, at: number): PicturedFigure => ({ ...figure(key, '1'), ...month(at) });
    const all = [monthly('2023-01/scope1/total', 0), monthly('2023-02/scope1/total', 1)];
    expect(showMonths(all, subjectOf)).toHaveLength(1);
    expect(showMonths([...all, monthly('2023-03/scope1/total', 1)], subjectOf)).toEqual([]);
    expect(showMonths([use('a', '1', 0), { ...use('b', '1', 1), ...YEAR_2023 }], subjectOf)).toEqual([]);
  });
});

describe('the choice of pictures', () => {
  const choice = { basis: 'location', stressor: null } as const;
  const kinds = (figures: readonly PicturedFigure[]): string[] =>
    choosePictures({ figures, sequence: 1, before: null }, choice).map(({ kind }) => kind);

  it('has those that help a reader of an inventory', () => {
    expect(kinds(FIGURES)).toEqual(['scopes', 'sources', 'facilities', 'gases']);
  });

  it('has none for one figure, for factors, or for nothing', () => {
    const factor = entry('ncv', '26.7', 'TJ/Gg', { row: 'net-calorific-value', fuel: 'coal' });
    for (const figures of [[], [figure('scope1/total', '1', {}, 't{CO2e}')], [{ ...factor, value: '26.7' }]])
      expect(kinds(figures)).toEqual([]);
  });

  it('has those of 130,000 lines, exactly', () => {
    const many = Array.from({ length: 130_000 }, (_each, at) =>
      figure(`scope1/combustion/f${at}/CO2`, '0.1'),
    );
    const total = figure('total/location', '13000.5', {}, 't{CO2e}');
    const [picture] = choosePictures({ figures: [total, ...many], sequence: 1, before: null }, choice);
    const rows = rowsOf(picture as RowsPicture);
    expect(rows).toHaveLength(15);
    expect(sumOf(rows)).toBe('13000');
    expect(picture!.remarks).toContainEqual({ is: 'difference', difference: '0.5' });
  });

  it('has none for amounts of anyone that cannot be added, and does not fail', () => {
    const huge = FIGURES.map((each) => ({ ...each, value: '9'.repeat(70) }));
    expect(kinds(huge)).not.toContain('scopes');
  });
});
