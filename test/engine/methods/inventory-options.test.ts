import { describe, expect, it } from 'vitest';
import { openSelection } from '../../../core/records/selection.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import {
  certificate,
  COMMON,
  COMPANY,
  dataset,
  documentOf,
  electricity,
  entry,
  figureOf,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  YEAR_2022,
  type TestEntry,
} from '../dataset.ts';

const PARAMETERS = {
  ...COMMON,
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  entities: [COMPANY],
};
const FACTORS = dataset(
  'f',
  ...fuelDefaults('coal', '20', '1', { CO2: '100000', CH4: '10' }),
  gwp('CH4', 'AR5', '28'),
);

/** Tonnes of coal. Each emits 2 t of CO2 and 0.2 kg of CH4. */
const coal = (key: string, tonnes: string, changes: object = {}): TestEntry => {
  const use = fuelUse(key, tonnes, 't', 'coal');
  return { ...use, detail: { ...use.detail, ...changes } };
};

function run(
  rows: readonly TestEntry[],
  changes: object = {},
  others: readonly InputRecord[] = [],
): RunResult {
  return runMethod('inventory@2', [dataset('a', ...rows), FACTORS, ...others], { ...PARAMETERS, ...changes });
}

const CO2 = 'scope1/combustion/coal/CO2';

const VENTURE = 'urn:example:venture';
/** A joint venture, held by half. */
const ENTITIES = [
  documentOf('venture', {
    row: 'entity',
    identifier: VENTURE,
    name: 'Venture',
    geography: 'CN',
    interest: '0.5',
    operationalControl: 'no',
  }),
];

describe('the consolidation of an inventory', () => {
  it('is by operational control where the parameters do not say it, and the figures state it', () => {
    const { figures } = run([coal('own', '10')]);
    expect(new Set(figures.map(({ detail }) => detail.consolidation))).toEqual(
      new Set(['operational-control']),
    );
  });

  it('selects exactly the rows that count among those that are used', () => {
    const rows = [coal('own', '100'), coal('out', '50', { entity: VENTURE }), coal('more', '10')];
    const controlled = run([...rows, ...ENTITIES], { listed: 0 });
    const set = figureOf(controlled, CO2).detail.derivation.operands.find(({ name }) => name === 'AD')!;
    if (!('selection' in set)) throw new Error('expected a set');
    const isSelected = openSelection(set.selection);
    const keys = controlled.used.find(({ record }) => record === set.record)!.keys;
    const selected = rows.filter((row) => keys.includes(row.key) && isSelected(row));
    expect(selected.map(({ key }) => key)).toEqual(['own', 'more']);
    expect(set.count).toBe(2);
  });
});

describe('the base year of an inventory', () => {
  const base = run([coal('old', '90')]);
  const result = dataset('b', ...base.figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })));
  const total = 'scope1/total';

  it('is compared with the year, from the figures of its result', () => {
    const compared = run([coal('new', '99')], { baseYear: { result: result.record } }, [result]);
    expect(figureOf(compared, `base-year/${total}`).value).toBe(figureOf(base, total).value);
    expect(figureOf(compared, `base-year/change/${total}`)).toMatchObject({ value: '10', unit: '%' });
  });

  it.each([
    ['is recalculated by adjustments that reach the threshold', '-18.0504', '162.4536'],
    ['is not recalculated by smaller ones, and says so', '-9', '180.504'],
  ])('%s', (_, tonnes, value) => {
    const adjustments = base.figures
      .filter(({ detail }) => detail.covers !== undefined)
      .map(({ key }) => ({ figure: key, tonnes, reason: 'a mill was sold' }))
      .filter(({ figure }) => /^(scope1|total)\/(total|location|market)$/.test(figure));
    const baseYear = { result: result.record, threshold: '10', adjustments };
    const compared = run([coal('new', '99')], { baseYear }, [result]);
    const { detail, ...figure } = figureOf(compared, `base-year/${total}`);
    expect(figure.value).toBe(value);
    expect(detail.derivation.warnings).toContainEqual(
      expect.objectContaining({
        code: 'base-year-adjustment',
        message: expect.stringContaining('a mill was sold'),
      }),
    );
  });

  it.each([
    ['a result that is not among the inputs', 'missing-activity', { result: `0x${'9'.repeat(64)}` }],
    [
      'an adjustment of another figure than a total',
      'bad-parameters',
      { result: result.record, adjustments: [{ figure: CO2, tonnes: '1', reason: 'why' }] },
    ],
  ])('refuses %s', (_, code, baseYear) => {
    expect(() => run([coal('new', '99')], { baseYear }, [result])).toThrow(expect.objectContaining({ code }));
  });

  it('refuses an adjustment of a part without one of the total', () => {
    expect(base.figures.map(({ key }) => key)).toContain('total/location');
    const adjustments = [{ figure: total, tonnes: '180', reason: 'a mill was bought' }];
    const compare = (all: typeof adjustments): RunResult =>
      run([coal('new', '99')], { baseYear: { result: result.record, adjustments: all } }, [result]);
    expect(() => compare(adjustments)).toThrow(
      expect.objectContaining({ code: 'bad-parameters', value: 'total/location' }),
    );
  });

  it('must be as long as the period of the run', () => {
    const quarter = { from: COMMON.period.from, until: COMMON.period.from + 90 * 86_400 };
    const { figures } = run([{ ...coal('old', '90'), ...quarter }], { period: quarter });
    const short = dataset('d', ...figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })));
    expect(() => run([coal('new', '360')], { baseYear: { result: short.record } }, [short])).toThrow(
      expect.objectContaining({ code: 'straddled-period' }),
    );
  });
});

describe('the intensity of an inventory', () => {
  const output = entry('sold', '400', '{USD}', { row: 'output', output: 'revenue' });
  const intensity = [{ output: 'revenue', figures: ['scope1/total'] }];

  it('is a figure per unit of an output', () => {
    const result = run([coal('own', '100'), output], { intensity });
    expect(figureOf(result, 'intensity/revenue/scope1/total')).toMatchObject({
      value: '0.5014',
      unit: 't{CO2e}/{USD}',
      detail: { derivation: { formula: 'total / O' } },
    });
  });

  it('needs rows of the output, and a figure that there is', () => {
    expect(() => run([coal('own', '100')], { intensity })).toThrow(
      expect.objectContaining({ code: 'missing-activity' }),
    );
    const unknown = [{ output: 'revenue', figures: ['scope9/total'] }];
    expect(() => run([coal('own', '100'), output], { intensity: unknown })).toThrow(
      expect.objectContaining({ code: 'bad-parameters' }),
    );
  });

  it.each([
    // 300.84 t of CO2e over 1500 t of steel; 200.56 over 1000
    ['equity-share', '0.20056'],
    ['operational-control', '0.20056'],
  ])('by %s divides by the output that counts, as the emissions do', (consolidation, value) => {
    const joint = { entity: VENTURE };
    const steel = (key: string, changes: object = {}): TestEntry =>
      entry(key, '1000', 't', { row: 'output', output: 'steel', ...changes });
    const rows = [
      ...ENTITIES,
      coal('own', '100'),
      coal('joint', '100', joint),
      steel('o-own'),
      steel('o-joint', joint),
    ];
    const result = run(rows, { consolidation, intensity: [{ output: 'steel', figures: ['scope1/total'] }] });
    expect(figureOf(result, 'intensity/steel/scope1/total').value).toBe(value);
  });

  it('divides the figure of a facility by the output of that facility', () => {
    const steel = (facility: string, tonnes: string): TestEntry =>
      entry(`steel/${facility}`, tonnes, 't', { row: 'output', output: 'steel', facility });
    const rows = [
      coal('n', '100', { facility: 'north' }),
      coal('s', '300', { facility: 'south' }),
      steel('north', '400'),
      steel('south', '600'),
    ];
    const figures = ['scope1/total', 'by-facility/north/scope1'];
    const result = run(rows, { intensity: [{ output: 'steel', figures }] });
    expect(figureOf(result, 'intensity/steel/scope1/total').value).toBe('0.80224');
    expect(figureOf(result, 'intensity/steel/by-facility/north/scope1').value).toBe('0.5014');
    const [, , north] = rows;
    expect(() =>
      run(
        rows.filter((row) => row !== north),
        { intensity: [{ output: 'steel', figures }] },
      ),
    ).toThrow(expect.objectContaining({ code: 'missing-activity' }));
  });

  it('refuses an output that two records hold', () => {
    expect(() => run([coal('own', '100'), output], { intensity }, [dataset('c', output)])).toThrow(
      expect.objectContaining({ code: 'repeated-row' }),
    );
  });

  it('refuses the output of a year beside that of its months', () => {
    const { from } = COMMON.period;
    const month = { ...output, key: 'sold/01', value: '30', until: from + 31 * 86_400 };
    expect(() => run([coal('own', '100'), output, month], { intensity })).toThrow(
      expect.objectContaining({ code: 'overlapping-periods' }),
    );
  });
});

describe('an inventory that is repeated from the rows that it used', () => {
  const power = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.6', 'residual')];
  const before = (row: TestEntry): TestEntry => ({ ...row, ...YEAR_2022 });

  it.each<[string, readonly TestEntry[], object]>([
    [
      'among facilities of another year',
      [coal('now', '10'), before(coal('old', '5', { facility: 'north' }))],
      {},
    ],
    [
      'among instruments of another year',
      [
        electricity('use', '100', 'MW.h'),
        certificate('new', '40', 'MW.h'),
        before(certificate('old', '40', 'MW.h', { vintage: '2022' })),
        ...power,
      ],
      { totals: { co2Only: 'list' } },
    ],
    [
      'among rows that its consolidation leaves out',
      [coal('own', '10'), coal('second', '20'), coal('out', '30', { entity: VENTURE }), ...ENTITIES],
      { consolidation: 'operational-control' },
    ],
  ])('%s gives the same figures', (_, rows, changes) => {
    const parameters = { ...PARAMETERS, listed: 0, ...changes };
    const inputs = [dataset('a', ...rows), FACTORS];
    const result = runMethod('inventory@2', inputs, parameters);
    const used = inputs.flatMap(({ record, entries }) => {
      const keys = result.used.find((each) => each.record === record)?.keys ?? [];
      return keys.length === 0 ? [] : [{ record, entries: entries.filter(({ key }) => keys.includes(key)) }];
    });
    const again = repeatRun(describeRun('inventory@2', parameters, result, `0x${'0'.repeat(64)}`), used);
    expect(again.figures).toEqual(result.figures);
  });
});
