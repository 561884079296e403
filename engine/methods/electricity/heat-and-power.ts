import * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import { allocate } from '../../figures/allocation.ts';
import type { Draft } from '../../figures/draft.ts';
import { sumRows } from '../../figures/exact.ts';
import {
  constant,
  differenceOf,
  factorOf,
  productOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../../figures/figure.ts';
import { describeUses, Shapes, sumOfRows, sumTerms } from '../../figures/terms.ts';
import { ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { selectActivities } from '../../rows/activity.ts';
import type { RowOf } from '../../rows/row.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { Method } from '../method.ts';
import { commonParameters } from '../parameters.ts';
import { classify } from '../use-class.ts';

const allocation = z
  .enum(['efficiency', 'energy', 'work', 'heat-ratio'])
  .describe(
    'By what emissions are allocated: fuel that each output would need alone (efficiency), its energy, the work that it can do, or the heat ratio of the plant.',
  );
const parameters = commonParameters.extend({ allocation });
type Parameters = z.output<typeof parameters>;
type Allocation = z.output<typeof allocation>;
type Output = RowOf<'cogeneration-output'>;
type Emission = RowOf<'measured-emission'>;

const METHOD = 'heat-and-power@1';
const ENERGY = parseUnit('MW.h');
const TONNE = parseUnit('t');

/** Emissions of a plant that makes heat and power, allocated to its products. */
export const heatAndPower: Method<Parameters> = {
  id: 'heat-and-power',
  version: 1,
  title: 'Allocation of the emissions of a combined heat and power plant',
  standard:
    'GHG Protocol, Allocation of GHG Emissions from a Combined Heat and Power (CHP) Plant, version 1.0 (September 2006): efficiency, work potential and energy content method (its contents were read, its formulas not); China, guidelines for power generation facilities: heat ratio 供热比 (not read)',
  reads: ['measured-emission', 'cogeneration-output', 'cogeneration-weight', 'heat-ratio'],
  parameters,
  figures: [
    {
      key: 'heat-and-power/{plant}/{gas}',
      unit: 't{gas}',
      meaning:
        'Emissions of a gas of the plant: the measured-emission rows whose source is the plant, one term for each line that they state.',
    },
    {
      key: 'heat-and-power/{plant}/{product}/{gas}',
      unit: 't{gas}',
      meaning: 'The part of a product. The parts of all products add up to the emissions of the plant.',
    },
    {
      key: 'heat-and-power/{plant}/{product}/weight',
      unit: 'MW.h',
      meaning:
        'By what a product is weighed: the fuel that it would need alone, its energy, or the work that it can do.',
    },
    {
      key: 'heat-and-power/{plant}/{product}/specific/{gas}',
      unit: 't{gas}/MW.h',
      meaning: 'The part of a product per energy of it.',
    },
  ],
  traps: [
    'The last product, which is power where there is power, takes what the others leave: so the parts add up exactly.',
    'The efficiency of an output is that of making it alone. Both heat and power need a cogeneration-weight row with measure efficiency.',
    'The work potential of heat is a ratio below 1, such as 1 - T0/T for hot water at temperature T. It is stated in a row of measure work. Power has 1.',
    'The heat ratio is the heat that is delivered over the heat of the boilers. Several outputs of heat share it by their energy.',
    'The emissions are rows: a measured-emission row can hold what combustion@2 gives for the plant. Gases of biogenic origin have a figure of their own, as CO2(biogenic).',
  ],
  compute: computeHeatAndPower,
};

function computeHeatAndPower(context: MethodContext, { allocation: by }: Parameters): Draft[] {
  const outputs = selectActivities(context.rows, 'cogeneration-output', context.period);
  const emissions = selectActivities(context.rows, 'measured-emission', context.period);
  const byPlant = Map.groupBy(outputs, ({ detail }) => detail.plant);
  return [...byPlant].flatMap(([plant, ofPlant]) => {
    const products = listProducts(plant, ofPlant, by, context);
    const own = emissions.filter(({ detail }) => detail.source === plant);
    if (own.length === 0) {
      const text = `${ofPlant[0]!.key} is an output of ${plant}, and no measured-emission row has it as its source: add the emissions of the plant`;
      throw new EngineError('missing-activity', text, plant, placeOf(ofPlant[0]!, 'detail.plant'));
    }
    return draftPlant(plant, own, products, { by, context });
  });
}

/** One product of a plant. */
interface Product {
  readonly name: string;
  readonly carrier: Output['detail']['carrier'];
  readonly uses: readonly Output[];
  /** What it delivers, in MW.h. */
  readonly energy: Expression;
  /** By what it is weighed among the products. */
  readonly weight: Expression;
}

/** Returns the products of a plant: heat before power, each by name. @throws EngineError `missing-activity`, `bad-detail`, and as `selectFactor` */
function listProducts(
  plant: string,
  outputs: readonly Output[],
  by: Allocation,
  context: MethodContext,
): Product[] {
  if (sumRows(outputs, ENERGY).isZero()) {
    const text = `${plant} delivers 0 in the period: its emissions can't be allocated`;
    throw new EngineError('missing-activity', text, plant, placeOf(outputs[0]!, 'value'));
  }
  const byProduct = Map.groupBy(outputs, ({ detail }) => `${detail.carrier} ${detail.product}`);
  const products = distinctTexts(byProduct.keys()).map((name) => {
    const uses = byProduct.get(name)!;
    const { product, carrier } = uses[0]!.detail;
    const selection = selectionOf(context, 'cogeneration-output', { plant, product, carrier });
    const energy = sumOfRows('E', uses, { to: ENERGY, substance: null, selection });
    const shapes = new Shapes();
    const weight = isWeighed(by, carrier)
      ? sumTerms(uses, selection, (use) => {
          const factor = selectWeight(use, by, context);
          const ratio = factorOf(by === 'work' ? 'W' : 'ETA', factor, '1', null);
          return shapes.of([factor], () => ({
            symbol: 'E',
            to: ENERGY,
            substance: null,
            factors: by === 'work' ? [ratio] : [],
            divisors: by === 'efficiency' ? [ratio] : [],
          }));
        })
      : energy;
    return { name: product, carrier, uses, energy, weight };
  });
  refuseTwoCarriers(products);
  return products;
}

/** Whether outputs are weighed by rows. The work of power is its energy. */
function isWeighed(by: Allocation, carrier: Product['carrier']): by is 'efficiency' | 'work' {
  return by === 'efficiency' || (by === 'work' && carrier === 'heat');
}

/** Throws for a product that is heat in one row and power in another: both would have one figure. @throws EngineError `bad-detail` */
function refuseTwoCarriers(products: readonly Product[]): void {
  const known = new Set<string>();
  for (const { name, uses } of products) {
    if (known.has(name)) {
      const text = `${uses[0]!.key}: ${name} is heat in one row and power in another: give each a name of its own`;
      throw new EngineError('bad-detail', text, name, placeOf(uses[0]!, 'detail.product'));
    }
    known.add(name);
  }
}

function selectWeight(
  use: Output,
  measure: 'efficiency' | 'work',
  { rows, proxies }: MethodContext,
): FactorOf<'cogeneration-weight'> {
  const { plant, product } = use.detail;
  const candidates = rowsWhere(
    rowsAbout(rows, 'cogeneration-weight', plant),
    `${product} ${measure}`,
    ({ detail }) => detail.product === product && detail.measure === measure,
  );
  const what = `${measure} of ${product} of ${plant}`;
  const factor = selectFactor(candidates, { what, period: use, by: use, column: 'detail.product' }, proxies);
  if (!factor.row.amount.isZero() || measure === 'work') return factor;
  const text = `${factor.row.key} is an efficiency of 0: give the ${what}`;
  throw new EngineError('bad-value', text, factor.row.value, placeOf(factor.row, 'value'));
}

interface Rules {
  readonly by: Allocation;
  readonly context: MethodContext;
}

/** Returns the figures of each gas: of the plant, of its products, and of these per energy; and by what the products are weighed. */
function draftPlant(
  plant: string,
  emissions: readonly Emission[],
  products: readonly Product[],
  rules: Rules,
): Draft[] {
  const prefix = `heat-and-power/${plant}`;
  const about = { method: METHOD, scope: null, gwpSet: null };
  const weights = products.map(({ name, uses, weight }): Draft => ({
    ...about,
    key: `${prefix}/${name}/weight`,
    unit: 'MW.h',
    gases: [],
    ...describeUses(uses),
    expression: weight,
  }));
  const classes = classify(emissions, ['gas', 'origin', 'line']);
  const byGas = Map.groupBy(classes, ({ uses }) => nameGas(uses[0]!));
  const ofGases = [...byGas].flatMap(([label, own]) => {
    const rows = own.flatMap(({ uses }) => uses);
    const gas = canonicalGas(rows[0]!.detail.gas);
    const ofGas = { ...about, unit: `t{${gas}}`, gases: [gas], ...describeUses(rows) };
    const measured = own.map(({ uses, where }) => {
      const selection = selectionOf(rules.context, 'measured-emission', { source: plant, ...where });
      return sumOfRows('M', uses, { to: TONNE, substance: gas, selection });
    });
    const whole: Draft = { ...ofGas, key: `${prefix}/${label}`, expression: sumOf(measured) };
    const parts: Draft[] = [];
    allocateTo(products, weights, valueOf('M', whole), plant, rules, (expression, { name }) => {
      const part = { ...ofGas, key: `${prefix}/${name}/${label}`, expression };
      parts.push(part);
      return valueOf('part', part);
    });
    const specific = products.flatMap(({ name, uses, energy }, index): Draft[] => {
      if (sumRows(uses, ENERGY).isZero()) return [];
      const expression = quotientOf(valueOf('part', parts[index]!), energy);
      return [{ ...ofGas, key: `${prefix}/${name}/specific/${label}`, unit: `t{${gas}}/MW.h`, expression }];
    });
    return [whole, ...parts, ...specific];
  });
  return [...weights, ...ofGases];
}

function nameGas({ detail: { gas, origin = 'fossil' } }: Emission): string {
  const name = canonicalGas(gas);
  return origin === 'fossil' ? name : `${name}(${origin})`;
}

/** Allocates a whole to the products, in their order. `refer` takes each part. @throws EngineError `missing-activity` and as `selectFactor` */
function allocateTo(
  products: readonly Product[],
  weights: readonly Draft[],
  whole: Expression,
  plant: string,
  { by, context }: Rules,
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
  const first = products[0]!.uses[0]!;
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
