import type { Economy } from './economy.ts';
import type { Bought, Direct, Flow, Form, PathForm, Ratio, Regions, Sales, Traded } from './forms.ts';
import { RunningSum } from './running-sum.ts';
import { abs, TINY, UNIT, UPWARDS } from './rounding.ts';

/** A number, and how far it is from the true one, at most. */
export interface Bounded {
  readonly value: number;
  readonly bound: number;
}

/**
 * Computes forms over one set of values. Bounds are those of X, S and all sums together: a term s x, where s is wrong by at most σ|s| and
 * x by at most β, is wrong by at most |s|((1 + σ)β + σ|x|), and its product is rounded once.
 */
export class FormValues {
  readonly #economy: Economy;
  readonly #withBounds: boolean;
  readonly #flows = new Map<number, readonly Bounded[]>();

  /** @param withBounds without them, every bound is 0 */
  constructor(economy: Economy, withBounds: boolean) {
    this.#economy = economy;
    this.#withBounds = withBounds;
  }

  valueOf(form: Form): Bounded {
    switch (form.kind) {
      case 'flow':
        return this.#addFlows(form);
      case 'bought':
        return this.#addBought(form);
      case 'traded':
        return this.#addTraded(form);
      case 'sales':
        return this.#addSales(form);
      case 'multiplier':
        return {
          value: this.#multiplierOf(form.industry, form.stressor),
          bound: this.#dualBound(form.industry, form.stressor),
        };
      case 'ratio':
        return this.#divideMultiplier(form);
      case 'direct':
        return this.#addDirect(form);
      case 'path':
        return this.#multiplyPath(form);
    }
  }

  #addFlows({ stressor, from, to }: Flow): Bounded {
    const flows = this.#flowsOf(stressor);
    const regions = this.#economy.table.regions.length;
    const sum = new RunningSum();
    const buyers = listPlaces(to, regions);
    for (const a of listPlaces(from, regions))
      for (const b of buyers) {
        const { value, bound } = flows[a * regions + b]!;
        sum.add(value, bound);
      }
    return { value: sum.value, bound: this.#withBounds ? sum.bound : 0 };
  }

  /** What each region emits for each: from a to b at a · regions + b. */
  #flowsOf(stressor: number): readonly Bounded[] {
    const known = this.#flows.get(stressor);
    if (known !== undefined) return known;
    const { table } = this.#economy;
    const regions = table.regions.length;
    const flows = table.regions.flatMap((_from, a) =>
      table.regions.map((_to, b) => this.#flow(stressor, a, b, regions)),
    );
    this.#flows.set(stressor, flows);
    return flows;
  }

  #flow(stressor: number, a: number, b: number, regions: number): Bounded {
    const economy = this.#economy;
    const { n, s, industriesOf, primal } = economy;
    const bounds = this.#withBounds ? economy.primalBound : null;
    const sum = new RunningSum();
    for (let i = industriesOf[a]!; i < industriesOf[a + 1]!; i++) {
      const intensity = s[stressor * n + i]!;
      if (intensity === 0) continue;
      const x = primal.values[i * regions + b]!;
      if (bounds === null) sum.add(intensity * x);
      else {
        const [size, error] = [abs(intensity), economy.sError(i)];
        const own = bounds.at(i, b);
        sum.add(intensity * x, size * ((1 + error) * own + (error + UNIT) * abs(x)) + TINY);
      }
    }
    return { value: sum.value, bound: bounds === null ? 0 : sum.bound };
  }

  #addBought({ stressor, industries, demands }: Bought): Bounded {
    const { table, values, dual, n } = this.#economy;
    const [k, d] = [dual.columns, table.demands.length];
    const sum = new RunningSum();
    const count = industries?.length ?? n;
    for (let at = 0; at < count; at++) {
      const j = industries === null ? at : industries[at]!;
      const multiplier = dual.values[j * k + stressor]!;
      for (const demand of demands) {
        const bought = values.y[j * d + demand]!;
        if (bought === 0) continue;
        if (!this.#withBounds) sum.add(multiplier * bought);
        else {
          const error = table.y.relative;
          const own = this.#dualBound(j, stressor);
          sum.add(
            multiplier * bought,
            abs(bought) * ((1 + error) * own + (error + UNIT) * abs(multiplier)) + TINY,
          );
        }
      }
    }
    return { value: sum.value, bound: this.#withBounds ? sum.bound : 0 };
  }

  #addTraded({ stressor, from, to }: Traded): Bounded {
    const economy = this.#economy;
    const { industriesOf } = economy;
    const k = economy.table.regions.length;
    const { values, errors } = economy.sales;
    const sum = new RunningSum();
    for (const seller of from.places)
      for (let i = industriesOf[seller]!; i < industriesOf[seller + 1]!; i++) {
        const [multiplier, own] = [this.#multiplierOf(i, stressor), this.#dualBound(i, stressor)];
        for (const buyer of to.places) {
          const [sold, error] = [values[i * k + buyer]!, errors[i * k + buyer]!];
          sum.add(
            multiplier * sold,
            (abs(sold) + error) * own + (error + UNIT * abs(sold)) * abs(multiplier) + TINY,
          );
        }
      }
    return { value: sum.value, bound: this.#withBounds ? sum.bound : 0 };
  }

  #addSales({ from, to }: Sales): Bounded {
    const { industriesOf, table, sales } = this.#economy;
    const k = table.regions.length;
    const sum = new RunningSum();
    for (const seller of from.places)
      for (let i = industriesOf[seller]!; i < industriesOf[seller + 1]!; i++)
        for (const buyer of to.places) sum.add(sales.values[i * k + buyer]!, sales.errors[i * k + buyer]);
    return { value: sum.value, bound: this.#withBounds ? sum.bound : 0 };
  }

  /** The quotient m / s, where m is wrong by at most β and s by at most σ|s|: by at most (β + σ|m|) / (|s|(1 − σ)), and it is rounded once. */
  #divideMultiplier({ stressor, industry }: Ratio): Bounded {
    const { s, n } = this.#economy;
    const intensity = s[stressor * n + industry]!;
    const multiplier = this.#multiplierOf(industry, stressor);
    const value = multiplier / intensity;
    if (!this.#withBounds) return { value, bound: 0 };
    const [own, error] = [this.#dualBound(industry, stressor), this.#economy.sError(industry)];
    const room = (own + error * abs(multiplier)) / (abs(intensity) * (1 - error));
    return { value, bound: (room + UNIT * abs(value)) * UPWARDS + TINY };
  }

  #multiplierOf(industry: number, stressor: number): number {
    const { dual } = this.#economy;
    return dual.values[industry * dual.columns + stressor]!;
  }

  #dualBound(industry: number, stressor: number): number {
    return this.#withBounds ? this.#economy.dualBound.at(industry, stressor) : 0;
  }

  /** Each factor is wrong by at most a part of it, and each product is rounded once: Π(1 + part)(1 + 2^−53) − 1 in all. */
  #multiplyPath({ stressor, industries, region }: PathForm): Bounded {
    const economy = this.#economy;
    const last = industries.at(-1)!;
    const bought = economy.demandOf(region)[last]!;
    let value = economy.s[stressor * economy.n + industries[0]!]!;
    for (let at = 1; at < industries.length; at++)
      value *= economy.coefficientOf(industries[at - 1]!, industries[at]!);
    value *= bought;
    if (!this.#withBounds || value === 0) return { value, bound: 0 };
    const parts =
      economy.sError(industries[0]!) +
      (industries.length - 1) * (economy.aError + UNIT) +
      economy.demandError(last, region) / abs(bought) +
      UNIT;
    return { value, bound: abs(value) * parts * (1 + 2 * parts) * UPWARDS + TINY };
  }

  #addDirect({ stressor, industries, demands }: Direct): Bounded {
    const { table, values, n } = this.#economy;
    const d = table.demands.length;
    const sum = new RunningSum();
    for (const industry of industries) {
      const value = values.f[stressor * n + industry]!;
      sum.add(value, table.f.relative * abs(value));
    }
    for (const demand of demands) {
      const value = values.fy?.[stressor * d + demand] ?? 0;
      sum.add(value, (table.fy?.relative ?? 0) * abs(value));
    }
    return { value: sum.value, bound: this.#withBounds ? sum.bound : 0 };
  }
}

/** Returns the places of regions, ascending. */
function listPlaces(regions: Regions, count: number): Iterable<number> {
  return regions?.places ?? Array.from({ length: count }, (_, place) => place);
}
