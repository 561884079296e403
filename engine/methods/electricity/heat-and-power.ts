import type * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import type { Draft } from '../../figures/draft.ts';
import { sumRows } from '../../figures/exact.ts';
import { quotientOf, sumOf, valueOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { describeUses, sumOfRows, sumTerms } from '../../figures/terms.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { selectActivities } from '../../rows/activity.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Method } from '../method.ts';
import { commonParameters } from '../parameters.ts';
import { classify } from '../use-class.ts';
import { ENERGY } from './energy.ts';
import {
  allocateTo,
  allocation,
  ALLOCATION_ROWS,
  draftWeights,
  weighOutputs,
  type AllocationRules,
  type Output,
  type Product,
} from './heat-allocation.ts';

const parameters = commonParameters.extend({ allocation });
type Parameters = z.output<typeof parameters>;
type OutputRow = RowOf<'cogeneration-output'>;
type Emission = RowOf<'measured-emission'>;

const METHOD = 'heat-and-power@1';
const TONNE = parseUnit('t');

/** Emissions of a plant that makes heat and power, allocated to its products. */
export const heatAndPower: Method<Parameters> = {
  id: 'heat-and-power',
  version: 1,
  title: 'Allocation of the emissions of a combined heat and power plant',
  standard:
    'GHG Protocol, Allocation of GHG Emissions from a Combined Heat and Power (CHP) Plant, version 1.0 (September 2006): efficiency, work potential and energy content method (its contents were read, its formulas not); China, guidelines for power generation facilities: heat ratio 供热比 (not read)',
  reads: ['measured-emission', 'cogeneration-output', ...ALLOCATION_ROWS],
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
    const products = listProducts(plant, ofPlant, { by, context });
    const own = emissions.filter(({ detail }) => detail.source === plant);
    if (own.length === 0) {
      const text = `${ofPlant[0]!.key} is an output of ${plant}, and no measured-emission row has it as its source: add the emissions of the plant`;
      throw new EngineError('missing-activity', text, plant, placeOf(ofPlant[0]!, 'detail.plant'));
    }
    return draftPlant(plant, own, products, { by, context });
  });
}

/** Returns the products of a plant: heat before power, each by name. @throws EngineError `missing-activity`, `bad-detail`, and as `selectFactor` */
function listProducts(plant: string, rows: readonly OutputRow[], rules: AllocationRules): Product[] {
  const byProduct = Map.groupBy(rows, ({ detail }) => `${detail.carrier} ${detail.product}`);
  const outputs = distinctTexts(byProduct.keys()).map((each): Output => {
    const uses = byProduct.get(each)!;
    const { product, carrier } = uses[0]!.detail;
    const selection = selectionOf(rules.context, 'cogeneration-output', { plant, product, carrier });
    return {
      plant,
      name: product,
      carrier,
      sets: [{ uses, sum: (shapeOf) => sumTerms(uses, selection, shapeOf) }],
    };
  });
  const products = weighOutputs(outputs, rules);
  refuseTwoCarriers(products);
  return products;
}

/** Throws for a product that is heat in one row and power in another: both would have one figure. @throws EngineError `bad-detail` */
function refuseTwoCarriers(products: readonly Product[]): void {
  const names = products.map(({ name }) => name);
  const twice = products.find(({ name }, index) => names.indexOf(name) < index);
  if (twice === undefined) return;
  const { name, uses } = twice;
  const text = `${uses[0]!.key}: ${name} is heat in one row and power in another: give each a name of its own`;
  throw new EngineError('bad-detail', text, name, placeOf(uses[0]!, 'detail.product'));
}

/** Returns the figures of each gas: of the plant, of its products, and of these per energy; and by what the products are weighed. */
function draftPlant(
  plant: string,
  emissions: readonly Emission[],
  products: readonly Product[],
  rules: AllocationRules,
): Draft[] {
  const prefix = `heat-and-power/${plant}`;
  const about = { method: METHOD, scope: null, gwpSet: null };
  const weights = draftWeights(products, prefix, METHOD);
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
    allocateTo(products, weights, valueOf('M', whole), rules, (expression, { name }) => {
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
