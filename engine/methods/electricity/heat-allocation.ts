import * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { allocate } from '../../figures/allocation.ts';
import type { Draft } from '../../figures/draft.ts';
import { sumRows } from '../../figures/exact.ts';
import {
  constant,
  differenceOf,
  factorOf,
  productOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { describeUses, Shapes, type Shape } from '../../figures/terms.ts';
import { ONE } from '../../quantities/decimal.ts';
import type { Period, Row } from '../../rows/row.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import { ENERGY } from './energy.ts';

/** By what emissions of heat and power that are made together are allocated. */
export const allocation = z
  .enum(['efficiency', 'energy', 'work', 'heat-ratio'])
  .describe(
    'By what emissions are allocated: fuel that each output would need alone (efficiency), its energy, the work that it can do, or the heat ratio of the plant.',
  );
export type Allocation = z.output<typeof allocation>;

/** The rows that an allocation takes besides the outputs. */
export const ALLOCATION_ROWS = ['cogeneration-weight', 'heat-ratio'] as const;

type Use = Row & Period;

/** Rows of one product. */
export interface OutputRows {
  readonly uses: readonly Use[];
  /** Returns their sum: each times what multiplies it. */
  readonly sum: (shapeOf: (use: Use) => Shape) => Expression;
}

/** Heat or power that a plant delivers: one product. */
export interface Output {
  readonly plant: string;
  readonly name: string;
  readonly carrier: 'heat' | 'power';
  readonly sets: readonly OutputRows[];
}

/** What rows of heat or power count as. */
export const AS_ENERGY: Shape = { symbol: 'E', to: ENERGY, substance: null, factors: [] };

/** One product of a plant. */
export interface Product extends Output {
  readonly uses: readonly Use[];
  /** What it delivers, in MW.h. */
  readonly energy: Expression;
  /** By what it is weighed among the products. */
  readonly weight: Expression;
}

/** By what is allocated. */
export interface AllocationRules {
  readonly by: Allocation;
  readonly context: MethodContext;
}

/** Returns the products of a plant with their weights, heat before power. @throws EngineError `missing-activity`, and as `selectFactor` */
export function weighOutputs(outputs: readonly Output[], { by, context }: AllocationRules): Product[] {
  const products = outputs.map((output): Product => {
    const { sets, carrier } = output;
    const energy = sumOf(sets.map(({ sum }) => sum(() => AS_ENERGY)));
    const weight = isWeighed(by, carrier) ? weigh(output, by, context) : energy;
    return { ...output, uses: sets.flatMap(({ uses }) => uses), energy, weight };
  });
  const all = products.flatMap(({ uses }) => uses);
  if (!sumRows(all, ENERGY).isZero()) return products;
  const { plant } = products[0]!;
  const text = `${plant} delivers 0 in the period: its emissions can't be allocated`;
  throw new EngineError('missing-activity', text, plant, placeOf(all[0]!, 'value'));
}

/** Whether outputs are weighed by rows. The work of power is its energy. */
function isWeighed(by: Allocation, carrier: Output['carrier']): by is 'efficiency' | 'work' {
  return by === 'efficiency' || (by === 'work' && carrier === 'heat');
}

function weigh(output: Output, by: 'efficiency' | 'work', context: MethodContext): Expression {
  const shapes = new Shapes();
  const shapeOf = (use: Use): Shape => {
    const factor = selectWeight(use, output, by, context);
    const ratio = factorOf(by === 'work' ? 'W' : 'ETA', factor, '1', null);
    return shapes.of([factor], () => ({
      symbol: 'E',
      to: ENERGY,
      substance: null,
      factors: by === 'work' ? [ratio] : [],
      divisors: by === 'efficiency' ? [ratio] : [],
    }));
  };
  return sumOf(output.sets.map(({ sum }) => sum(shapeOf)));
}

function selectWeight(
  use: Use,
  { plant, name }: Output,
  measure: 'efficiency' | 'work',
  { rows, proxies }: MethodContext,
): FactorOf<'cogeneration-weight'> {
  const candidates = rowsWhere(
    rowsAbout(rows, 'cogeneration-weight', plant),
    `${name} ${measure}`,
    ({ detail }) => detail.product === name && detail.measure === measure,
  );
  const what = `${measure} of ${name} of ${plant}`;
  const factor = selectFactor(candidates, { what, period: use, by: use, column: 'detail.product' }, proxies);
  if (!factor.row.amount.isZero() || measure === 'work') return factor;
  const text = `${factor.row.key} is an efficiency of 0: give the ${what}`;
  throw new EngineError('bad-value', text, factor.row.value, placeOf(factor.row, 'value'));
}

/** Returns the figures of the weights of products, one for each. */
export function draftWeights(products: readonly Product[], prefix: string, method: string): Draft[] {
  return products.map(({ name, uses, weight }) => ({
    ...{ method, scope: null, gwpSet: null, gases: [], unit: 'MW.h' },
    key: `${prefix}/${name}/weight`,
    ...describeUses(uses),
    expression: weight,
  }));
}

/**
 * Allocates a whole to the products of a plant, in their order. `weights` are their figures, `refer` takes each part.
 * @throws EngineError `missing-activity` and as `selectFactor`
 */
export function allocateTo(
  products: readonly Product[],
  weights: readonly Draft[],
  whole: Expression,
  { by, context }: AllocationRules,
  refer: (part: Expression, product: Product) => Expression,
): void {
  const share = (part: Expression, own: readonly Product[]): void => {
    const values = own.map((product) => valueOf('W', weights[products.indexOf(product)]!));
    allocate(part, values, (expression, index) => refer(expression, own[index]!));
  };
  if (by !== 'heat-ratio') return share(whole, products);
  const [heat, power] = (['heat', 'power'] as const).map((carrier) =>
    products.filter((product) => product.carrier === carrier),
  ) as [Product[], Product[]];
  const { plant, uses } = products[0]!;
  const first = uses[0]!;
  if (heat.length === 0 || power.length === 0) {
    const text = `${plant} needs outputs of heat and of power to be allocated by its heat ratio`;
    throw new EngineError('missing-activity', text, plant, placeOf(first, 'detail.carrier'));
  }
  const sought = {
    what: `heat ratio of ${plant}`,
    period: context.period,
    by: first,
    column: 'detail.plant',
  };
  const factor = selectFactor(rowsAbout(context.rows, 'heat-ratio', plant), sought, context.proxies);
  const ratio = factorOf('ALPHA', factor, '1', null);
  share(productOf(whole, ratio), heat);
  share(productOf(whole, differenceOf(constant('1', ONE, ONE), ratio)), power);
}
