import { area, label, name, phrase } from './common.ts';
import { oneOf, optional } from './member.ts';
import { document, quantity } from './row-type.ts';

const product = document(
  'product',
  { productId: phrase, name: phrase, companyId: optional(phrase) },
  { words: { en: 'products', 'zh-CN': '产品' }, found: ['productId'], subject: 'productId' },
);

/** An amount of a product that is an input or an output of a unit process. */
const processExchange = quantity(
  'process-exchange',
  { process: name, product: name, direction: oneOf(['input', 'output']) },
  {
    words: { en: 'inputs and outputs of processes', 'zh-CN': '过程的投入与产出' },
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
    words: { en: 'elementary flows', 'zh-CN': '基本流' },
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
  { productId: phrase, attribute: label, geography: optional(area) },
  {
    words: { en: 'footprints of products', 'zh-CN': '产品碳足迹' },
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
