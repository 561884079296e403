import {
  area,
  gwpSetName,
  label,
  mediaType,
  name,
  origin,
  phrase,
  sha256,
  share,
  size,
  year,
} from './common.ts';
import { integer, listOf, objectOf, oneOf, optional, pairOf, text } from './member.ts';
import { document, quantity } from './row-type.ts';

/** Stages of a life cycle: the modules of EN 15804. */
export const MODULES = [
  ...(['A1', 'A2', 'A3', 'A4', 'A5'] as const),
  ...(['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'] as const),
  ...(['C1', 'C2', 'C3', 'C4', 'D'] as const),
] as const;
/** The stage to which a row of the process belongs that supplies a functional unit. */
const module = optional(oneOf(MODULES));
const COMPARTMENTS = ['air', 'water', 'soil', 'resource'] as const;
const compartment = oneOf(COMPARTMENTS);
/** Primary data are of the process itself. A footprint states the share of them. */
const data = optional(oneOf(['primary', 'secondary']));

const product = document(
  'product',
  { productId: phrase, name: phrase, companyId: optional(phrase) },
  { words: { en: 'products', 'zh-CN': '产品' }, found: ['productId'], subject: 'productId' },
);

/**
 * An amount of a product or waste that enters or leaves a unit process. A process makes its products, and treats its incoming waste. An `avoided`
 * one takes the place of what another process would make or treat.
 */
const processExchange = quantity(
  'process-exchange',
  {
    process: name,
    product: name,
    direction: oneOf(['input', 'output']),
    kind: optional(oneOf(['product', 'waste', 'avoided'])),
    /** The process that makes or treats it, where several do. */
    provider: optional(name),
    /** Its part of the inputs and emissions of a process with several products, where the parts are declared. */
    allocation: optional(share),
    module,
  },
  {
    words: { en: 'inputs and outputs of processes', 'zh-CN': '过程的投入与产出' },
    role: 'cell',
    units: ['*'],
    period: 'optional',
    found: ['process', 'product', 'direction', 'kind', 'provider', 'module'],
    subject: 'process',
  },
);

/** What a process emits to nature, or takes from it. CO2 in the compartment `resource` is taken from the air. */
const elementaryFlow = quantity(
  'elementary-flow',
  {
    process: name,
    flow: name,
    compartment,
    geography: optional(area),
    /** The set of potentials of an amount in CO2e. */
    gwpSet: optional(gwpSetName),
    /** Of land use: `indirect` is in no total; `conversion` is the whole emission of a direct change, and each year takes a part of it. */
    landUse: optional(oneOf(['direct', 'indirect', 'conversion'])),
    data,
    module,
  },
  {
    words: { en: 'elementary flows', 'zh-CN': '基本流' },
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'optional',
    found: ['process', 'flow', 'compartment', 'geography', 'origin', 'landUse', 'module'],
    subject: 'process',
  },
);

/** A figure of another result, such as the CO2 of a plant, that is an elementary flow of a process. */
const processFigure = document(
  'process-figure',
  { process: name, figure: phrase, compartment, origin: optional(origin), data, module },
  {
    words: { en: 'results as processes', 'zh-CN': '作为过程的结果' },
    found: ['process', 'figure'],
    subject: 'process',
  },
);

/**
 * A matrix of a document. Columns are processes. Rows of A are products: what a process makes is positive, and what it takes negative. Rows of
 * B are elementary flows. Amounts are per run of the process.
 */
const processMatrix = document(
  'process-matrix',
  {
    matrix: oneOf(['A', 'B']),
    mediaType,
    size,
    sha256,
    shape: pairOf(integer(1)),
    /** The UCUM unit of each row, in the same order. */
    units: listOf(text(64)),
    /** Of B: the flow that each row is. */
    flows: optional(
      listOf(objectOf({ flow: name, compartment, geography: optional(area), origin: optional(origin) })),
    ),
  },
  { words: { en: 'matrices of processes', 'zh-CN': '过程矩阵' }, found: ['matrix'], subject: 'matrix' },
);

/** What a product has per unit of its amount: its mass, energy or price, by which processes are allocated, or its carbon. */
const productProperty = quantity(
  'product-property',
  {
    product: name,
    property: oneOf(['mass', 'energy', 'price', 'biogenic-carbon', 'fossil-carbon']),
    year,
    geography: optional(area),
  },
  {
    words: { en: 'properties of products', 'zh-CN': '产品属性' },
    role: 'factor',
    units: ['*'],
    period: 'optional',
    found: ['product', 'property', 'geography'],
    subject: 'product',
  },
);

/** What one unit of an elementary flow counts in a category of impact, such as acidification. */
const characterisationFactor = quantity(
  'characterisation-factor',
  { category: name, flow: name, compartment, geography: optional(area), year },
  {
    words: { en: 'characterisation factors', 'zh-CN': '特征化因子' },
    role: 'factor',
    units: ['*'],
    signed: true,
    period: 'optional',
    found: ['category', 'flow', 'compartment', 'geography', 'origin'],
    subject: 'category',
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

/** D6: products, the processes that make them, how their flows count, and their footprints. */
export const PRODUCT_ROWS = [
  product,
  processExchange,
  elementaryFlow,
  processFigure,
  processMatrix,
  productProperty,
  characterisationFactor,
  productFootprint,
] as const;
