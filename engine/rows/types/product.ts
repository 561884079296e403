import { area, name, phrase } from './common.ts';
import { oneOf, optional } from './member.ts';
import { document, quantity } from './row-type.ts';

const product = document(
  'product',
  { productId: phrase, name: phrase, companyId: optional(phrase) },
  { found: ['productId'], subject: 'productId' },
);

/** An amount of a product that is an input or an output of a unit process. */
const processExchange = quantity(
  'process-exchange',
  { process: name, product: name, direction: oneOf(['input', 'output']) },
  {
    role: 'cell',
    units: ['*'],
    period: 'optional',
    found: ['process', 'product', 'direction'],
    subject: 'process',
  },
);

const elementaryFlow = quantity(
  'elementary-flow',
  { process: name, flow: name, compartment: oneOf(['air', 'water', 'soil', 'resource']) },
  {
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'optional',
    found: ['process', 'flow', 'compartment'],
    subject: 'process',
  },
);

/** One figure of a product footprint per declared unit, under its PACT attribute name. */
const productFootprint = quantity(
  'product-footprint',
  { productId: phrase, attribute: name, geography: optional(area) },
  {
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'required',
    found: ['productId', 'attribute', 'geography'],
    subject: 'productId',
  },
);

/** D6: products, the processes that make them, and their footprints. */
export const PRODUCT_ROWS = [product, processExchange, elementaryFlow, productFootprint] as const;
