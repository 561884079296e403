import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import { differenceOf, NOTHING, productOf, quotientOf, valueOf } from '../../figures/expression.ts';
import type { Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { chiSquaredQuantile } from '../../quantities/chi-squared.ts';
import { sqrt } from '../../quantities/elementary.ts';
import { fromFloat, toFloat } from '../../quantities/float.ts';
import { gapOf, type Balance } from './balance.ts';
import { combine, numberOf, sumPlain } from './linear-sum.ts';
import type { Measurement } from './measurement.ts';
import { judge, LEVEL, type Judged } from './judgement.ts';
import type { Weights } from './weights.ts';

export const METHOD = 'reconcile@1';

/** Measurements, and the balances that they are moved to fit. */
export interface Reconciliation {
  /** The first segments of its figures: `reconcile/{plant}`. */
  readonly prefix: string;
  readonly name: string;
  readonly measurements: readonly Measurement[];
  /** At least one. */
  readonly balances: readonly Balance[];
  readonly weights: Weights;
}

/** The figures of a reconciliation. */
export interface Reconciled {
  readonly drafts: readonly Draft[];
  readonly ofMeasurements: ReadonlyMap<Measurement, Draft>;
}

/** Returns the figures of a reconciliation: of each flow, of each balance, and of all. */
export function draftReconciliation(own: Reconciliation): Reconciled {
  const drafting = new Drafting(own);
  return { drafts: drafting.all(), ofMeasurements: drafting.reconciled };
}

/** The expressions of a reconciliation, and the figures that are made of them. */
class Drafting {
  readonly #own: Reconciliation;
  readonly #about: Omit<Draft, 'key' | 'unit' | 'expression'>;
  readonly #exact = new ExactEvaluator();
  /** Of each balance: what does not close as measured, and what is left of it for its own flows. */
  readonly #gaps: readonly Draft[];
  readonly #nets: readonly Draft[];
  /** Of each measurement. */
  readonly #adjustments: readonly Expression[];
  /** Of each measurement whose figure was made. */
  readonly reconciled = new Map<Measurement, Draft>();

  constructor(own: Reconciliation) {
    const { balances, measurements, weights } = own;
    const [categories, geographies] = (['categories', 'geographies'] as const).map((member) =>
      distinctTexts(measurements.flatMap(({ draft }) => draft[member])),
    ) as [string[], string[]];
    this.#own = own;
    this.#about = { method: METHOD, scope: null, gwpSet: null, gases: [], categories, geographies };
    this.#gaps = balances.map((balance) =>
      this.#draft(
        balance,
        'measured',
        gapOf(balance, ({ draft }) => draft),
      ),
    );
    this.#nets = balances.map((balance, at) =>
      this.#draft(
        balance,
        'net',
        combine('gap', { drafts: this.#gaps, weights: weights.net[at]!, unit: balance.unit.text }),
      ),
    );
    this.#adjustments = weights.parts.map((parts, at) => {
      const ofBalances = balances.map((_, balance) => -(parts.get(balance) ?? 0));
      const { unit } = measurements[at]!.draft;
      return combine('net', { drafts: this.#nets, weights: ofBalances, unit });
    });
  }

  all(): Draft[] {
    const { balances, measurements } = this.#own;
    const fit = this.#writeFit();
    const limit = chiSquaredQuantile(LEVEL, balances.length);
    const judged = judge({
      ...this.#own,
      ...{ limit, freedom: balances.length, fit: this.#evaluate(fit) },
      adjustments: this.#adjustments.map((adjustment) => this.#evaluate(adjustment)),
    });
    const ofMeasurements = measurements.flatMap((measurement, at) =>
      this.#draftMeasurement(measurement, at, judged),
    );
    const ofBalances = balances.flatMap((balance, at) => this.#draftBalance(balance, at));
    const whole = { prefix: this.#own.prefix, unit: { text: '1' } };
    const ofFit = { ...this.#draft(whole, 'fit', fit), warnings: judged.ofFit };
    const share = quotientOf(valueOf('J', ofFit), numberOf(limit, '1'));
    return [...ofMeasurements, ...ofBalances, ofFit, this.#draft(whole, 'fit-of-limit', share)];
  }

  #draft(
    { prefix, unit }: { readonly prefix: string; readonly unit: { readonly text: string } },
    name: string,
    expression: Expression,
  ): Draft {
    return { ...this.#about, key: `${prefix}/${name}`, unit: unit.text, expression };
  }

  #evaluate(expression: Expression): number {
    return toFloat(this.#exact.evaluate(expression));
  }

  /** J: what the adjustments weigh, Σ v V⁻¹ v. With gaps r and net gaps u that is Σ r u / D. */
  #writeFit(): Expression {
    const { variances } = this.#own.weights;
    return sumPlain(
      this.#gaps.map((gap, at) => {
        const [ofGap, ofNet] = [
          valueOf(`gap${at + 1}`, gap),
          valueOf(`net${at + 1}`, this.#nets[at]!),
        ] as const;
        return quotientOf(productOf(ofGap, ofNet), numberOf(variances[at]!, `${gap.unit}.${gap.unit}`));
      }),
    );
  }

  #draftMeasurement(measurement: Measurement, at: number, { ofMeasurements }: Judged): Draft[] {
    const { prefix, draft: measured } = measurement;
    const adjustment: Draft = {
      ...measured,
      key: `${prefix}/adjustment`,
      expression: this.#adjustments[at]!,
      isDifference: 'residual',
      warnings: ofMeasurements[at]!,
    };
    const moved = sumPlain([valueOf('measured', measured), valueOf('adjustment', adjustment)]);
    const reconciled: Draft = {
      ...measured,
      key: `${prefix}/reconciled`,
      expression: moved,
      warnings: warnOfNegative(measurement, this.#evaluate(moved)),
    };
    this.reconciled.set(measurement, reconciled);
    const deviation = this.#own.weights.adjustments[at]!;
    if (deviation === 0) return [measured, adjustment, reconciled];
    return [measured, adjustment, reconciled, this.#test(measurement, adjustment, deviation)];
  }

  #draftBalance(balance: Balance, at: number): Draft[] {
    const gap = this.#gaps[at]!;
    const left = gapOf(balance, (measurement) => this.reconciled.get(measurement)!);
    const closed: Draft = { ...this.#draft(balance, 'reconciled', left), isDifference: 'residual' };
    const deviation = sqrt(this.#own.weights.variances[at]!);
    return [gap, this.#nets[at]!, closed, this.#test(balance, gap, deviation)];
  }

  /** Returns a deviation over its standard deviation, without its sign: the measurement test of a flow, the nodal test of a balance. */
  #test({ prefix }: { readonly prefix: string }, of: Draft, deviation: number): Draft {
    const value = valueOf('v', of);
    const size = this.#evaluate(of.expression) < 0 ? differenceOf(NOTHING, value) : value;
    return this.#draft(
      { prefix, unit: { text: '1' } },
      'test',
      quotientOf(size, numberOf(deviation, of.unit)),
    );
  }
}

/** Returns a flow with a warning where balances make it less than 0. */
export function warnIfNegative(measurement: Measurement, draft: Draft): Draft {
  const value = toFloat(new ExactEvaluator().evaluate(draft.expression));
  return value < 0 ? { ...draft, warnings: warnOfNegative(measurement, value) } : draft;
}

function warnOfNegative({ name, row: { record, key }, draft }: Measurement, value: number): Warning[] {
  if (!(value < 0)) return [];
  const message = `${name} is ${String(fromFloat(value, 4))} ${draft.unit} after reconciliation, which no flow can be: correct its amount or uncertainty, or those beside it`;
  return [{ code: 'negative-flow', message, row: { record, key } }];
}
