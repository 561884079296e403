import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, gwp, type TestEntry } from '../../dataset.ts';
import { computeFormula } from '../../figures/formula.ts';
import { RUNS } from '../../generated-rows.ts';

type Detail = Readonly<Record<string, unknown>>;

/** A stream: `coke: oven > furnace`, an empty end is the border of the plant. */
function stream(flow: string, value: string, unit = 't', more: Detail = {}, month = 0): TestEntry {
  const [material = '', ends = ''] = flow.split(': ');
  const [fromUnit = '', toUnit = ''] = ends.split('>').map((end) => end.trim());
  const detail = {
    ...{ row: 'plant-stream', plant: 'works', material, category: '2.C.1', geography: 'CN' },
    ...(fromUnit === '' ? {} : { fromUnit }),
    ...(toUnit === '' ? {} : { toUnit }),
    ...more,
  };
  return month === 0
    ? entry(flow, value, unit, detail)
    : entry(`${flow}/${month}`, value, unit, detail, MONTHS[month - 1]);
}

/** January and February 2023. */
const MONTHS = [
  { from: 1_672_531_200, until: 1_675_209_600 },
  { from: 1_675_209_600, until: 1_677_628_800 },
];

function property(row: string, about: string, value: string, unit: string, more: Detail = {}): TestEntry {
  const name = row === 'process-factor' ? 'process' : 'fuel';
  return entry(`${about}/${row}`, value, unit, { row, [name]: about, year: 2023, ...more });
}

function constantsOf(ruleSet: string): TestEntry {
  const detail = { row: 'constant', constant: 'CO2/C', ruleSet, under: '12', year: 2015 };
  return entry(`${ruleSet}/CO2`, '44', '1', detail);
}

/** Computes a plant, and each of its figures again by its printed formula. */
function run(rules: string, rows: readonly TestEntry[], closure = '0.05'): RunResult {
  const parameters = { ...COMMON, gwpSet: 'AR5', rules, closure };
  const result = runMethod('plant@1', [dataset('a', ...rows)], parameters);
  for (const figure of result.figures) {
    const { roundingDifference = '0' } = figure.detail.derivation;
    const apart = computeFormula(figure).plus(roundingDifference).minus(figure.value).abs();
    expect(apart.lessThan('0.000000500001'), figure.key).toBe(true);
  }
  return result;
}
const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;

/** A number as a fraction of integers: the other side of every sum here. */
class Exact {
  readonly over: bigint;
  readonly under: bigint;

  constructor(over: bigint, under: bigint) {
    [this.over, this.under] = [over, under];
  }

  static read(text: string): Exact {
    const [whole = '', decimals = ''] = text.split('.');
    return new Exact(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
  }

  times(other: Exact): Exact {
    return new Exact(this.over * other.over, this.under * other.under);
  }

  /** Rounds a number of at least 0 to hundredths and so on, a tie up, and counts it in them. */
  in(decimals: number): bigint {
    const scaled = this.over * 10n ** BigInt(decimals);
    return (2n * scaled + this.under) / (2n * this.under);
  }

  round(decimals: number): Exact {
    return new Exact(this.in(decimals), 10n ** BigInt(decimals));
  }
}

const CARBON_DIOXIDE = new Exact(44n, 12n);

// A month of a steel works as a public program shows it, with the emissions of each stream rounded to 0.01 t: fuels by calorific value (GJ/t;
// GJ/10⁴ m³) and carbon (t/GJ), processes and products by factors (t/t).
const FUELS = [
  ['anthracite', '2317.68', '25.024', '0.02749', '5845.97'],
  ['bituminous-coal', '120188.43', '23.736', '0.02618', '273849.07'],
  ['washed-coal', '300810.9', '26.344', '0.02541', '738331.47'],
  ['coke', '66522.44', '28.435', '0.02942', '204049.48'],
] as const;
const GAS = ['coke-oven-gas', '920.5', '173.854', '0.0121', '7100.11'] as const;
const PROCESSES = [
  ['high-carbon-ferrochrome', '312', '0.348', '108.58'],
  ['low-carbon-ferromanganese', '1256.54', '0.004', '5.03'],
  ['high-carbon-ferromanganese', '1301.32', '0.275', '357.86'],
  ['silicomanganese', '6181.94', '0.092', '568.74'],
  ['ferrosilicon', '1798.22', '0.007', '12.59'],
  ['ferromolybdenum', '20.54', '0.018', '0.37'],
  ['scrap', '55461.56', '0.037', '2052.08'],
  ['pig-iron', '9867.76', '0.172', '1697.25'],
  ['electrodes', '371.22', '3.663', '1359.78'],
  ['dolomite', '53361.58', '0.476', '25400.11'],
  ['limestone', '1891.38', '0.44', '832.21'],
] as const;
const PRODUCTS = [
  ['crude-steel', '595279', '0.037', '22025.32'],
  ['benzole', '1878.22', '3.382', '6352.14'],
  ['coal-tar', '7089.94', '2.699', '19135.75'],
] as const;

const STEEL = [
  constantsOf('CN-STEEL'),
  ...[...FUELS, GAS].flatMap(([fuel, amount, calorific, carbon]) => [
    ...(fuel === GAS[0]
      ? [
          stream(`${fuel}: > mill`, '9205000', 'm3', { treatment: 'combustion' }),
          property('net-calorific-value', fuel, '0.0173854', 'GJ/m3'),
        ]
      : [
          stream(`${fuel}: > mill`, amount, 't', { treatment: 'combustion' }),
          property('net-calorific-value', fuel, calorific, 'GJ/t'),
        ]),
    property('carbon-content', fuel, carbon, 't/GJ'),
    property('oxidation', fuel, '1', '1'),
  ]),
  ...PROCESSES.flatMap(([material, amount, factor]) => [
    stream(`${material}: > mill`, amount, 't', { treatment: 'process' }),
    property('process-factor', material, factor, 't{CO2}/t', { gas: 'CO2' }),
  ]),
  ...PRODUCTS.flatMap(([material, amount, factor]) => [
    stream(`${material}: mill >`, amount),
    property('process-factor', material, factor, 't{CO2}/t', { gas: 'CO2' }),
  ]),
];

describe('plant@1 by China’s guides', () => {
  it('gives each stream and the total of a steel works as they are published', () => {
    const result = run('cn-steel', STEEL);
    for (const [material, , , , emission] of [...FUELS, GAS])
      expect(valueOf(result, `plant/works/mill/in/${material}/CO2`)).toBe(emission);
    for (const [material, , , emission] of PROCESSES)
      expect(valueOf(result, `plant/works/mill/in/${material}/CO2`)).toBe(emission);
    for (const [material, , , emission] of PRODUCTS)
      expect(valueOf(result, `plant/works/mill/out/${material}/CO2`)).toBe(emission);
    expect(valueOf(result, 'scope1/plant/works/mill/CO2')).toBe('1214057.49');
    const codes = result.figures.flatMap(({ detail }) => detail.derivation.warnings.map(({ code }) => code));
    expect(new Set(codes)).toEqual(new Set(['missing-gases']));
    expect(figureOf(result, 'plant/works/mill/in/coke-oven-gas/CO2').detail).toMatchObject({
      rules: 'China, GB/T 32151.5 (钢铁), combustion of fossil fuels 化石燃料燃烧',
      constants: ['CN-STEEL'],
      derivation: {
        formula:
          'round(round(FC, 100 m3) * round(NCV, 0.0000001 GJ/m3) * round(CC, 0.00001 t/GJ) * OF * CO2_per_C / CO2_per_C_under, 0.01 t)',
      },
    });
  });

  it('rounds amounts and factors of any decimals as fractions of integers do', () => {
    const decimal = (most: number, decimals: number): fc.Arbitrary<string> =>
      fc.integer({ min: 1, max: most }).map((count) => String(count / 10 ** decimals));
    fc.assert(
      fc.property(decimal(1e9, 4), decimal(1e5, 4), (amount, factor) => {
        const result = run('cn-steel', [
          constantsOf('CN-STEEL'),
          stream('lime: > mill', amount, 't', { treatment: 'process' }),
          property('process-factor', 'lime', factor, 't{CO2}/t', { gas: 'CO2' }),
        ]);
        const hundredths = Exact.read(amount).round(2).times(Exact.read(factor).round(3)).in(2);
        expect(Number(valueOf(result, 'plant/works/mill/in/lime/CO2'))).toBe(Number(hundredths) / 100);
      }),
      RUNS,
    );
  });

  // Fractions of integers compute the steps again, month by month.
  it('rounds the steps of a power station in each month, and its carbon content as a step', () => {
    const coal = [
      ['61234.565', '21.4345', '0.026175'],
      ['58000.004', '20.9996', '0.026184'],
    ] as const;
    const rows = [
      constantsOf('CN-POWER'),
      property('oxidation', 'coal', '0.99', '1'),
      ...coal.flatMap(([amount, calorific, carbon], index) => [
        stream('coal: > boiler', amount, 't', { treatment: 'combustion' }, index + 1),
        {
          ...property('net-calorific-value', 'coal', calorific, 'MJ/kg'),
          ...{ ...MONTHS[index]!, key: `ncv/${index}` },
        },
        { ...property('carbon-content', 'coal', carbon, 'kg/MJ'), ...MONTHS[index]!, key: `cc/${index}` },
      ]),
    ];
    const months = coal.map(([amount, calorific, carbon]) => {
      const content = Exact.read(calorific).round(3).times(Exact.read(carbon).round(5)).round(4);
      return Exact.read(amount).round(2).times(content).times(Exact.read('0.99')).times(CARBON_DIOXIDE).in(2);
    });
    const result = run('cn-power', rows);
    const sum = String(months[0]! + months[1]!);
    const key = 'plant/works/boiler/in/coal/CO2';
    expect(valueOf(result, key).replace('.', '')).toBe(sum);
    expect(figureOf(result, key).detail.derivation.formula).toBe(
      'sum(round(round(FC[i], 0.01 t) * round(round(NCV[i], 0.001 GJ/t) * round(CC[i], 0.00001 t/GJ), 0.0001 t/t) * OF[i] * CO2_per_C[i] / CO2_per_C_under[i], 0.01 t))',
    );
    const [into, gap] = ['in', 'gap'].map((part) => Number(valueOf(result, `plant/works/carbon/${part}`)));
    expect(gap! / into!).toBeCloseTo(0.01, 6);
  });

  it('computes one plant by the rules of the EU and of China from the same rows', () => {
    const rows = [
      stream('coke: > furnace', '1000.004'),
      stream('iron: furnace >', '900.005'),
      property('carbon-content', 'coke', '0.8', 'kg/kg'),
      property('carbon-content', 'iron', '0.00205', 'kg/kg'),
      constantsOf('CN-STEEL'),
      entry('eu', '3.664', '1', { row: 'constant', constant: 'CO2/C', ruleSet: 'EU-2018-2066', year: 2018 }),
    ];
    const [eu, cn] = [run('eu-ets', rows), run('cn-steel', rows)];
    const key = 'scope1/plant/works/furnace/CO2';
    expect(valueOf(eu, key)).toBe('2924.451607');
    // 1000 × 0.8 × 44/12 = 2933.33; 900.01 × 0.0021 × 44/12 = 6.93
    expect(valueOf(cn, key)).toBe('2926.4');
    expect([eu, cn].map((result) => figureOf(result, key).detail.rules)).toEqual([
      'Implementing Regulation (EU) 2018/2066, article 25',
      'China, GB/T 32151.5 (钢铁), combustion of fossil fuels 化石燃料燃烧, carbon fixed in products 固碳产品隐含的排放',
    ]);
  });

  // GB/T 32151.8: 0.65 × 0.785 + 0.015 × 1.092 = 0.52663 t/t
  it('counts what clinker gives off in the kiln that makes it, by its oxides', () => {
    const oxide = (component: string, share: string, factor: string): TestEntry[] => [
      {
        ...property('process-factor', 'clinker', factor, 't{CO2}/t', {
          gas: 'CO2',
          component,
          factors: [`${component}-content`],
        }),
        key: component,
      },
      entry(`${component}-content`, share, '1', {
        row: 'conversion-factor',
        factor: `${component}-content`,
        year: 2023,
      }),
    ];
    const rows = [
      constantsOf('CN-CEMENT'),
      stream('coal: > kiln', '100000', 't', { treatment: 'combustion' }),
      property('carbon-content', 'coal', '0.6', 't/t'),
      property('oxidation', 'coal', '0.98', '1'),
      stream('clinker: kiln > mill', '1000000', 't', { treatment: 'output' }),
      ...oxide('CaO', '0.65', '0.785'),
      ...oxide('MgO', '0.015', '1.092'),
    ];
    const result = run('cn-cement', rows);
    expect(valueOf(result, 'plant/works/kiln/made/clinker/CO2')).toBe('526630');
    expect(valueOf(result, 'scope1/plant/works/kiln/CO2')).toBe('742230');
    // 2 % of the carbon of the coal stays in ash.
    expect(valueOf(result, 'plant/works/kiln/carbon/gap')).toBe('1200');
    expect(result.figures.map(({ key }) => key).filter((key) => key.includes('mill'))).toEqual([]);
  });

  it('has an output in the mass balance of the unit that it enters, by its carbon content', () => {
    const rows = [
      stream('iron: furnace > converter', '1000', 't', { treatment: 'output' }),
      stream('steel: converter >', '900'),
      property('process-factor', 'iron', '1.35', 't{CO2}/t', { gas: 'CO2' }),
      property('carbon-content', 'iron', '0.045', 't/t'),
      property('carbon-content', 'steel', '0.005', 't/t'),
    ];
    // The carbon of the iron itself comes from streams that are not stated.
    const result = run('ipcc-2006', rows, '0.2');
    expect(valueOf(result, 'scope1/plant/works/furnace/CO2')).toBe('1350');
    // (45 − 4.5) × 44/12
    expect(valueOf(result, 'scope1/plant/works/converter/CO2')).toBe('148.5');
  });

  it('counts the anodes and the anode effects of a smelter', () => {
    const rows = [
      constantsOf('CN-ALUMINIUM'),
      stream('anodes: > cells', '41100.456'),
      property('carbon-content', 'anodes', '0.976', 't/t'),
      stream('aluminium: cells >', '100000', 't', { treatment: 'output' }),
      property('process-factor', 'aluminium', '0.034', 'kg{CF4}/t', { gas: 'CF4' }),
      gwp('CF4', 'AR5', '6630'),
    ];
    const result = run('cn-aluminium', rows);
    const carbon = Exact.read('41100.46').times(Exact.read('0.976')).times(CARBON_DIOXIDE);
    expect(valueOf(result, 'scope1/plant/works/cells/CO2').replace('.', '')).toBe(String(carbon.in(2)));
    expect(valueOf(result, 'scope1/plant/works/cells/CF4')).toBe('3.4');
    // AR5: CF4 6630
    expect(Number(valueOf(result, 'plant/works/total'))).toBeCloseTo(Number(carbon.in(2)) / 100 + 22542, 6);
  });

  it('leaves intervals as they are without steps', () => {
    const coke = stream('coke: > furnace', '1000.004');
    const rows = [
      {
        ...coke,
        detail: { ...coke.detail, uncertainty: { distribution: 'normal', standardDeviation: '0.02' } },
      },
      property('carbon-content', 'coke', '0.8', 'kg/kg'),
      ...['CN-STEEL', 'IPCC-2006'].map(constantsOf),
    ];
    const [stepped, exact] = ['cn-steel', 'ipcc-2006'].map((rules) => {
      const result = runMethod('uncertainty@1', [dataset('a', ...rows)], {
        ...{ ...COMMON, method: 'plant@1', parameters: { gwpSet: 'AR5', rules } },
        ...{ approach: 'both', draws: 100, seed: 1 },
      });
      return figureOf(result, 'scope1/plant/works/furnace/CO2').detail.uncertainty;
    });
    expect(stepped).toBeDefined();
    expect(stepped).toEqual(exact);
  });
});
