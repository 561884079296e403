import * as z from 'zod';
import { place, segment } from '../rows/row-detail.ts';

const text = z.string().min(1).max(256);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 of 64 lower-case hex digits');
const size = z.int().min(0);
const mediaType = z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'expected a media type such as text/csv');
const identifier = z.string().min(3).max(128);
const region = segment;
const sector = segment;

/** Where a dataset comes from: the document, its provider and licence. It has no quantity. */
export const source = z.object({
  row: z.literal('source'),
  dataset: z.string().min(1),
  title: text,
  provider: text,
  licence: text,
  url: z.url().optional(),
  published: text.optional(),
  mediaType,
  size,
  sha256,
});

/** How several versions were fused into one: the rule, the source records, and their conflicts. */
export const fusion = z.object({
  row: z.literal('fusion'),
  rule: text,
  sources: z.array(z.string().regex(/^0x[0-9a-f]{64}$/, 'expected a record id: 0x and 64 hex digits')).min(2),
  conflicts: z.array(z.object({ key: z.string(), taken: z.string(), passed: z.string(), why: z.string() })),
});

/** One cell of Z: sales of a sector in a region to another sector. */
const intermediateFlow = z.object({
  row: z.literal('intermediate-flow'),
  fromRegion: region,
  fromSector: sector,
  toRegion: region,
  toSector: sector,
});
/** One cell of Y: sales of a sector to final demand. */
const finalDemand = z.object({
  row: z.literal('final-demand'),
  fromRegion: region,
  fromSector: sector,
  toRegion: region,
  category: segment,
});
/** One cell of F: emissions or resource use of a sector. */
const sectorStressor = z.object({ row: z.literal('sector-stressor'), stressor: segment, region, sector });
/** One cell of F_Y: direct emissions of final demand. */
const demandStressor = z.object({
  row: z.literal('demand-stressor'),
  stressor: segment,
  region,
  category: segment,
});
/** A matrix that is too large for rows: one document, identified by its hash. */
const matrixDocument = z.object({
  row: z.literal('matrix-document'),
  matrix: z.enum(['Z', 'Y', 'F', 'F_Y']),
  mediaType,
  size,
  sha256,
  shape: z.tuple([z.int().positive(), z.int().positive()]),
  regions: z.array(region).min(1),
  sectors: z.array(sector).min(1),
  stressors: z.array(segment).default([]),
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency code of ISO 4217, such as EUR'),
});

/** Goods that cross a border, by HS or CN code, as one of the two countries reports them. */
const traded = {
  reporter: place,
  partner: place,
  classification: z.enum(['HS', 'CN']),
  code: z.string().regex(/^\d{2,10}$/, 'expected a code of 2 to 10 digits'),
  flow: z.enum(['import', 'export', 're-import', 're-export']),
};
const tradeQuantity = z.object({ row: z.literal('trade-quantity'), ...traded });
const tradeValue = z.object({ row: z.literal('trade-value'), ...traded });

const product = z.object({
  row: z.literal('product'),
  productId: text,
  name: text,
  companyId: text.optional(),
});
/** An amount of a product that is an input or an output of a unit process. */
const processExchange = z.object({
  row: z.literal('process-exchange'),
  process: segment,
  product: segment,
  direction: z.enum(['input', 'output']),
});
const elementaryFlow = z.object({
  row: z.literal('elementary-flow'),
  process: segment,
  flow: segment,
  compartment: z.enum(['air', 'water', 'soil', 'resource']),
});
/** One figure of a product footprint per declared unit, under its PACT attribute name. */
const productFootprint = z.object({
  row: z.literal('product-footprint'),
  productId: text,
  attribute: segment,
  geography: place.optional(),
});

const stratumArea = z.object({ row: z.literal('stratum-area'), stratum: segment, geography: place });
/** The carbon in one pool of a stratum at the valid time. Two of these give a stock difference. */
const carbonStock = z.object({
  row: z.literal('carbon-stock'),
  stratum: segment,
  pool: z.enum(['AB', 'BB', 'DW', 'LI', 'SO', 'HWP']),
  geography: place,
});

const entity = z.object({ row: z.literal('entity'), identifier, name: text, geography: place });
const facility = z.object({
  row: z.literal('facility'),
  facility: segment,
  entity: identifier,
  name: text,
  geography: place,
});
const methodEntry = z.object({
  row: z.literal('method'),
  method: z.string().regex(/^[a-z0-9-]+@\d+$/, 'expected id@version, such as scope2@2'),
  standard: text,
});
/** The meaning of a unit spelling: `factor` times a UCUM unit. */
const unitEntry = z.object({
  row: z.literal('unit'),
  spelling: z.string().min(1).max(64),
  factor: z.string().regex(/^(0|[1-9]\d*)(\.\d*[1-9])?$/, 'expected a decimal such as 29.3076'),
  unit: z.string().min(1).max(64),
});
const verifier = z.object({
  row: z.literal('verifier'),
  identifier,
  name: text,
  geography: place,
  accreditation: text.optional(),
});

/** Row types that datasets hold besides those that methods read (`row-detail.ts`). */
export const datasetDetail = z.discriminatedUnion('row', [
  source,
  fusion,
  intermediateFlow,
  finalDemand,
  sectorStressor,
  demandStressor,
  matrixDocument,
  tradeQuantity,
  tradeValue,
  product,
  processExchange,
  elementaryFlow,
  productFootprint,
  stratumArea,
  carbonStock,
  entity,
  facility,
  methodEntry,
  unitEntry,
  verifier,
]);

export type SourceDetail = z.infer<typeof source>;
export type FusionDetail = z.infer<typeof fusion>;
