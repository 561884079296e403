import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { validateDataset } from '../../../engine/datasets/validate.ts';
import { ALWAYS, COMMON, dataset, entry, gwp, leak, type TestEntry } from '../dataset.ts';

const GRIDS = { location: 'national', residual: 'national' };

const activity = (key: string, value: string, unit: string, more: object = {}): TestEntry =>
  entry(key, value, unit, {
    row: 'process-activity',
    process: 'clinker',
    kind: 'process',
    category: '2.A.1',
    geography: 'CN',
    ...more,
  });
const factor = (key: string, value: string, unit: string, more: object = {}, period = ALWAYS): TestEntry =>
  entry(
    key,
    value,
    unit,
    { row: 'process-factor', process: 'clinker', gas: 'CO2', year: 2023, ...more },
    period,
  );
const conversion = (name: string, value: string, unit: string): TestEntry =>
  entry(name, value, unit, { row: 'conversion-factor', factor: name, year: 2023 }, ALWAYS);
const constant = (name: string, value: string, ruleSet: string, more: object = {}): TestEntry =>
  entry(
    `${ruleSet}/${name}`,
    value,
    '1',
    { row: 'constant', constant: name, ruleSet, year: 2018, ...more },
    ALWAYS,
  );

const compute = (rows: readonly TestEntry[], parameters: object = {}): RunResult =>
  runMethod('process@2', [dataset('a', ...rows)], { ...COMMON, ...parameters });
const valuesOf = ({ figures }: RunResult): Record<string, string> =>
  Object.fromEntries(figures.map(({ key, value }) => [key, value]));
const codesOf = ({ warnings }: RunResult): string[] => warnings.map(({ code }) => code);

describe('a row with a line', () => {
  const EF = factor('ef', '0.5', 't{CO2}/t');

  it('may be negative, and has a figure of its own that totals add', () => {
    const rows = [activity('own', '100', 't'), activity('in', '-20', 't', { line: 'imports' }), EF];
    const result = runMethod('inventory@2', [dataset('a', ...rows)], {
      ...COMMON,
      gwpSet: 'AR5',
      grids: GRIDS,
    });
    expect(valuesOf(result)).toMatchObject({
      'scope1/process/clinker/CO2': '50',
      'scope1/process/clinker/CO2/imports': '-10',
      'by-gas/CO2': '40',
      'scope1/total': '40',
    });
    expect(codesOf(result)).toEqual([]);
  });

  it('is selected alone, as are the rows without a line', () => {
    const rows = [
      ...[1, 2].map((index) => activity(`own${index}`, '100', 't')),
      ...[1, 2].map((index) => activity(`in${index}`, '-20', 't', { line: 'imports' })),
      EF,
    ];
    const { figures } = compute(rows, { listed: 0 });
    const sets = figures.flatMap(({ detail }) =>
      detail.derivation.operands.filter((own) => 'selection' in own),
    );
    expect(sets.map(({ selection, sum }) => [selection.where?.['line'], sum])).toEqual([
      [null, '200'],
      ['imports', '-40'],
    ]);
  });

  it.each([
    ['process-activity', activity('in', '-20', 't')],
    [
      'measured-emission',
      entry('in', '-20', 't{CO2}', {
        row: 'measured-emission',
        gas: 'CO2',
        source: 's',
        category: '2',
        geography: 'CN',
      }),
    ],
    ['refrigerant-leak', leak('in', '-20', 'kg', 'SF6')],
  ])('of type %s is refused without it, in a run and at the import', (_, row) => {
    const advice = expect.stringContaining('State detail.line') as string;
    expect(() => compute([row, EF])).toThrow(
      expect.objectContaining({ code: 'out-of-range', message: advice }),
    );
    expect(validateDataset(null, [row])).toMatchObject([
      { code: 'out-of-range', row: 'in', message: advice },
    ]);
    const lined = { ...row, detail: { ...row.detail, line: 'taken' } };
    expect(validateDataset(null, [lined])).toEqual([]);
  });

  it('warns where all lines of a gas are less than zero, and by how much', () => {
    const result = compute([activity('own', '10', 't'), activity('in', '-20', 't', { line: 'imports' }), EF]);
    expect(result.warnings).toMatchObject([
      { code: 'negative-gas', row: { key: 'in' }, message: expect.stringContaining('-5 t{CO2}') as string },
    ]);
  });

  it('gives the mass balance of a gas, measured or leaked', () => {
    const row = (key: string, value: string, line?: string): TestEntry => {
      const own = leak(key, value, 'kg', 'SF6');
      return line === undefined ? own : { ...own, detail: { ...own.detail, line } };
    };
    const rows = [
      row('stock', '120', 'opening'),
      row('end', '-90', 'closing'),
      row('sold', '-5', 'sales'),
      row('x', '3'),
    ];
    const inputs = [dataset('a', ...rows, gwp('SF6', 'AR5', '23500'))];
    expect(valuesOf(runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5' }))).toEqual({
      'scope1/refrigerant/SF6': '70.5',
      'scope1/refrigerant/SF6/closing': '-2115',
      'scope1/refrigerant/SF6/opening': '2820',
      'scope1/refrigerant/SF6/sales': '-117.5',
    });
  });
});

describe('the components of a factor', () => {
  const OXIDES = [
    factor('CaO', '0.785', 't{CO2}/t', { component: 'CaO', factors: ['content'] }),
    factor('MgO', '1.092', 't{CO2}/t', { component: 'MgO' }),
    conversion('content', '0.65', '1'),
  ];

  it('add up, each with its own conversion factors, and are named in the formula', () => {
    const { figures } = compute([activity('use', '2', 't'), ...OXIDES]);
    expect(figures[0]).toMatchObject({ value: '3.2045' });
    expect(figures[0]!.detail.derivation.formula).toBe('AD * (K_content * EF_cao + EF_mgo)');
  });

  it('are ambiguous where one is given twice, or beside a factor of the whole', () => {
    const refused = expect.objectContaining({ code: 'ambiguous-factor' });
    expect(() =>
      compute([activity('use', '2', 't'), ...OXIDES, factor('again', '1', 't{CO2}/t', { component: 'MgO' })]),
    ).toThrow(refused);
    expect(() => compute([activity('use', '2', 't'), ...OXIDES, factor('whole', '1', 't{CO2}/t')])).toThrow(
      refused,
    );
  });

  it('are refused where the use names a conversion factor of theirs too', () => {
    expect(() => compute([activity('use', '2', 't', { factors: ['content'] }), ...OXIDES])).toThrow(
      expect.objectContaining({ code: 'double-counting' }),
    );
  });

  it('count where they are those of the narrower place, and else the whole', () => {
    const whole = factor('whole', '1', 't{CO2}/t', { geography: 'CN' });
    expect(valuesOf(compute([activity('use', '2', 't'), ...OXIDES, whole]))).toEqual({
      'scope1/process/clinker/CO2': '2',
    });
  });
});

describe('a factor of an element', () => {
  it.each([
    ['CO2', 't{C}/t', '3.666667'],
    ['CH4', 't{C}/t', '1.333333'],
    ['N2O', 't{N2O-N}/t', '1.571429'],
    ['N2O', 't{N}/t', '1.571429'],
  ])('gives %s by %s with the ratio of the IPCC Guidelines, which the figure names', (gas, unit, value) => {
    const [figure] = compute([activity('use', '1', 't'), factor('ef', '1', unit, { gas })]).figures;
    expect(figure).toMatchObject({ value, unit: `t{${gas}}`, detail: { constants: ['IPCC-2006'] } });
  });

  it('converts an amount that was measured as carbon', () => {
    const row = entry('m', '12', 't{C}', {
      row: 'measured-emission',
      gas: 'CO2',
      source: 's',
      category: '2',
      geography: 'CN',
    });
    expect(valuesOf(compute([row]))).toEqual({ 'scope1/measured/s/CO2': '44' });
  });

  // Amounts and results: a mass balance under Implementing Regulation (EU) 2018/2066, whose text was not read
  it('takes 3.664 where the rule set of the run says so', () => {
    const rows = [
      activity('in', '1000', 't', { process: 'balance', factors: ['coal'] }),
      activity('out', '-900', 't', { process: 'balance', factors: ['tar'], line: 'outputs' }),
      conversion('coal', '0.8', 't{C}/t'),
      conversion('tar', '0.002', 't{C}/t'),
      factor('ef', '1', 't{C}/t', { process: 'balance' }),
      constant('CO2/C', '3.664', 'EU-2018-2066'),
    ];
    const result = compute(rows, { constants: 'EU-2018-2066' });
    expect(valuesOf(result)).toEqual({
      'scope1/process/balance/CO2': '2931.2',
      'scope1/process/balance/CO2/outputs': '-6.5952',
    });
    expect(result.figures[0]!.detail).toMatchObject({ constants: ['EU-2018-2066'] });
    expect(result.figures[0]!.detail.factors.map(({ name }) => name)).toContain('CO2_per_C');
  });

  it('takes an exact ratio from a row, over and under', () => {
    const rows = [
      activity('use', '3', 't'),
      factor('ef', '1', 't{C}/t'),
      constant('CO2/C', '44.01', 'own', { under: '12.011' }),
    ];
    const { figures } = compute(rows, { constants: 'own', rounding: { mode: 'half-even', decimals: 20 } });
    // 132.03 / 12.011, by long division
    expect(figures[0]).toMatchObject({ value: longDivision(13203000n, 1201100n, 20) });
    expect(figures[0]!.detail.derivation.formula).toBe('AD * EF * CO2_per_C / CO2_per_C_under');
  });

  it('is refused under a rule set without rows', () => {
    const rows = [activity('use', '3', 't'), factor('ef', '1', 't{C}/t')];
    expect(() => compute(rows, { constants: 'own' })).toThrow(
      expect.objectContaining({ code: 'missing-factor' }),
    );
  });

  it('is refused for another gas than the element is in', () => {
    const rows = [activity('use', '3', 't'), factor('ef', '1', 't{N}/t')];
    expect(() => compute(rows)).toThrow(expect.objectContaining({ code: 'unit-mismatch' }));
  });
});

describe('nitrogen that a row takes for N2O', () => {
  it.each([
    ['its key says so', factor('ef/N2O-N', '0.01', 'kg{N2O}/kg', { gas: 'N2O' }), 'unit-mismatch'],
    [
      'its title says so',
      factor('ef', '0.01', 'kg{N2O}/kg', { gas: 'N2O', title: 'EF1 (kg N2O–N per kg N)' }),
      'unit-mismatch',
    ],
    ['its gas is N2O-N', factor('ef', '0.01', 'kg{N2O-N}/kg', { gas: 'N2O-N' }), 'bad-detail'],
  ])('is refused where %s', (_, row, code) => {
    const place = expect.objectContaining({ key: row.key }) as unknown;
    expect(() => compute([activity('use', '1', 'kg{N}'), row])).toThrow(
      expect.objectContaining({ code, row: place }),
    );
  });
});

function longDivision(over: bigint, under: bigint, decimals: number): string {
  const scaled = (over * 10n ** BigInt(decimals + 1)) / under;
  const digits = String((scaled + 5n) / 10n).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals).replace(/0+$/, '')}`;
}

describe('methane of a process', () => {
  const AR6 = [
    ['', '27.9'],
    ['fossil', '29.8'],
    ['biogenic', '27'],
  ].map(([origin, value]) => {
    const row = gwp('CH4', 'AR6', value!);
    return origin === '' ? row : { ...row, key: `AR6/CH4/${origin}`, detail: { ...row.detail, origin } };
  });
  const total = (use: object, ofFactor: object, gwpSet = 'AR6'): RunResult =>
    runMethod(
      'inventory@2',
      [
        dataset(
          'a',
          activity('landfill', '1', 't', use),
          factor('ef', '1', 't{CH4}/t', { gas: 'CH4', ...ofFactor }),
          ...AR6,
          gwp('CH4', 'AR5', '28'),
        ),
      ],
      { ...COMMON, gwpSet, grids: GRIDS },
    );

  it.each([
    [{ origin: 'biogenic' }, {}, '27', []],
    [{}, { origin: 'biogenic' }, '27', []],
    [{ origin: 'fossil' }, {}, '29.8', []],
    [{}, {}, '29.8', ['methane-origin-assumed']],
  ])('with origins %j and %j has a potential of %s and the warnings %j', (use, ofFactor, value, codes) => {
    const result = total(use, ofFactor);
    expect(valuesOf(result)['scope1/total']).toBe(value);
    expect(codesOf(result)).toEqual(codes);
  });

  it('needs no origin under a set with one value', () => {
    expect(codesOf(total({}, {}, 'AR5'))).toEqual([]);
  });
});
