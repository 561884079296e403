import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { Draft } from '../../../engine/figures/draft.ts';
import type { Evaluation } from '../../../engine/figures/evaluators.ts';
import { nodesOf } from '../../../engine/figures/expression.ts';
import { FloatEvaluator } from '../../../engine/figures/float.ts';
import { METHODS } from '../../../engine/registry.ts';
import { toFloat } from '../../../engine/quantities/float.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import type { Row } from '../../../engine/rows/row.ts';
import { evaluateRun } from '../../../engine/run.ts';
import { isGenerated, runArbitrary, RUNS } from '../generated-rows.ts';
import { publishedRun, type GivenRun } from '../published-rows.ts';
import { Bounding } from './bounds.ts';

const SIMULATION = { seed: 1, draws: 3, percentiles: [0, 50, 100] };
/** The part of the sum of absolute terms within which float64 agrees with exact decimals. */
const AGREEMENT = 1e-12;

function evaluate(name: string, { inputs, parameters }: GivenRun): Evaluation[] {
  return evaluateRun(name, inputs, parameters, SIMULATION);
}

/** Checks a claim about every figure of a method, with the published rows and with generated ones. Of these, `some` is one figure. */
function claim(
  method: { name: string; reads: readonly string[] },
  check: (figures: readonly Evaluation[], some: readonly Evaluation[]) => void,
  change: (run: GivenRun) => GivenRun = (run) => run,
): void {
  const published = evaluate(method.name, change(publishedRun(method.name)));
  check(published, published);
  let made = 0;
  fc.assert(
    fc.property(runArbitrary(method), fc.nat(), (run, at) => {
      const figures = attempt(() => evaluate(method.name, change(run)));
      if (figures === null) return;
      made += 1;
      check(figures, [figures[at % figures.length]!]);
    }),
    RUNS,
  );
  expect(made).toBeGreaterThan(0);
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

describe.each(METHODS.filter(isGenerated).map(({ name, reads }) => ({ name, reads })))(
  'the evaluators of $name',
  (method) => {
    it('agree: float64 is within 1e-12 of the sum of absolute terms of the exact figure, and the gradient is the central difference, by every row, within a bound that follows from the step', () => {
      claim(method, (figures, some) => {
        const absolute = new Bounding();
        for (const { draft, exact, float } of figures) {
          const [terms] = absolute.of(draft.expression);
          expect(Math.abs(float - toFloat(exact)), draft.key).toBeLessThanOrEqual(AGREEMENT * terms);
        }
        for (const figure of some) {
          expect(new Set(figure.gradient.rows.keys())).toEqual(rowsBelow(figure.draft));
          for (const [row, derivative] of figure.gradient.rows) {
            const { difference, bound } = differenceBy(row, figure.draft);
            const what = `${figure.draft.key} by ${row.key}`;
            expect(Math.abs(derivative - difference), what).toBeLessThanOrEqual(bound);
          }
        }
      });
    });

    it('agree: samples without spread have the bits of the float64 evaluator', () => {
      claim(
        method,
        (figures) => {
          for (const { draft, float, samples, percentiles } of figures) {
            expect([...samples], draft.key).toEqual(Array.from(samples, () => float));
            expect(percentiles, draft.key).toEqual([float, float, float]);
          }
        },
        (run) => withoutSpread(run, method.name === 'reconcile@1' ? [BELOW_BITS] : NO_SPREAD),
      );
    });

    it('draw with the same seed the same figures, in any order of records and rows, and others with another seed', () => {
      const { inputs, parameters } = publishedRun(method.name);
      const spread = inputs.map((record) => withUncertainty(record, () => SPREAD));
      const turned = spread
        .map(({ record, entries }) => ({ record, entries: entries.toReversed() }))
        .reverse();
      const draw = (given: readonly InputRecord[], seed: number): Float64Array[] =>
        evaluateRun(method.name, given, parameters, { ...SIMULATION, seed }).map(({ samples }) => samples);
      expect(draw(turned, 1)).toEqual(draw(spread, 1));
      expect(draw(spread, 2)).not.toEqual(draw(spread, 1));
    });
  },
);

/** Returns the rows whose values a figure takes as uncertain, also through other figures. */
function rowsBelow({ expression }: Draft): Set<Row> {
  const nodes = nodesOf(expression);
  const own = nodes.flatMap((node) => {
    if (node.kind === 'quantity') return node.column === 'value' ? [node.row] : [];
    if (node.kind === 'figure') return [...rowsBelow(node.draft)];
    // Of a meter whose calibration says how sure it is, the readings are certain.
    return node.kind === 'row-sum' && node.isCertain !== true ? node.rows : [];
  });
  return new Set(own);
}

/**
 * Returns the central difference of a figure by the value of a row, and how far the gradient can be from it. With f in float64 and x ± h
 * where h is 2^-10 of x, the parts of the bound are:
 * - truncation: by Taylor's theorem (f(x + h) − f(x − h)) / 2h is f'(x) + h² f'''(ξ) / 6 for a ξ in the interval;
 * - rounding of f: each of the two is within 1e-12 of the sum of absolute terms (the same test), divided by 2h;
 * - rounding of x ± h: at most 2^-53 of it, which moves each f by that times f', divided by 2h;
 * - rounding of the gradient, which is a sum of products like the figure itself: 1e-12 of the sum of its absolute terms.
 */
function differenceBy(row: Row, { expression }: Draft): { difference: number; bound: number } {
  const x = toFloat(row.amount);
  const step = x === 0 ? 2 ** -10 : Math.abs(x) * 2 ** -10;
  const points = Float64Array.of(x - step, x + step);
  const [below, above] = new FloatEvaluator((other) => (other === row ? points : null)).evaluate(expression);
  const [value, first, , third] = new Bounding(row, step).of(expression);
  const truncation = (step ** 2 * third) / 6;
  const rounding =
    (AGREEMENT * value) / step + ((Math.abs(x) + step) / step) * 2 ** -53 * first + AGREEMENT * first;
  return { difference: (above! - below!) / (2 * step), bound: truncation + rounding };
}

const NO_SPREAD = [
  { distribution: 'normal', standardDeviation: '0' },
  { distribution: 'lognormal', geometricStandardDeviation: '1' },
  { distribution: 'uniform', least: '1', most: '1' },
  { distribution: 'triangular', least: '1', most: '1' },
  {
    distribution: 'pedigree',
    basicVariance: '0',
    reliability: 1,
    completeness: 1,
    temporal: 1,
    geographical: 1,
    technological: 1,
  },
];
const SPREAD = { distribution: 'uniform', least: '0.9', most: '1.1' };

/** Flows that are reconciled are weighed by their uncertainties, so each has one: too small to change a bit of what is drawn. */
const BELOW_BITS = { distribution: 'normal', standardDeviation: '0.000000000000000001' };

/** Gives rows a distribution without spread, each of them in turn; where there are several, a fourth of the rows gets none. */
function withoutSpread({ inputs, parameters }: GivenRun, spreads: readonly object[]): GivenRun {
  const spreadOf = (index: number): object | null =>
    spreads.length > 1 && index % 4 === 0 ? null : spreads[index % spreads.length]!;
  return {
    parameters,
    inputs: inputs.map((record) => withUncertainty(record, spreadOf)).map(withoutRounding),
  };
}

/** Figures of other results are uncertain by their rounding. */
function withoutRounding({ record, entries }: InputRecord): InputRecord {
  const hasRounding = ({ detail }: InputRecord['entries'][number]): boolean =>
    detail !== null && 'derivation' in detail;
  return {
    record,
    entries: entries.map((entry) =>
      hasRounding(entry) ? { ...entry, detail: { ...entry.detail, derivation: {} } } : entry,
    ),
  };
}

/**
 * Streams of a calibrated meter have the uncertainty of its calibrations, and may not state one besides; those that were not measured have
 * none.
 */
function withUncertainty(
  { record, entries }: InputRecord,
  uncertaintyOf: (index: number) => object | null,
): InputRecord {
  const calibrated = new Set(
    entries.flatMap(({ detail }) => (detail!['row'] === 'meter-calibration' ? [detail!['meter']] : [])),
  );
  return {
    record,
    entries: entries.map((entry, index) => {
      const { uncertainty: _stated, ...detail } = entry.detail!;
      const isStream = detail['row'] === 'plant-stream';
      const hasNone = isStream && (calibrated.has(detail['meter']) || detail['measurement'] === 'none');
      const uncertainty = entry.unit === '' || hasNone ? null : uncertaintyOf(index);
      return { ...entry, detail: uncertainty === null ? detail : { ...detail, uncertainty } };
    }),
  };
}
