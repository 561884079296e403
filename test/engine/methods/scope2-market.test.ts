import { describe, expect, it } from 'vitest';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import {
  certificate,
  COMMON,
  COMPANY,
  dataset,
  documentOf,
  electricity,
  figureOf,
  gridFactor,
  recordId,
  retiredFor,
  type TestEntry,
} from '../dataset.ts';

const GRIDS = { location: 'national', residual: 'national' };

function run(rows: readonly TestEntry[], grids: object = GRIDS): RunResult {
  return runMethod('scope2@2', [dataset('a', ...rows)], { ...COMMON, grids, entities: [COMPANY] });
}

function market(rows: readonly TestEntry[], grids?: object): string {
  const { value, unit } = figureOf(run(rows, grids), 'scope2/market');
  return `${value} ${unit}`;
}

/** Average and residual mix of a country. */
const power = (place: string, average: string, residual: string): TestEntry[] => [
  gridFactor(`${place}/average`, average, 'average', { geography: place }),
  gridFactor(`${place}/residual`, residual, 'residual', { geography: place }),
];
const supplied = (row: TestEntry, supplier: string): TestEntry => ({
  ...row,
  detail: { ...row.detail, supplier },
});
const EUROPE = documentOf('market/EU-EEA', {
  row: 'market-boundary',
  market: 'EU-EEA',
  includes: ['DE', 'FR', 'NO'],
});
const CHINA = power('CN', '0.5', '0.6');
const EXCEED = expect.objectContaining({ code: 'instruments-exceed-consumption' });

describe('a certificate in the market-based figure', () => {
  it('of a country covers use in its provinces, without any other row', () => {
    const rows = [electricity('use', '100', 'MW.h', 'CN-31'), certificate('x', '50', 'MW.h'), ...CHINA];
    expect(market(rows)).toBe('30 t{CO2}');
  });

  it('of a province covers no use in another province or in the country as a whole', () => {
    for (const place of ['CN-11', 'CN'])
      expect(() =>
        run([
          electricity('use', '100', 'MW.h', place),
          certificate('x', '50', 'MW.h', { geography: 'CN-31' }),
          ...CHINA,
        ]),
      ).toThrow(EXCEED);
  });

  it('covers use in another country only in a market that includes both', () => {
    const rows = [
      electricity('use', '100', 'MW.h', 'FR'),
      certificate('x', '40', 'MW.h', { geography: 'NO' }),
      ...power('FR', '0.05', '0.1'),
    ];
    expect(() => run(rows)).toThrow(EXCEED);
    expect(market([...rows, EUROPE])).toBe('6 t{CO2}');
    const beyond = [
      electricity('use', '100', 'MW.h'),
      certificate('x', '40', 'MW.h', { geography: 'NO' }),
      ...CHINA,
    ];
    expect(() => run([...beyond, EUROPE])).toThrow(EXCEED);
  });

  it('covers the use of a whole market in proportion, so that what is left counts with the residual mix of each place', () => {
    const rows = [
      electricity('de', '30', 'MW.h', 'DE-BY'),
      electricity('fr', '10', 'MW.h', 'FR'),
      certificate('x', '20', 'MW.h', { geography: 'NO' }),
      ...power('DE', '0.4', '0.8'),
      ...power('FR', '0.05', '0.1'),
      EUROPE,
    ];
    // half of each: 15 × 0.8 + 5 × 0.1
    expect(market(rows)).toBe('12.5 t{CO2}');
    const split = rows.flatMap((row) =>
      row.key === 'certificate/x'
        ? [
            certificate('a', '7', 'MW.h', { geography: 'NO' }),
            certificate('b', '13', 'MW.h', { geography: 'FR' }),
          ]
        : [row],
    );
    expect(market(split)).toBe('12.5 t{CO2}');
  });

  it('names the market among the documents of the figure and of the run', () => {
    const rows = [
      electricity('use', '100', 'MW.h', 'FR'),
      certificate('x', '40', 'MW.h', { geography: 'NO' }),
      ...power('FR', '0.05', '0.1'),
      EUROPE,
    ];
    const result = run(rows);
    expect(figureOf(result, 'scope2/market').detail.documents).toEqual([
      { name: 'market-boundary', record: recordId('a'), key: 'market/EU-EEA' },
    ]);
    expect(result.used[0]!.keys).toContain('market/EU-EEA');
  });

  it('says what it can cover, and what the run used, when it covers nothing', () => {
    const rows = [
      electricity('use', '100', 'MW.h'),
      certificate('x', '50', 'MW.h', { geography: 'DE' }),
      ...CHINA,
    ];
    expect(() => run(rows)).toThrow(
      expect.objectContaining({
        code: 'instruments-exceed-consumption',
        message:
          'certificate/x (50 MW.h, of DE) can cover use in DE, and the run has use only in CN: remove its row, ' +
          'add the use that it covers, or add a market-boundary row that includes both places',
        row: { record: recordId('a'), key: 'certificate/x', column: 'detail.geography' },
      }),
    );
  });

  it('is refused where two markets include its place', () => {
    const other = documentOf('market/other', {
      row: 'market-boundary',
      market: 'other',
      includes: ['NO', 'US'],
    });
    const rows = [
      electricity('use', '100', 'MW.h', 'FR'),
      certificate('x', '40', 'MW.h', { geography: 'NO' }),
      ...power('FR', '0.05', '0.1'),
    ];
    expect(() => run([...rows, EUROPE, other])).toThrow(
      expect.objectContaining({ code: 'ambiguous-factor' }),
    );
  });

  it.each(['REC-001', 'rec 001', 'REC_001', 'REC.001', 'REC‑001'])(
    'is one with REC001 when it is written %s',
    (id) => {
      const rows = [
        electricity('use', '100', 'MW.h'),
        certificate('x', '10', 'MW.h', { id }),
        certificate('y', '10', 'MW.h', { id: 'REC001' }),
        ...CHINA,
      ];
      expect(() => run(rows)).toThrow(expect.objectContaining({ code: 'duplicate-instrument' }));
    },
  );

  it('must be retired; contracts and tariffs need not', () => {
    const unretired = (changes: object): TestEntry =>
      certificate('x', '50', 'MW.h', { retirement: undefined, ...changes });
    const use = electricity('use', '100', 'MW.h');
    expect(() => run([use, unretired({}), ...CHINA])).toThrow(
      expect.objectContaining({
        code: 'instrument-not-retired',
        row: { record: recordId('a'), key: 'certificate/x', column: 'detail.retirement' },
      }),
    );
    for (const kind of ['contract', 'tariff'])
      expect(market([use, unretired({ kind }), ...CHINA])).toBe('30 t{CO2}');
  });

  it.each(['verified carbon offset certificate', 'certificate of emission reductions'])(
    'is never an offset, by its kind: %s',
    (kind) => {
      const rows = [electricity('use', '100', 'MW.h'), certificate('x', '50', 'MW.h', { kind }), ...CHINA];
      expect(() => run(rows)).toThrow(expect.objectContaining({ code: 'bad-detail' }));
    },
  );

  it('is never an offset, by its unit', () => {
    const rows = [electricity('use', '100', 'MW.h'), certificate('x', '50', 't{CO2e}'), ...CHINA];
    expect(() => run(rows)).toThrow(expect.objectContaining({ code: 'offset-refused' }));
  });

  it.each([
    '2023',
    '2023-05',
    '2023/05',
    '2023-Q2',
    '2023 H1',
    '2022-07..2023-06',
    '2022-07 to 2023-06',
    '2022-2023',
    '2023-01-15/2023-03-31',
    '2023-12-31',
    '2022-12-01 – 2023-01-31',
  ])('of vintage %s covers use in 2023', (vintage) => {
    const rows = [electricity('use', '2', 'MW.h'), certificate('x', '1', 'MW.h', { vintage }), ...CHINA];
    expect(market(rows)).toBe('0.6 t{CO2}');
  });

  it.each([
    '2022',
    '2022-12',
    '2024-01',
    '2022-Q4',
    '2021-2022',
    '2022-12-31',
    '2022-07..2022-12',
    '2024-01-01/2024-02-01',
  ])('of vintage %s is too early or too late for use in 2023', (vintage) => {
    const rows = [electricity('use', '2', 'MW.h'), certificate('x', '1', 'MW.h', { vintage }), ...CHINA];
    expect(() => run(rows)).toThrow(expect.objectContaining({ code: 'instrument-out-of-time' }));
  });

  it.each(['spring', '2023/24', '2023-13', '2023-02-30', '2023-06..2023-01', '23'])(
    'of vintage %s is refused, because it names no time',
    (vintage) => {
      const rows = [electricity('use', '2', 'MW.h'), certificate('x', '1', 'MW.h', { vintage }), ...CHINA];
      expect(() => run(rows)).toThrow(
        expect.objectContaining({
          code: 'bad-detail',
          row: { record: recordId('a'), key: 'certificate/x', column: 'detail.vintage' },
        }),
      );
    },
  );
});

describe('a retirement', () => {
  const use = electricity('use', '100', 'MW.h');
  const own = certificate('own', '20', 'MW.h');
  const foreign = certificate('foreign', '50', 'MW.h', { retirement: retiredFor('urn:example:other') });
  const runFor = (entities: readonly string[], ...rows: readonly TestEntry[]): RunResult =>
    runMethod('scope2@2', [dataset('a', use, ...rows, ...CHINA)], { ...COMMON, grids: GRIDS, entities });
  const uncounted = (key: string, message: string): object => ({
    code: 'instrument-not-counted',
    message: `${key} covers nothing. It was retired for ${message}`,
    row: { record: recordId('a'), key },
  });

  it('for another organisation covers nothing, with a warning in each figure that it would change', () => {
    const result = runFor([COMPANY], own, foreign);
    // 80 × 0.6
    expect(figureOf(result, 'scope2/market').value).toBe('48');
    expect(figureOf(result, 'scope2/coverage').value).toBe('20');
    const warning = uncounted('certificate/foreign', `urn:example:other, and the run is for ${COMPANY}`);
    expect(result.warnings).toEqual([warning]);
    for (const key of ['scope2/market', 'scope2/coverage'])
      expect(figureOf(result, key).detail.derivation.warnings).toEqual([warning]);
    expect(figureOf(result, 'scope2/location').detail.derivation.warnings).toEqual([]);
  });

  it('counts for nobody where the run names no organisation', () => {
    const result = runFor([], own);
    expect(figureOf(result, 'scope2/market').value).toBe('60');
    expect(figureOf(result, 'scope2/coverage').value).toBe('0');
    expect(result.warnings).toEqual([
      uncounted('certificate/own', `${COMPANY}, and the run names no organisation: set parameters.entities`),
    ]);
  });

  it('for any of several organisations counts', () => {
    const result = runFor(['urn:example:other', COMPANY], own, foreign);
    expect(figureOf(result, 'scope2/market').value).toBe('18');
    expect(result.warnings).toEqual([]);
  });

  it('that does not count is left out for this reason, and a run that is repeated warns of it again', () => {
    const parameters = { ...COMMON, grids: GRIDS, entities: [COMPANY] };
    const result = runFor([COMPANY], own, foreign);
    expect(result.reconciliation[0]!.leftOut).toEqual([
      { reason: 'retired-for-others', role: 'activity', keys: ['certificate/foreign'] },
    ]);
    const used = result.used[0]!.keys;
    const entries = [use, own, foreign, ...CHINA].filter(({ key }) => used.includes(key));
    const again = repeatRun(describeRun('scope2@2', parameters, result, '0x'), [dataset('a', ...entries)]);
    expect(again.figures).toEqual(result.figures);
  });

  it('may be on any day from the first one of the vintage on', () => {
    const on = (date: string): RunResult =>
      runFor([COMPANY], certificate('x', '20', 'MW.h', { retirement: retiredFor(COMPANY, date) }));
    expect(figureOf(on('2023-01-01'), 'scope2/market').value).toBe('48');
    expect(() => on('2022-12-31')).toThrow(
      expect.objectContaining({ code: 'instrument-out-of-time', value: '2022-12-31' }),
    );
    expect(() => on('2024-02-30')).toThrow(expect.objectContaining({ code: 'bad-detail' }));
  });
});

describe('a tariff', () => {
  const tariff = (amount: string, changes: object = {}): TestEntry =>
    certificate('green', amount, 'MW.h', {
      kind: 'tariff',
      retirement: undefined,
      supplier: 'north-power',
      factor: '0.1',
      ...changes,
    });
  const uses = [
    supplied(electricity('a', '60', 'MW.h'), 'north-power'),
    supplied(electricity('b', '30', 'MW.h'), 'other-power'),
    electricity('c', '10', 'MW.h'),
  ];

  it('counts what its supplier delivered with its own factor', () => {
    // 60 × 0.1 + 40 × 0.6
    expect(market([...uses, tariff('60'), ...CHINA])).toBe('30 t{CO2}');
  });

  it('covers no use of another supplier', () => {
    expect(() => run([...uses, tariff('60.5'), ...CHINA])).toThrow(EXCEED);
  });

  it('leaves the rest to certificates, for any supplier', () => {
    // 60 × 0.1, 20 × 0, 20 × 0.6
    expect(market([...uses, tariff('60'), certificate('x', '20', 'MW.h'), ...CHINA])).toBe('18 t{CO2}');
    expect(() => run([...uses, tariff('60'), certificate('x', '41', 'MW.h'), ...CHINA])).toThrow(EXCEED);
  });

  it('is not extended by a market: it is a delivery to its own place', () => {
    const rows = [
      supplied(electricity('use', '100', 'MW.h', 'FR'), 'north-power'),
      tariff('10', { geography: 'NO' }),
      ...power('FR', '0.05', '0.1'),
      EUROPE,
    ];
    expect(() => run(rows)).toThrow(EXCEED);
  });
});

describe('without a residual mix', () => {
  const rows = [electricity('use', '100', 'MW.h'), gridFactor('average', '0.5', 'average')];

  it('the market-based figure is refused, and the error says what to declare', () => {
    expect(() => run(rows)).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message: expect.stringContaining('parameters.grids.withoutResidual') as unknown,
      }),
    );
  });

  it('the declared grid average counts, with a warning in the figure and in the run', () => {
    const result = run(rows, { ...GRIDS, withoutResidual: 'average' });
    const { value, detail } = figureOf(result, 'scope2/market');
    expect(value).toBe('50');
    const warning = expect.objectContaining({
      code: 'no-residual-mix',
      row: { record: recordId('a'), key: 'average' },
    }) as unknown;
    expect(detail.derivation.warnings).toEqual([warning]);
    expect(result.warnings).toEqual([warning]);
    expect(figureOf(result, 'scope2/location').detail.derivation.warnings).toEqual([]);
  });

  it('a residual mix is taken where there is one, whatever is declared', () => {
    const declared = { ...GRIDS, withoutResidual: 'average' };
    const given = [...rows, gridFactor('residual', '0.6', 'residual')];
    expect(market(given, declared)).toBe('60 t{CO2}');
  });
});

describe('the grid of a place', () => {
  const regional = [
    gridFactor('east', '0.55', 'average', { grid: 'East' }),
    gridFactor('north', '0.65', 'average', { grid: 'North' }),
    gridFactor('residual', '0.6', 'residual'),
  ];
  const EAST = documentOf('grid/East', { row: 'grid-place', grid: 'East', includes: ['CN-31', 'CN-32'] });
  const NORTH = documentOf('grid/North', { row: 'grid-place', grid: 'North', includes: ['CN-11'] });
  const uses = [electricity('sh', '100', 'MW.h', 'CN-31'), electricity('bj', '10', 'MW.h', 'CN-11')];
  const location = (rows: readonly TestEntry[], grids: object = GRIDS): string =>
    figureOf(run(rows, grids), 'scope2/location').value;

  it('is that of the grid-place row that includes it', () => {
    const result = run([...uses, ...regional, EAST, NORTH]);
    expect(figureOf(result, 'scope2/location').value).toBe('61.5');
    expect(figureOf(result, 'scope2/location').detail.documents).toEqual([
      { name: 'grid-place', record: recordId('a'), key: 'grid/East' },
      { name: 'grid-place', record: recordId('a'), key: 'grid/North' },
    ]);
  });

  it('is that of the row of use, where this names one', () => {
    const named = uses.map((row, index) => ({
      ...row,
      detail: { ...row.detail, grid: ['East', 'North'][index] },
    }));
    expect(location([...named, ...regional])).toBe('61.5');
    const wrong = [{ ...uses[1]!, detail: { ...uses[1]!.detail, grid: 'East' } }];
    expect(() => run([...wrong, ...regional, EAST])).toThrow(
      expect.objectContaining({ code: 'factor-out-of-place' }),
    );
  });

  it('is never the grid of the parameters where the factors are of several regions and nothing says which supplies it', () => {
    expect(() => run([...uses, ...regional], { location: 'East', residual: 'national' })).toThrow(
      expect.objectContaining({
        code: 'factor-out-of-place',
        message: expect.stringContaining('grid-place') as unknown,
      }),
    );
  });

  it('is never a grid whose grid-place row leaves it out', () => {
    const rows = [electricity('bj', '10', 'MW.h', 'CN-11'), regional[0]!, regional[2]!, EAST];
    expect(() => run(rows, { location: 'East', residual: 'national' })).toThrow(
      expect.objectContaining({ code: 'factor-out-of-place' }),
    );
  });

  it('is the grid of the parameters where only that one is used', () => {
    const rows = [electricity('bj', '10', 'MW.h', 'CN-11'), regional[1]!, regional[2]!];
    expect(location(rows, { location: 'North', residual: 'national' })).toBe('6.5');
  });

  it('names the place, the grid and what to add when no factor is of that place', () => {
    const rows = [electricity('use', '10', 'MW.h', 'FR'), ...power('DE', '0.4', '0.7')];
    expect(() => run(rows)).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message:
          'use needs the average mix of the grid national for FR, and there are such rows only of DE (DE/average): ' +
          'add a grid-factor row with mix average, grid national and geography FR',
      }),
    );
  });
});

describe('a run over sets of rows', () => {
  it('names the documents that it used beside each set, and is repeated from both', () => {
    const places = ['CN-31', 'CN-32'];
    const rows = [
      ...Array.from({ length: 6 }, (_, index) =>
        electricity(`use/${index}`, '10', 'MW.h', places[index % 2]),
      ),
      gridFactor('east', '0.55', 'average', { grid: 'East' }),
      gridFactor('north', '0.65', 'average', { grid: 'North' }),
      gridFactor('residual', '0.6', 'residual'),
      documentOf('grid/East', { row: 'grid-place', grid: 'East', includes: places }),
      documentOf('grid/North', { row: 'grid-place', grid: 'North', includes: ['CN-11'] }),
    ];
    const parameters = { ...COMMON, grids: GRIDS, listed: 2 };
    const made = runMethod('scope2@2', [dataset('a', ...rows)], parameters);
    expect(figureOf(made, 'scope2/location').value).toBe('33');
    const run = describeRun('scope2@2', parameters, made, '0x');
    expect(run.inputs).toEqual([
      expect.objectContaining({ record: recordId('a'), count: 8, documents: ['grid/East'] }),
    ]);
    const entries = rows.filter(({ key }) => made.used[0]!.keys.includes(key));
    expect(repeatRun(run, [dataset('a', ...entries)]).figures).toEqual(made.figures);
  });
});

describe('an inventory by equity share', () => {
  it('balances instruments with use by their shares, so that no use is covered twice', () => {
    const venture = 'urn:example:venture';
    const half = (row: TestEntry): TestEntry => ({ ...row, detail: { ...row.detail, entity: venture } });
    const about = { gases: ['CO2', 'CH4'], gwpSet: 'AR5' };
    const rows = [
      documentOf('venture', {
        ...{ row: 'entity', identifier: venture, name: 'Venture', geography: 'CN', interest: '0.5' },
      }),
      half(electricity('use', '100', 'MW.h')),
      ...['average', 'residual'].map((mix) =>
        gridFactor(mix, '0.5', mix, about, COMMON.period, 't{CO2e}/MW.h'),
      ),
    ];
    const given = (amount: string, change: (row: TestEntry) => TestEntry): RunResult =>
      runMethod(
        'inventory@2',
        [
          dataset(
            'a',
            ...rows,
            change(certificate('x', amount, 'MW.h', { factorUnit: 't{CO2e}/MW.h', ...about })),
          ),
        ],
        { ...COMMON, grids: GRIDS, entities: [COMPANY], gwpSet: 'AR5', consolidation: 'equity-share' },
      );
    const whole = (row: TestEntry): TestEntry => row;
    // 100 × 0.5 − 80 × 0.5, and 100 × 0.5 − 40
    expect(figureOf(given('80', half), 'scope2/market').value).toBe('5');
    expect(figureOf(given('40', whole), 'scope2/market').value).toBe('5');
    expect(() => given('80', whole)).toThrow(EXCEED);
  });
});
