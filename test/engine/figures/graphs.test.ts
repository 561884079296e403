import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateDrafts } from '../../../engine/figures/evaluators.ts';
import { ExactEvaluator } from '../../../engine/figures/exact.ts';
import {
  constant,
  differenceOf,
  productOf,
  quantityOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
  type LinearSystem,
} from '../../../engine/figures/expression.ts';
import { FloatEvaluator } from '../../../engine/figures/float.ts';
import { gradientOf } from '../../../engine/figures/gradient.ts';
import { parseAmount } from '../../../engine/quantities/decimal.ts';
import { toFloat } from '../../../engine/quantities/float.ts';
import { parseUnit } from '../../../engine/quantities/unit.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import type { Row } from '../../../engine/rows/row.ts';
import { evaluateRun } from '../../../engine/run.ts';
import { publishedRun } from '../published-rows.ts';
import { Bounding } from './bounds.ts';
import { draftOf, quantity, rowsOf } from './graphs.ts';

const SIMULATION = { seed: 1, draws: 4, percentiles: [] };
const TENTH = { distribution: 'normal', standardDeviation: '0.1' };

function derivativesOf(expression: Expression, rows: readonly Row[]): (number | undefined)[] {
  const gradient = gradientOf(draftOf(expression), new FloatEvaluator());
  return rows.map((row) => gradient.rows.get(row));
}

describe('a gradient', () => {
  it('takes a row that is used in several places as one variable', () => {
    const rows = rowsOf(['3', '5']);
    const [x, y] = rows.map(quantity) as [Expression, Expression];
    const again = quantity(rows[0]!);
    // x² y + x: 2 x y + 1, and x².
    expect(derivativesOf(sumOf([productOf(x, again, y), x]), rows)).toEqual([31, 9]);
  });

  it('goes through a factor of zero, a difference, a quotient and another figure', () => {
    const rows = rowsOf(['0', '5', '2']);
    const [x, y, z] = rows.map(quantity) as [Expression, Expression, Expression];
    expect(derivativesOf(productOf(x, y, z), rows)).toEqual([10, 0, 0]);
    expect(derivativesOf(differenceOf(y, productOf(z, z)), rows)).toEqual([undefined, 1, -4]);
    const part = draftOf(quotientOf(y, z));
    // (y / z)²: 2 y / z², −2 y² / z³.
    const square = productOf(valueOf('a', part), valueOf('b', part));
    expect(derivativesOf(square, rows)).toEqual([undefined, 2.5, -6.25]);
  });

  it('is per unit of the row: a row in grams changes a figure in tonnes by a millionth', () => {
    const [row] = rowsOf(['3']) as [Row];
    const inGrams = { ...row, unit: { ...row.unit, text: 'g', numerator: 1n, denominator: 1000n } };
    const sum = { kind: 'row-sum', symbol: 'x', rows: [inGrams], to: row.unit, selection: {} } as const;
    expect(derivativesOf(sum, [inGrams])).toEqual([1e-6]);
  });

  it('has the quantities that a detail states apart, by column', () => {
    const { inputs, parameters } = publishedRun('scope2@2');
    const market = (factor: string): ReturnType<typeof evaluateRun>[number] => {
      const changed = inputs.map((record) => withFactor(record, factor));
      return evaluateRun('scope2@2', changed, parameters, SIMULATION).find(
        ({ draft }) => draft.key === 'scope2/market',
      )!;
    };
    // The published certificate states 0 kg/kW.h for 2 MW.h. The figure is linear in it, so any step is exact.
    const [stated] = [...market('0').gradient.stated.values()];
    const change = market('0.25').exact.minus(market('0').exact);
    expect([...stated!]).toEqual([['detail.factor', toFloat(change) / 0.25]]);
  });
});

function withFactor({ record, entries }: InputRecord, factor: string): InputRecord {
  return {
    record,
    entries: entries.map((entry) =>
      entry.detail?.['row'] === 'instrument' ? { ...entry, detail: { ...entry.detail, factor } } : entry,
    ),
  };
}

/** Two equations: the solution as a solution, and by Cramer's rule. The diagonal is at least three times the rest. */
const equationsArbitrary = fc
  .tuple(
    fc.tuple(fc.integer({ min: 3000, max: 6000 }), fc.integer({ min: 3000, max: 6000 })),
    fc.tuple(fc.nat(1000), fc.nat(1000)),
    fc.tuple(fc.nat(9000), fc.nat(9000)),
  )
  .map((values) => values.flat().map((value) => String(value / 1000)));

function equations(values: readonly string[]): { rows: Row[]; solved: Expression[]; byCramer: Expression[] } {
  const rows = rowsOf(values, [TENTH, undefined, undefined, TENTH, undefined, TENTH]);
  const [a, d, b, c, e, f] = rows.map(quantity) as [Expression, ...Expression[]];
  const system: LinearSystem = {
    name: 'x',
    matrix: [
      [a, b!],
      [c!, d!],
    ],
    vector: [e!, f!],
  };
  const determinant = differenceOf(productOf(a, d!), productOf(b!, c!));
  return {
    rows,
    solved: [0, 1].map((index) => ({ kind: 'solution', system, index })),
    byCramer: [
      quotientOf(differenceOf(productOf(e!, d!), productOf(b!, f!)), determinant),
      quotientOf(differenceOf(productOf(a, f!), productOf(e!, c!)), determinant),
    ],
  };
}

/**
 * Elimination of two equations takes less than 10 operations, each within 2^-53, and their condition is below 2 (the diagonal is at least
 * three times the rest): 1e-14 of the terms. The exact evaluator rounds a solution to 12 digits.
 */
const AGREEMENT = 1e-14;

describe('the solution of linear equations', () => {
  it("is that of Cramer's rule for every evaluator: exact, float64, gradient and samples", () => {
    fc.assert(
      fc.property(equationsArbitrary, (values) => {
        const { rows, solved, byCramer } = equations(values);
        const drafts = [...solved, ...byCramer].map((expression) => draftOf(expression));
        const made = evaluateDrafts(drafts, SIMULATION);
        for (const index of [0, 1]) {
          const [own, other] = [made[index]!, made[index + 2]!];
          const [terms] = new Bounding().of(byCramer[index]!);
          expect(Math.abs(own.float - other.float)).toBeLessThanOrEqual(AGREEMENT * terms);
          const exact = Math.abs(toFloat(own.exact.minus(other.exact)));
          expect(exact).toBeLessThanOrEqual(5e-12 * Math.abs(other.float) + AGREEMENT * terms);
          for (const row of rows) {
            const [, first] = new Bounding(row).of(byCramer[index]!);
            const apart = (own.gradient.rows.get(row) ?? 0) - (other.gradient.rows.get(row) ?? 0);
            expect(Math.abs(apart)).toBeLessThanOrEqual(2 * AGREEMENT * first);
          }
          // A draw moves each value by at most a third here, and its terms with it.
          own.samples.forEach((sample, draw) => {
            expect(Math.abs(sample - other.samples[draw]!)).toBeLessThanOrEqual(8 * AGREEMENT * terms);
          });
        }
      }),
    );
  });

  it('has in each draw the bits of a run with the numbers of that draw alone', () => {
    const { rows, solved } = equations(['4', '5', '0.5', '0.25', '7', '6']);
    const columns = new Map(rows.map((row, index) => [row, Float64Array.of(index + 3, index + 3.5)]));
    const together = new FloatEvaluator((row) => columns.get(row)!);
    for (const draw of [0, 1]) {
      const alone = new FloatEvaluator((row) => columns.get(row)!.slice(draw, draw + 1));
      for (const node of solved) expect(together.evaluate(node)[draw]).toBe(alone.evaluate(node)[0]);
    }
  });

  it('takes the figures in its cells as the evaluator counts them, also where another has solved it before', () => {
    const [x] = rowsOf(['0.3']).map(quantity) as [Expression];
    const part = draftOf(x);
    const system = { name: 'x', matrix: [[constant('2', TWO, ONE)]], vector: [valueOf('part', part)] };
    const node = { kind: 'solution', system, index: 0 } as const;
    expect(String(new ExactEvaluator().evaluate(node))).toBe('0.15');
    expect(String(new ExactEvaluator(() => parseAmount('1')).evaluate(node))).toBe('0.5');
  });
});

describe('exact decimals', () => {
  const inUnit = (row: Row, unit: string): Row => ({ ...row, unit: parseUnit(unit) });
  const rows = rowsOf(['7', '0.1', '2']) as [Row, Row, Row];
  const [heat, factor, other] = [inUnit(rows[0], 'GJ'), inUnit(rows[1], 't/GJ'), inUnit(rows[2], 'GJ')];
  const perHour = quantityOf('EF', factor, parseUnit('t/MW.h'), null);
  const inHours = (row: Row): Expression => quantityOf('Q', row, parseUnit('MW.h'), null);
  const sum = {
    kind: 'row-sum',
    symbol: 'Q',
    rows: [heat, other],
    to: parseUnit('MW.h'),
    selection: {},
  } as const;

  it.each([
    ['of a row', inHours(heat), '0.7'],
    ['of a sum of rows', sum, '0.9'],
    ['of a difference', differenceOf(inHours(heat), inHours(other)), '0.5'],
  ])(
    'lose nothing in a product %s in gigajoules with a factor per gigajoule, by way of megawatt-hours',
    (_, use, expected) => {
      expect(String(new ExactEvaluator().evaluate(productOf(use, perHour)))).toBe(expected);
    },
  );
});

const [ONE, TWO] = [parseAmount('1'), parseAmount('2')];

describe('float64', () => {
  it('computes each node once, and draws each row once for it', () => {
    const [row] = rowsOf(['3']) as [Row];
    const x = quantity(row);
    const part = draftOf(productOf(x, x));
    let asked = 0;
    const float = new FloatEvaluator(() => {
      asked += 1;
      return null;
    });
    const node = sumOf([x, valueOf('a', part), productOf(x, valueOf('b', part))]);
    expect([...float.evaluate(node)]).toEqual([39]);
    expect(asked).toBe(1);
  });

  it('throws out-of-range for a figure that it cannot hold', () => {
    const [x] = rowsOf(['9'.repeat(38)]).map(quantity) as [Expression];
    const draft = draftOf(productOf(...Array.from({ length: 9 }, () => x)));
    expect(() => evaluateDrafts([draft], SIMULATION)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
  });
});
