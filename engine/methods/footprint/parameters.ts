import * as z from 'zod';
import { commonParameters, gwpSet } from '../parameters.ts';
import { decimal } from '../life-cycle/parameters.ts';

const product = z.strictObject({
  product: z.string().min(1).max(256).describe('The identifier of the product, as rows state it.'),
  role: z
    .enum(['own', 'received'])
    .default('own')
    .describe(
      'Whose footprint it is: `own` is computed, and its identities hold; `received` is shown as it is stated, with a warning where they do not.',
    ),
  declaredUnit: z
    .strictObject({ amount: decimal, unit: z.string().min(1) })
    .describe('What the footprint is of, such as 1 kg.'),
  lifeCycle: z
    .strictObject({
      unit: z.string().min(1).describe('The name of the functional unit in the result of life-cycle@1.'),
      amount: decimal.describe('Its amount, in the unit of the declared unit.'),
    })
    .optional()
    .describe('A result of life-cycle@1 that has the emissions and the carbon of the product.'),
});
export type FootprintProduct = z.output<typeof product>;

export const footprintParameters = commonParameters.extend({
  gwpSet: gwpSet.describe(
    'The set of potentials of all footprints: PACT asks for the newest report of the IPCC.',
  ),
  products: z
    .array(product)
    .min(1)
    .refine(
      (products) => new Set(products.map((each) => each.product)).size === products.length,
      'expected each product once',
    ),
});
export type FootprintParameters = z.output<typeof footprintParameters>;
