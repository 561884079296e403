import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FloatEvaluator } from '../../../engine/figures/float.ts';
import { parseAmount } from '../../../engine/quantities/decimal.ts';
import { toFloat } from '../../../engine/quantities/float.ts';
import { evaluateRun, runMethod } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry } from '../dataset.ts';
import { computeFormula } from '../figures/formula.ts';

/** Formulas over a, b and c, all above 0 and without differences: so nothing cancels, and float64 is right to its last digits. */
const { formula: formulas } = fc.letrec<{ formula: string }>((tie) => {
  const part = tie('formula');
  const pair = (sign: string): fc.Arbitrary<string> =>
    fc.tuple(part, part).map(([x, y]) => `(${x} ${sign} ${y})`);
  const exponent = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 4 }));
  return {
    formula: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('a', 'b', 'c', '2', '0.50'),
      ...['+', '*', '/'].map(pair),
      fc.tuple(part, exponent).map(([x, [p, q]]) => `(${x})^(${p}/${q})`),
      part.map((x) => `sqrt(${x})`),
      part.map((x) => `ln(1 + ${x})`),
      part.map((x) => `exp(${x} / (1 + ${x}))`),
    ),
  };
});
const values = fc.record({
  a: fc.integer({ min: 1, max: 999 }),
  b: fc.integer({ min: 1, max: 999 }),
  c: fc.integer({ min: 1, max: 999 }),
});

describe('the evaluators of a formula', () => {
  it('agree: exact decimals, float64, the printed derivation as decimal.js computes it, samples, and differences', () => {
    let made = 0;
    fc.assert(
      fc.property(formulas, values, (text, given) => {
        const rows = Object.entries(given).map(([name, value]) =>
          entry(
            name,
            String(parseAmount(String(value)).div(parseAmount('100'))),
            '1',
            { row: 'measured-quantity', quantity: name },
            ALWAYS,
          ),
        );
        const parameters = {
          ...COMMON,
          quantities: [{ name: 'y', unit: '1', formula: `(a + ${text}) / (b + c)` }],
        };
        const shown = { ...parameters, rounding: { mode: 'half-even', digits: 25 } };
        const [figure] = runMethod('quantity@1', [dataset('a', ...rows)], shown).figures;
        const off = (a: Decimal.Value, b: Decimal.Value): number =>
          new Decimal(a).div(b).minus(1).abs().toNumber();
        const computed = computeFormula(figure!);
        if (computed.lt(1e-4) || computed.gt(1e9)) return;
        made++;
        expect(off(computed, figure!.value), text).toBeLessThan(1e-20);
        const simulation = { seed: 1, draws: 2, percentiles: [] };
        const [{ exact, float, gradient, samples, draft }] = evaluateRun(
          'quantity@1',
          [dataset('a', ...rows)],
          parameters,
          simulation,
        ) as [ReturnType<typeof evaluateRun>[number]];
        expect(off(String(exact.round(40)), computed), text).toBeLessThan(1e-30);
        expect(Math.abs(float / toFloat(exact) - 1), text).toBeLessThan(1e-12);
        expect([...samples]).toEqual([float, float]);
        for (const [row, derivative] of gradient.rows) {
          const x = toFloat(row.amount);
          const steps = Float64Array.of(x * (1 - 1e-4), x * (1 + 1e-4));
          const [below, above] = new FloatEvaluator((other) => (other === row ? steps : null)).evaluate(
            draft.expression,
          );
          const size = Math.abs(derivative * x) + Math.abs(float);
          expect(Math.abs((above! - below!) / 2e-4 - derivative * x), text).toBeLessThan(1e-5 * size);
        }
      }),
      // Functions with 200 digits, as decimal.js computes them, take their time.
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 10) },
    );
    expect(made).toBeGreaterThan(0);
  });
});
