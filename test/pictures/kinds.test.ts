import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod } from '../../engine/run.ts';
import type { PicturedFigure } from '../../pictures/drawing/picture.ts';
import { drawAccounts, drawFlowsOf, drawYears, listStressors } from '../../web/pictures/accounts.ts';
import { drawChanges } from '../../web/pictures/changes.ts';
import { choosePictures } from '../../web/pictures/choose.ts';
import { writeCsv } from '../../web/components/csv.ts';
import { add } from '../../web/pictures/exact.ts';
import {
  drawBeside,
  drawFacilities,
  drawGases,
  drawScopes,
  drawSources,
} from '../../web/pictures/inventory.ts';
import type { Basis, RowsPicture } from '../../web/pictures/model.ts';
import { drawMonths } from '../../web/pictures/months.ts';
import { drawContributionsOf, drawIntervalsOf } from '../../web/pictures/unsure.ts';
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
import { figure, flows, unsure } from '../pictures/pictured-results.ts';

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
    const { groups, remarks } = drawScopes(FIGURES)!;
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
    const rest = drawScopes(figures)!.groups[1]!.rows.at(-1)!;
    expect(rest).toMatchObject({ name: { is: 'rest' }, value: valueOf(FIGURES, 'scope2/market') });
  });

  it('says a difference that is too small to see, instead of drawing it', () => {
    const total = valueOf(FIGURES, 'total/market');
    const figures = FIGURES.map((each) =>
      each.key === 'total/market' ? { ...each, value: add(total, '0.001') } : each,
    );
    const { groups, remarks } = drawScopes(figures)!;
    expect(groups[1]!.rows).toHaveLength(3);
    expect(remarks).toContainEqual({ is: 'difference', difference: '0.001' });
  });

  it('is not drawn where a total has one part, or no total is stated', () => {
    expect(drawScopes(without(FIGURES, 'scope2/location', 'scope2/market'))).toBeNull();
    expect(drawScopes(without(FIGURES, 'total/location', 'total/market'))).toBeNull();
  });
});

describe('the picture of sources', () => {
  it('adds up to the total for any amounts, with masses of other gases in no bar', () => {
    fc.assert(
      fc.property(amount, amount, amount, (coal, leaked, power) => {
        const figures = inventory(coal, leaked, power);
        for (const basis of BASES) {
          const picture = drawSources(figures, basis)!;
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
      rowsOf(drawSources(FIGURES, basis)).flatMap(({ name }) => (name.is === 'scope' ? [name.basis] : []));
    expect(named('location')).toEqual(['location']);
    expect(named('market')).toEqual(['market']);
  });

  it('gathers many small sources exactly, and its table has each', () => {
    const many = Array.from({ length: 40 }, (_each, at) =>
      figure(`scope1/combustion/fuel-${at}/CO2`, `${at}.001`),
    );
    const total = figure('total/location', sumOf(many), {}, 't{CO2e}');
    const picture = drawSources([total, ...many], 'location')!;
    const rows = rowsOf(picture);
    expect(rows.at(-1)!.name).toEqual({ is: 'others', count: 26 });
    expect(sumOf(rows)).toBe(total.value);
    expect(picture.table.rows).toHaveLength(40);
  });
});

describe('the picture of facilities', () => {
  it('shows each scope by facility, with rows of none, and no market-based figure', () => {
    const { groups, remarks } = drawFacilities(FIGURES)!;
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
    const picture = drawGases(FIGURES)!;
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
    const { groups, remarks } = drawBeside([...FIGURES, ...beside])!;
    expect(groups.map(({ name }) => name!.is)).toEqual(['inventory', 'biogenic', 'avoided']);
    expect(groups[1]!.rows).toHaveLength(1);
    expect(groups.flatMap(({ rows }) => rows).every(({ start }) => start === '0')).toBe(true);
    expect(remarks).toEqual([{ is: 'beside' }]);
  });

  it('changes no other picture', () => {
    const pictures = (figures: PicturedFigure[]): unknown[] =>
      [drawScopes, drawFacilities, drawGases]
        .map((draw) => draw(figures))
        .concat(drawSources(figures, 'market'));
    expect(pictures([...FIGURES, ...beside])).toEqual(pictures(FIGURES));
  });
});

describe('the picture of changes', () => {
  const before = { figures: FIGURES, sequence: 1 };

  it('leads from the old total to the new one, step by step, for any amounts', () => {
    fc.assert(
      fc.property(amount, amount, amount, (coal, leaked, power) => {
        const figures = inventory(coal, leaked, power);
        const picture = drawChanges(before, { figures, sequence: 2 }, 'market');
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
      rowsOf(drawChanges(before, { figures, sequence: 2 }, 'location'))
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
      expect(drawChanges(before, { figures, sequence: 2 }, 'market')).toBeNull();
  });

  it('begins its scale near the totals where changes are small beside them, and says so', () => {
    const small = drawChanges(before, { figures: inventory('12500', '20', '48000'), sequence: 2 }, 'market')!;
    expect(small.cutAt).toBeGreaterThan(0);
    expect(small.cutAt).toBeLessThan(Number(valueOf(FIGURES, 'total/market')));
    expect(small.remarks).toContainEqual({ is: 'cut-scale' });
    const large = drawChanges(before, { figures: inventory('1', '1', '1'), sequence: 2 }, 'market')!;
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
    const { groups } = drawAccounts(accounts, 'CO2')!;
    expect(groups).toHaveLength(1);
    expect(groups[0]!.rows.map(({ value }) => value)).toEqual(['300', '204.1']);
  });

  it('show flows of one stressor, and say how much is below zero', () => {
    const all = flows(['A', 'B'], (from, to) => (from < to ? '-2' : `${10 + from}`));
    expect(listStressors(all)).toEqual(['CO2']);
    const picture = drawFlowsOf(all, 'CO2')!;
    expect(picture.flows).toHaveLength(4);
    expect(picture.remarks).toContainEqual({ is: 'negative-flows', count: 1, sum: '-2' });
    expect(drawFlowsOf(all, 'steel')).toBeNull();
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
    const { series, table } = drawYears(all)!;
    expect(series.map(({ points }) => points.map(({ value }) => value))).toEqual([['2', '9'], ['8']]);
    expect(table.rows).toHaveLength(2);
    expect(drawYears(all.slice(1))).toBeNull();
  });
});

describe('pictures of uncertainty', () => {
  it('put figures of different units on different scales, with the ends as stated', () => {
    const figures = [
      unsure('scope1/total', '10', ['8', '12.5']),
      { ...unsure('scope2/coverage', '50', ['40', '60']), unit: '%' },
    ];
    const pictures = drawIntervalsOf(figures);
    expect(pictures.map(({ unit }) => unit).sort()).toEqual(['%', 't{CO2e}']);
    const own = pictures.find(({ unit }) => unit === 't{CO2e}')!;
    expect(rowsOf(own)[0]!.interval).toEqual({ low: '8', high: '12.5' });
  });

  it('show shares of the variance as exact per cents', () => {
    const shares = { a: '0.687094', b: '0.3', c: '0.012906' };
    const picture = drawContributionsOf([unsure('scope1/total', '10', ['8', '12'], shares)])!;
    expect(rowsOf(picture).map(({ value }) => value)).toEqual(['68.7094', '30', '1.2906']);
    expect(sumOf(rowsOf(picture))).toBe('100');
  });
});

describe('pictures of months', () => {
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
    const [picture, ...others] = drawMonths(rows);
    expect(picture!.series[0]!.points.map(({ value }) => value)).toEqual(['2', '2']);
    expect(others).toEqual([]);
  });

  it('never add figures, and leave out rows of other periods', () => {
    const monthly = (key: string, at: number): PicturedFigure => ({ ...figure(key, '1'), ...month(at) });
    const all = [monthly('2023-01/scope1/total', 0), monthly('2023-02/scope1/total', 1)];
    expect(drawMonths(all)).toHaveLength(1);
    expect(drawMonths([...all, monthly('2023-03/scope1/total', 1)])).toEqual([]);
    expect(drawMonths([use('a', '1', 0), { ...use('b', '1', 1), ...YEAR_2023 }])).toEqual([]);
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

describe('writeCsv', () => {
  it('quotes what needs it, and gives spreadsheets no formula', () => {
    const rows = [
      ['a "b", c', '-1.5'],
      ['=HYPERLINK("x")', '+1'],
      ['@a', 'two\nlines'],
    ];
    expect(writeCsv(rows)).toBe(
      '\ufeff"a ""b"", c",-1.5\r\n"\'=HYPERLINK(""x"")",\'+1\r\n\'@a,"two\nlines"\r\n',
    );
  });
});
