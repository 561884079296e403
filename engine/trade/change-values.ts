import type { FormRows } from '../figures/draft.ts';
import type { ErrorBound } from '../linear/bound.ts';
import type { Panel } from '../linear/coefficients.ts';
import type { Economy } from './economy.ts';
import type { Bounded } from './form-values.ts';
import { RunningSum } from './running-sum.ts';
import { abs, TINY, UNIT, UPWARDS } from './rounding.ts';

/** 0 is the earlier table, 1 the later one. */
export type Year = 0 | 1;
/** Something of both years, the earlier one first. */
export type Pair<T> = readonly [before: T, after: T];

/**
 * What is emitted for final demand with parts of two tables: S L b g, where S is the emissions per output of one year, L = (I − A)⁻¹ the inputs
 * of one, b = Y / (1' Y) the mix of what the final demand of one buys, and g = 1' Y how much of it.
 */
export interface CrossForm {
  /** The places of a stressor in both tables. */
  readonly stressor: Pair<number>;
  /** The columns of a final demand in both. */
  readonly demands: Pair<readonly number[]>;
  /** Whose final demand it is, for the formula. */
  readonly about: string;
  /** The rows that say which regions these are. */
  readonly sets: readonly FormRows[];
  /** The years of S, L, b and g. */
  readonly years: readonly [intensity: Year, structure: Year, mix: Year, level: Year];
}

/** Computes forms over two economies. */
export class CrossValues {
  readonly economies: Pair<Economy>;
  readonly #withBounds: boolean;
  readonly #multipliers = new Map<string, { readonly values: Panel; readonly bound: ErrorBound | null }>();
  readonly #known = new Map<CrossForm, Bounded>();

  /** @param withBounds without them, every bound is 0 */
  constructor(economies: Pair<Economy>, withBounds: boolean) {
    [this.economies, this.#withBounds] = [economies, withBounds];
  }

  valueOf(form: CrossForm): Bounded {
    const known = this.#known.get(form) ?? this.#compute(form);
    this.#known.set(form, known);
    return known;
  }

  /** S of one year (I − A)⁻¹ of another: a row for each industry, a column for each stressor of the first. */
  multipliersOf(
    intensity: Year,
    structure: Year,
  ): { readonly values: Panel; readonly bound: ErrorBound | null } {
    const name = `${intensity} ${structure}`;
    const known = this.#multipliers.get(name);
    if (known !== undefined) return known;
    const { values, findBound } = this.economies[structure].multipliersOf(this.economies[intensity]);
    const solved = { values, bound: this.#withBounds ? findBound() : null };
    this.#multipliers.set(name, solved);
    return solved;
  }

  levelOf(demands: readonly number[], year: Year): Bounded {
    const sum = new RunningSum();
    this.#forEachSale(demands, year, (_industry, value, error) => sum.add(value, error));
    return { value: sum.value, bound: this.#withBounds ? sum.bound : 0 };
  }

  #forEachSale(
    demands: readonly number[],
    year: Year,
    visit: (industry: number, value: number, error: number) => void,
  ): void {
    const { table, values, n } = this.economies[year];
    const d = table.demands.length;
    for (let i = 0; i < n; i++)
      for (const demand of demands) {
        const value = values.y[i * d + demand]!;
        if (value !== 0) visit(i, value, table.y.relative * abs(value));
      }
  }

  /** A product of a sum, wrong by at most β, and a ratio r of two levels, wrong by at most ρ|r|: by at most |r|((1 + ρ)β + ρ|sum|). */
  #compute({ stressor, demands, years }: CrossForm): Bounded {
    const [intensity, structure, mix, level] = years;
    const { values, bound } = this.multipliersOf(intensity, structure);
    const at = stressor[intensity];
    const sum = new RunningSum();
    this.#forEachSale(demands[mix], mix, (industry, value, error) => {
      const multiplier = values.values[industry * values.columns + at]!;
      if (bound === null) sum.add(multiplier * value);
      else
        sum.add(
          multiplier * value,
          (abs(value) + error) * bound.at(industry, at) +
            (error + UNIT * abs(value)) * abs(multiplier) +
            TINY,
        );
    });
    if (mix === level) return { value: sum.value, bound: bound === null ? 0 : sum.bound };
    const [over, under] = [this.levelOf(demands[level], level), this.levelOf(demands[mix], mix)];
    const ratio = over.value / under.value;
    const value = sum.value * ratio;
    if (bound === null) return { value, bound: 0 };
    const parts = over.bound / over.value + under.bound / (under.value - under.bound) + 3 * UNIT;
    const error = parts * (1 + parts);
    return {
      value,
      bound: abs(ratio) * ((1 + error) * sum.bound + error * abs(sum.value)) * UPWARDS + TINY,
    };
  }
}
