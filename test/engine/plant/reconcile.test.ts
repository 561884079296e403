import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquaredQuantile } from '../../../engine/quantities/chi-squared.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';

const PLACE = { category: '1.A.1', geography: 'DE' };

/** A stream `coke: oven > furnace`, where an empty end is the border of the plant, with half the width of its 95 % interval. */
function stream(flow: string, value: string, halfWidth: string, more: object = {}, unit = 't'): TestEntry {
  const uncertainty = { distribution: 'interval95', halfWidth, unit };
  const detail = { row: 'plant-stream', plant: 'works', ...endsOf(flow), ...PLACE, uncertainty, ...more };
  return entry(flow, value, unit, detail);
}

function term(balance: string, flow: string, value: string, unit = '1'): TestEntry {
  const detail = { row: 'balance-term', plant: 'works', balance, ...endsOf(flow) };
  return entry(`${balance}/${flow}`, value, unit, detail);
}

function endsOf(flow: string): object {
  const [material = '', ends = ''] = flow.split(': ');
  const [fromUnit = '', toUnit = ''] = ends.split('>').map((end) => end.trim());
  return { material, ...(fromUnit === '' ? {} : { fromUnit }), ...(toUnit === '' ? {} : { toUnit }) };
}

function keyOf(flow: string, part: string): string {
  const { material, fromUnit = 'outside', toUnit = 'outside' } = endsOf(flow) as Record<string, string>;
  return `reconcile/works/from/${fromUnit}/to/${toUnit}/${material!.toLowerCase()}/${part}`;
}

const run = (rows: readonly TestEntry[], parameters: object = {}): RunResult =>
  runMethod('reconcile@1', [dataset('a', ...rows)], { ...COMMON, ...parameters });
const numberOf = (result: RunResult, key: string): number => Number(figureOf(result, key).value);
const warningsOf = ({ warnings }: RunResult): string[] =>
  warnings.map(({ code, message }) => `${code}: ${message}`);

/** The heat circuit of VDI 2048, as a public program has it (ezander/dvrlib, src/vdi2048-orig.cc). */
const CIRCUIT = [
  ['FDKeI: > boiler', '46.241', '0.8'],
  ['FDKeII: > boiler', '45.668', '0.79'],
  ['SpI: boiler > turbine', '44.575', '0.535'],
  ['SpII: boiler > turbine', '44.319', '0.532'],
  ['V: turbine >', '0.525', '0.105'],
  ['HK: turbine >', '69.978', '0.854'],
  ['A7: turbine > heater', '10.364', '0.168'],
  ['A6: turbine > heater', '3.744', '0.058'],
  ['A5: turbine > heater', '4.391', '0.058'],
  ['HDNK: heater >', '18.498', '0.205'],
] as const;

/** @param groups the correlation of flows whose names begin so */
function circuit(groups: Readonly<Record<string, string>> = {}): TestEntry[] {
  const groupOf = (flow: string): object => {
    const [group, coefficient] = Object.entries(groups).find(([name]) => flow.startsWith(name)) ?? [];
    return group === undefined ? {} : { correlation: { group, coefficient } };
  };
  const streams = CIRCUIT.map(([flow, value, width]) => stream(flow, value, width, groupOf(flow)));
  return [...streams, term('boiler', 'V: turbine >', '0.4')];
}

// Recomputed by another program from the data of the circuit, without and with correlations.
const SOLVED = [
  {
    groups: {},
    reconciled: [44.9595, 44.4183, 44.9238, 44.6639, 0.5248, 70.5495, 10.3757, 3.7454, 4.3924, 18.5135],
    halfWidths: [0.618, 0.6154, 0.456, 0.4544, 0.1046, 0.5163, 0.1329, 0.0567, 0.0567, 0.137],
    tests: [4.945, 4.945, 2.443, 2.443, 0.039, 1.646, 0.223, 0.223, 0.223, 0.199],
    fit: 24.4835,
  },
  {
    groups: { FDKe: '0.2', Sp: '0.4' },
    reconciled: [44.9645, 44.418, 44.9259, 44.6671, 0.5263, 70.5531, 10.3758, 3.7454, 4.3924, 18.5136],
    halfWidths: [0.5756, 0.5728, 0.4045, 0.4029, 0.1046, 0.5599, 0.133, 0.0567, 0.0567, 0.1371],
    tests: [4.503, 4.503, 1.964, 1.964, 0.297, 1.748, 0.225, 0.225, 0.225, 0.201],
    fit: 20.3096,
  },
];

describe('reconcile@1 of the heat circuit of VDI 2048', () => {
  it.each(SOLVED)('moves each flow, with its interval and its tests, under $groups', (solved) => {
    const result = run(circuit(solved.groups));
    const of = (part: string): number[] => CIRCUIT.map(([flow]) => numberOf(result, keyOf(flow, part)));
    of('reconciled').forEach((value, at) => expect(value).toBeCloseTo(solved.reconciled[at]!, 3));
    of('test').forEach((value, at) => expect(value).toBeCloseTo(solved.tests[at]!, 2));
    expect(of('measured')).toEqual(CIRCUIT.map(([, value]) => Number(value)));
    expect(Math.abs(numberOf(result, 'reconcile/works/fit') - solved.fit)).toBeLessThan(0.01);
    expect(numberOf(result, 'reconcile/works/fit-of-limit')).toBeCloseTo(solved.fit / 7.8147, 3);
    const parameters = { ...COMMON, method: 'reconcile@1', approach: 1, contributions: 0 };
    const assessed = runMethod('uncertainty@1', [dataset('a', ...circuit(solved.groups))], parameters);
    CIRCUIT.forEach(([flow], at) => {
      const { low, high } = figureOf(assessed, keyOf(flow, 'reconciled')).detail.uncertainty!;
      expect((Number(high) - Number(low)) / 2).toBeCloseTo(solved.halfWidths[at]!, 3);
    });
  });

  it('fails the global test, and names meters together that no test tells apart', () => {
    const warnings = warningsOf(run(circuit()));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^measurement-test: fdkei into boiler and fdkeii into boiler \(no test tells them apart\), \|v\|\/s_v = 4.945: moved by -1.281 t, -1.25 t/,
      ),
      expect.stringMatching(/^measurement-test: spi from boiler to turbine and spii from boiler/),
      expect.stringMatching(
        /^global-test: works: .* J is 24.48, and at most 7.815 .* freedom: 3\)\. Suspect first: fdkei into boiler and fdkeii into boiler \(/,
      ),
    ]);
  });

  it('shows what each balance leaves open, and the part of it that is rounded away', () => {
    const result = run(circuit(), { rounding: { mode: 'half-even', decimals: 2 } });
    expect(figureOf(result, 'reconcile/works/balance/boiler/measured').value).toBe('3.22');
    const closed = figureOf(result, 'reconcile/works/balance/boiler/reconciled');
    // 44.96 + 44.42 + 0.4 × 0.52 − 44.92 − 44.66 is 0.008 more than is shown
    expect([closed.value, closed.detail.derivation.roundingDifference]).toEqual(['0', '-0.008']);
    expect(warningsOf(result).filter((text) => text.includes('reconciled is'))).toEqual([]);
  });
});

describe('reconcile@1', () => {
  it('moves flows by their variances, and none of uncertainty 0', () => {
    const result = run([
      stream('ore: > furnace', '100', '3'),
      stream('iron: furnace >', '90', '1'),
      stream('slag: furnace >', '6', '0'),
    ]);
    // 4 t to share by 9 : 1
    expect(figureOf(result, keyOf('ore: > furnace', 'reconciled')).value).toBe('96.4');
    expect(figureOf(result, keyOf('iron: furnace >', 'reconciled')).value).toBe('90.4');
    expect(figureOf(result, keyOf('slag: furnace >', 'reconciled')).value).toBe('6');
    expect(figureOf(result, keyOf('ore: > furnace', 'adjustment')).detail.derivation.formula).toBe(
      '-0.9 * net1',
    );
  });

  it('takes a volume by its density, and a stream after its conversion factors', () => {
    const density = entry('rho', '0.5', 't/m3', { row: 'conversion-factor', factor: 'rho', year: 2023 });
    const rows = [
      stream('ore: > furnace', '100', '1'),
      stream('tar: furnace >', '40', '2', { factors: ['rho'] }, 'm3'),
      stream('gas: furnace >', '50000', '1000', {}, 'm3'),
      density,
      term('furnace', 'gas: furnace >', '-0.001', 't/m3'),
    ];
    const result = run(rows);
    expect(figureOf(result, 'reconcile/works/balance/furnace/measured').value).toBe('30');
    // Each has the half-width of 1 t in the balance, so each moves by 10 t.
    expect(figureOf(result, keyOf('ore: > furnace', 'reconciled')).value).toBe('90');
    expect(figureOf(result, keyOf('tar: furnace >', 'reconciled'))).toMatchObject({ value: '30', unit: 't' });
    expect(figureOf(result, keyOf('gas: furnace >', 'reconciled'))).toMatchObject({
      value: '60000',
      unit: 'm3',
    });
  });

  it('adds up rows of one meter as one error, and of several as several', () => {
    const half = (part: string, meter: string): TestEntry => ({
      ...stream('ore: > furnace', '50', '2', { meter }),
      key: part,
    });
    const rows = [half('first', 'scale'), half('second', 'scale'), stream('iron: furnace >', '90', '4')];
    const movedBy = (parameters: object): number =>
      numberOf(run(rows, parameters), keyOf('ore: > furnace', 'adjustment'));
    expect(movedBy({ meters: 'together' })).toBeCloseTo((-10 * 16) / 32, 6);
    expect(movedBy({})).toBeCloseTo((-10 * 8) / 24, 6);
  });

  it('takes readings of meters, which are wrong together by a calibration', () => {
    const weighed = (flow: string, value: string): TestEntry => {
      const { uncertainty: _none, ...detail } = stream(flow, value, '0', { meter: 'scale' }).detail!;
      return { ...stream(flow, value, '0'), detail };
    };
    const spread = { uncertainty: { distribution: 'interval95', halfWidth: '0.01' } };
    const rows = [
      weighed('ore: > furnace', '100'),
      weighed('iron: furnace >', '90'),
      stream('slag: furnace >', '8', '0.1'),
      entry('scale', '1', '1', { row: 'meter-calibration', meter: 'scale', by: 'a laboratory', ...spread }),
    ];
    const result = run(rows);
    // Half-widths: 1 and 0.9 of one error, and 0.1. The gap of 2 t has (1 − 0.9)² + 0.1².
    expect(figureOf(result, keyOf('ore: > furnace', 'reconciled')).value).toBe('90');
    expect(figureOf(result, keyOf('iron: furnace >', 'reconciled')).value).toBe('81');
    expect(figureOf(result, keyOf('slag: furnace >', 'reconciled')).value).toBe('9');
  });

  it('takes both meters of a flow, and refuses two that differ and are certain', () => {
    const twice = (halfWidth: string): TestEntry[] => {
      const { uncertainty: _none, ...detail } = stream('ore: > furnace', '100', '0').detail!;
      const meters = { meter: 'scale', checkMeter: 'belt' };
      const calibration = { uncertainty: { distribution: 'interval95', halfWidth } };
      return [
        { ...stream('ore: > furnace', '100', '0'), detail: { ...detail, ...meters } },
        stream('iron: furnace >', '100', '10'),
        ...['scale', 'belt'].flatMap((meter, at) => [
          entry(`${meter}/year`, `${100 + 4 * at}`, 't', { row: 'meter-reading', meter }),
          entry(`${meter}/by`, '1', '1', {
            row: 'meter-calibration',
            meter,
            by: 'a laboratory',
            ...calibration,
          }),
        ]),
      ];
    };
    const result = run(twice('0.01'));
    const [key, at] = [
      keyOf('ore: > furnace', 'reconciled'),
      (part: string) => keyOf('ore: > furnace', part),
    ];
    // Weights 1/1², 1/1.04² and 1/10²
    const weights = [1, 1 / 1.04 ** 2, 1 / 100];
    const mean =
      (100 * weights[0]! + 104 * weights[1]! + 100 * weights[2]!) / (weights[0]! + weights[1]! + weights[2]!);
    expect(numberOf(result, key)).toBeCloseTo(mean, 6);
    expect(numberOf(result, at('second/measured'))).toBe(104);
    expect(numberOf(result, at('second/reconciled'))).toBeCloseTo(mean, 6);
    expect(numberOf(result, at('meters/measured'))).toBe(-4);
    expect(() => run(twice('0'))).toThrow(expect.objectContaining({ code: 'singular-weights' }));
  });

  it('warns of a unit that has streams on one side alone, and of a flow below 0', () => {
    const rows = [
      stream('coal: > mill', '1', '5'),
      stream('dust: mill > boiler', '4', '1'),
      stream('dirt: mill >', '3', '5'),
    ];
    expect(warningsOf(run(rows))).toEqual([
      expect.stringMatching(/^unbalanced-unit: unit boiler of works has streams on one side alone/),
    ]);
    const wrong = [
      stream('coal: > mill', '1', '1'),
      stream('dust: mill >', '9', '0.1'),
      stream('dirt: mill >', '1', '5'),
    ];
    expect(warningsOf(run(wrong))).toContainEqual(
      expect.stringMatching(/^negative-flow: dirt out of mill is -7.6\d+ t after reconciliation/),
    );
    expect(warningsOf(run(rows, { balances: ['mill'] }))).toEqual([]);
  });
});

describe('plant@1 with the parameter reconcile', () => {
  const carbon = (fuel: string, value: string): TestEntry =>
    entry(`${fuel}/carbon`, value, 'kg/kg', { row: 'carbon-content', fuel, year: 2023 });
  const furnace = (ore: string): TestEntry[] => [
    { ...stream('ore: > furnace', ore, '2'), key: 'first' },
    { ...stream('ore: > furnace', '50', '2', { origin: 'biogenic' }), key: 'second' },
    stream('iron: furnace >', '90', '1'),
    ...[carbon('ore', '0.5'), carbon('iron', '0.04')],
  ];
  const runPlant = (rows: readonly TestEntry[], parameters: object, method = 'plant@1'): RunResult => {
    const own = { gwpSet: 'AR5', ...parameters };
    const all =
      method === 'plant@1' ? own : { method: 'plant@1', parameters: own, approach: 'both', draws: 2000 };
    return runMethod(method, [dataset('a', ...rows)], { ...COMMON, ...all });
  };

  it('counts streams as they are reconciled, in proportion, with their interval', () => {
    const result = runPlant(furnace('49'), { reconcile: { balances: ['furnace'] } });
    // 9 t to share by 8 : 1; each part of the ore gives its share of 8 t, and no carbon content moves.
    expect(figureOf(result, keyOf('ore: > furnace', 'reconciled')).value).toBe('91');
    expect(numberOf(result, 'plant/works/furnace/in/ore/CO2')).toBeCloseTo(
      (((49 * 91) / 99) * 0.5 * 44) / 12,
      5,
    );
    expect(numberOf(result, 'plant/works/furnace/in/ore/CO2(biogenic)')).toBeCloseTo(
      (((50 * 91) / 99) * 0.5 * 44) / 12,
      5,
    );
    expect(numberOf(result, 'plant/works/furnace/carbon/out')).toBeCloseTo(91 * 0.04, 6);
    expect(figureOf(result, 'plant/works/furnace/out/iron/CO2').detail.derivation.formula).toBe(
      'FC * CC * 44/12 * reconciled / measured',
    );
    const assessed = runPlant(furnace('49'), { reconcile: {} }, 'uncertainty@1');
    const { low, high, propagated } = figureOf(assessed, 'plant/works/furnace/carbon/out').detail
      .uncertainty!;
    // The half-width of what is reconciled from both sides: √(8 × 1 / 9)
    const half = 0.04 * Math.sqrt(8 / 9);
    expect((Number(propagated!.high) - Number(propagated!.low)) / 2).toBeCloseTo(half, 5);
    expect(Math.abs((Number(high) - Number(low)) / 2 / half - 1)).toBeLessThan(0.1);
  });

  it('is the same to the last digit where the balances hold', () => {
    const [plain, reconciled] = [{}, { reconcile: {} }].map((asked) => runPlant(furnace('40'), asked));
    const emitted = plain!.figures.map(({ key, value }) => [key, value]);
    expect(
      reconciled!.figures
        .filter(({ key }) => !key.startsWith('reconcile/'))
        .map(({ key, value }) => [key, value]),
    ).toEqual(emitted);
  });
});

describe('the 95 % quantile of chi-squared', () => {
  // Tables of statistics: 1, 2, 3, 10, 30 and 100 degrees of freedom.
  it('is that of published tables, and of its approximation where the series ends', () => {
    const table = { 1: 3.84146, 2: 5.99146, 3: 7.81473, 10: 18.30704, 30: 43.77297, 100: 124.342 };
    for (const [freedom, value] of Object.entries(table))
      expect(Math.abs(chiSquaredQuantile(0.95, Number(freedom)) / value - 1)).toBeLessThan(1e-6);
    expect(chiSquaredQuantile(0.95, 1001) - chiSquaredQuantile(0.95, 1000)).toBeCloseTo(1.037, 2);
  });
});

/** A random plant in rows: a chain of units with side streams and a recycle, and amounts that may not close. */
const plantArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.integer({ min: 1, max: 999 })))
  .map(([units, numbers]) => {
    const next = (): number => numbers.next().value as number;
    const flows = Array.from({ length: units }, (_, at) => [
      { material: 'in', from: -1, to: at },
      { material: 'side', from: at, to: -1 },
      { material: 'main', from: at, to: at + 1 < units ? at + 1 : -1 },
      ...(at > 1 ? [{ material: 'back', from: at, to: at - 2 }] : []),
    ]).flat();
    const measured = flows.map((flow) => ({ ...flow, value: 10 + next(), width: next() / 100 }));
    return { units, flows: measured };
  });
type TestPlant = typeof plantArbitrary extends fc.Arbitrary<infer P> ? P : never;

/** Two units that share a flow far less certain than all others: net gaps are thousands of times the gaps. */
const SHARED: TestPlant = {
  units: 2,
  flows: [
    { material: 'in', from: -1, to: 0, value: 1006, width: 0.05 },
    { material: 'side', from: 0, to: -1, value: 944, width: 0.07 },
    { material: 'main', from: 0, to: 1, value: 17, width: 8.74 },
    { material: 'in', from: -1, to: 1, value: 729, width: 0.01 },
    { material: 'side', from: 1, to: -1, value: 14, width: 0.06 },
    { material: 'main', from: 1, to: -1, value: 19, width: 0.05 },
  ],
};

const nameOf = ({ material, from, to }: TestPlant['flows'][number]): string =>
  `${material}: ${from < 0 ? '' : `u${from}`} > ${to < 0 ? '' : `u${to}`}`;
const rowsOf = ({ flows }: TestPlant): TestEntry[] =>
  flows.map((flow) => stream(nameOf(flow), String(flow.value), String(flow.width)));

describe('reconcile@1 of random plants', () => {
  it('closes each balance, moves no flow beyond what its weight explains, and finds what the equations of Lagrange give', () => {
    fc.assert(
      fc.property(plantArbitrary, (plant) => {
        const result = run(rowsOf(plant), { rounding: { mode: 'half-even', decimals: 12 } });
        const { flows, units } = plant;
        const values = flows.map((flow) => numberOf(result, keyOf(nameOf(flow), 'reconciled')));
        const sides = Array.from({ length: units }, (_, unit) =>
          flows.map(({ from, to }) => (to === unit ? 1 : 0) - (from === unit ? 1 : 0)),
        );
        for (const side of sides) expect(dot(side, values)).toBeCloseTo(0, 6);
        const fit = numberOf(result, 'reconcile/works/fit');
        const moves = flows.map(({ value }, at) => values[at]! - value);
        const variances = flows.map(({ width }) => (width / 1.959963984540054) ** 2);
        const weighed = moves.reduce((sum, move, at) => sum + move ** 2 / variances[at]!, 0);
        expect(Math.abs(fit - weighed)).toBeLessThanOrEqual(1e-6 * weighed);
        moves.forEach((move, at) => expect(move ** 2).toBeLessThanOrEqual(variances[at]! * fit * (1 + 1e-9)));
        solveLagrange(flows, variances, sides).forEach((value, at) =>
          expect(values[at]).toBeCloseTo(value, 5),
        );
      }),
      { examples: [[SHARED]] },
    );
  });

  it('closes a long chain of units, where balances far away weigh nothing', () => {
    const flows = Array.from({ length: 40 }, (_, at) => [
      { material: 'in', from: -1, to: at, value: 500 + ((at * 37) % 101), width: 5 },
      { material: 'side', from: at, to: -1, value: 480 + ((at * 53) % 97), width: 1 + (at % 7) },
      { material: 'main', from: at, to: at + 1 < 40 ? at + 1 : -1, value: 300 + ((at * 11) % 31), width: 4 },
    ]).flat();
    const sides = Array.from({ length: 40 }, (_, unit) =>
      flows.map(({ from, to }) => (to === unit ? 1 : 0) - (from === unit ? 1 : 0)),
    );
    const result = run(rowsOf({ units: 40, flows }), { rounding: { mode: 'half-even', decimals: 9 } });
    const values = flows.map((flow) => numberOf(result, keyOf(nameOf(flow), 'reconciled')));
    for (const side of sides) expect(dot(side, values)).toBeCloseTo(0, 7);
    const variances = flows.map(({ width }) => width ** 2);
    solveLagrange(flows, variances, sides).forEach((value, at) => expect(values[at]).toBeCloseTo(value, 6));
  });

  it('changes nothing where the balances hold, to the last digit', () => {
    fc.assert(
      fc.property(plantArbitrary, (plant) => {
        const closed = plant.flows.map((flow) => ({ ...flow }));
        // Each unit gives off in its side stream what is left, so amounts only need to be large enough.
        for (let unit = 0; unit < plant.units; unit++) {
          const side = closed.find(({ material, from }) => material === 'side' && from === unit)!;
          const gap = closed.reduce(
            (sum, { from, to, value }) => sum + (to === unit ? value : 0) - (from === unit ? value : 0),
            0,
          );
          side.value += gap;
          const entering = closed.find(({ material, to }) => material === 'in' && to === unit)!;
          if (side.value < 0) [entering.value, side.value] = [entering.value - side.value, 0];
        }
        const result = run(rowsOf({ ...plant, flows: closed }));
        for (const flow of closed) {
          expect(figureOf(result, keyOf(nameOf(flow), 'reconciled')).value).toBe(String(flow.value));
          expect(figureOf(result, keyOf(nameOf(flow), 'adjustment')).value).toBe('0');
        }
        expect(figureOf(result, 'reconcile/works/fit').value).toBe('0');
        expect(result.warnings).toEqual([]);
      }),
    );
  });
});

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

/** Returns the least of Σ (y − x)² / variance with A y = 0: its equations with a multiplier for each balance, by elimination with pivots. */
function solveLagrange(
  flows: TestPlant['flows'],
  variances: readonly number[],
  sides: readonly (readonly number[])[],
): number[] {
  const [n, all] = [flows.length, flows.length + sides.length];
  const rows = Array.from({ length: all }, (_, row) =>
    Array.from({ length: all + 1 }, (_, column) => {
      if (row < n && column < n) return row === column ? 1 / variances[row]! : 0;
      if (row < n) return column < all ? sides[column - n]![row]! : flows[row]!.value / variances[row]!;
      return column < n ? sides[row - n]![column]! : 0;
    }),
  );
  for (let at = 0; at < all; at++) {
    const pivot = rows
      .slice(at)
      .reduce((best, row) => (Math.abs(row[at]!) > Math.abs(best[at]!) ? row : best));
    const where = rows.indexOf(pivot, at);
    [rows[at], rows[where]] = [pivot, rows[at]!];
    rows.forEach((row, index) => {
      if (index === at) return;
      const multiple = row[at]! / pivot[at]!;
      for (let column = at; column <= all; column++) row[column]! -= multiple * pivot[column]!;
    });
  }
  return flows.map((_, at) => rows[at]![all]! / rows[at]![at]!);
}
