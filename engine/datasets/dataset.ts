import type * as z from 'zod';
import { rowDetail, type RowType } from '../row-detail.ts';
import { datasetDetail } from './detail.ts';

/** Every type of row there is. */
export type DatasetRow = RowType | z.infer<typeof datasetDetail>['row'];

/** What a type of row is measured in, and what else must hold of it. */
export interface RowRule {
  /**
   * UCUM units of which one converts to the row's: `J`, `kg/J`; `kg/*` is a mass per anything, `*` anything, `{currency}` a
   * currency by ISO 4217 as `{USD}`. Null where the row is a document, with neither value nor unit.
   */
  readonly units: readonly string[] | null;
  /** Whether a row must say for which time it holds. */
  readonly period: 'wanted' | 'optional';
  /** Members by which a row is found: two rows with the same type, valid time and these match equally. Null where rows are summed. */
  readonly found: readonly string[] | null;
  /** Negative values are allowed. */
  readonly signed?: true;
  /** The most that the value can be, in the unit 1. */
  readonly most?: string;
}

const MASS_OR_ENERGY = ['kg', 'J'];
const PER_ENERGY = ['kg/J'];

function activity(units: readonly string[]): RowRule {
  return { units, period: 'wanted', found: null };
}
function factor(units: readonly string[], found: readonly string[], more: Partial<RowRule> = {}): RowRule {
  return { units, period: 'optional', found, ...more };
}
function cell(units: readonly string[], found: readonly string[], more: Partial<RowRule> = {}): RowRule {
  return { units, period: 'wanted', found, ...more };
}
function document(found: readonly string[] | null = null): RowRule {
  return { units: null, period: 'optional', found };
}

const TRADED = ['reporter', 'partner', 'classification', 'code', 'flow'];

/** The rule of each type of row. */
export const ROW_RULES: Readonly<Record<DatasetRow, RowRule>> = {
  'fuel-use': activity(['kg', 'm3', 'J']),
  'refrigerant-leak': activity(['kg']),
  'electricity-use': activity(['J']),
  'process-activity': activity(['*']),
  'measured-emission': activity(['kg']),
  'value-chain-activity': activity(['*']),
  instrument: cell(['J'], ['id']),
  goods: activity(MASS_OR_ENERGY),
  'attributed-emissions': activity(['kg']),
  precursor: activity(MASS_OR_ENERGY),
  'solution-use': activity(['*']),
  'net-calorific-value': factor(['J/kg', 'J/m3'], ['fuel', 'geography']),
  'carbon-content': factor(['kg/J', 'kg/kg'], ['fuel', 'geography']),
  oxidation: factor(['1'], ['fuel', 'geography'], { most: '1' }),
  'emission-factor': factor(['kg/J', 'kg/kg', 'kg/m3'], ['fuel', 'gas', 'basis', 'origin', 'geography']),
  'process-factor': factor(['kg/*'], ['process', 'gas', 'geography']),
  'activity-factor': factor(['kg/*'], ['item', 'basis', 'gases', 'gwpSet', 'geography']),
  gwp: factor(['kg/kg'], ['gas', 'gwpSet', 'horizon']),
  'grid-factor': cell(PER_ENERGY, ['mix', 'grid', 'basis', 'gases', 'gwpSet', 'geography']),
  'embedded-emissions': factor(['kg/kg', 'kg/J'], ['good', 'account', 'determination', 'geography']),
  'solution-factor': factor(['kg/*'], ['solution', 'role', 'gases', 'gwpSet', 'geography']),
  'solution-lifetime': factor(['s'], ['solution', 'geography']),
  'intermediate-flow': cell(['{currency}'], ['fromRegion', 'fromSector', 'toRegion', 'toSector'], {
    signed: true,
  }),
  'final-demand': cell(['{currency}'], ['fromRegion', 'fromSector', 'toRegion', 'category'], {
    signed: true,
  }),
  'sector-stressor': cell(['*'], ['stressor', 'region', 'sector'], { signed: true }),
  'demand-stressor': cell(['*'], ['stressor', 'region', 'category'], { signed: true }),
  'matrix-document': document(['matrix']),
  'trade-quantity': cell(['*'], TRADED),
  'trade-value': cell(['{currency}'], TRADED),
  product: document(['productId']),
  'process-exchange': factor(['*'], ['process', 'product', 'direction']),
  'elementary-flow': factor(['*'], ['process', 'flow', 'compartment'], { signed: true }),
  'product-footprint': cell(['*'], ['productId', 'attribute', 'geography'], { signed: true }),
  'stratum-area': cell(['m2'], ['stratum', 'geography']),
  'carbon-stock': cell(['kg'], ['stratum', 'pool', 'geography']),
  entity: document(['identifier']),
  facility: document(['facility']),
  method: document(['method']),
  unit: document(['spelling']),
  verifier: document(['identifier']),
  source: document(),
  fusion: document(),
};

/** The schema of each type's detail. */
export const ROW_SCHEMAS: ReadonlyMap<string, z.ZodObject> = new Map(
  [...rowDetail.options, ...datasetDetail.options].map((schema) => [schema.shape.row.value, schema]),
);

/** Types of rows that any dataset may hold. */
const COMMON = ['source', 'fusion'] as const;

/** The eight datasets: name → its number, what it is, and the types of rows that it holds beside `source` and `fusion`. */
export const DATASETS = {
  activity: dataset('D1', 'what was done: fuels, leaks, electricity, processes, goods', [
    'fuel-use',
    'refrigerant-leak',
    'electricity-use',
    'process-activity',
    'measured-emission',
    'value-chain-activity',
    'instrument',
    'goods',
    'attributed-emissions',
    'precursor',
    'solution-use',
    'net-calorific-value',
    'carbon-content',
    'oxidation',
  ]),
  factor: dataset('D2', 'emissions per amount of what is done', [
    'net-calorific-value',
    'carbon-content',
    'oxidation',
    'emission-factor',
    'process-factor',
    'activity-factor',
    'embedded-emissions',
    'solution-factor',
    'solution-lifetime',
  ]),
  power: dataset('D3', 'electricity: factors of grids, and instruments', ['grid-factor', 'instrument']),
  mrio: dataset('D4', 'tables of regions and sectors: Z, Y, F, F_Y', [
    'intermediate-flow',
    'final-demand',
    'sector-stressor',
    'demand-stressor',
    'matrix-document',
  ]),
  trade: dataset('D5', 'goods that cross borders', ['trade-quantity', 'trade-value']),
  product: dataset('D6', 'products, the processes that make them, and their footprints', [
    'product',
    'process-exchange',
    'elementary-flow',
    'product-footprint',
  ]),
  natural: dataset('D7', 'land and the carbon in it', ['stratum-area', 'carbon-stock']),
  registry: dataset('D8', 'entities, facilities, methods, GWP sets, units, verifiers', [
    'entity',
    'facility',
    'method',
    'gwp',
    'unit',
    'verifier',
  ]),
} as const;

export type DatasetName = keyof typeof DATASETS;

/** A dataset as it is listed. */
export interface Dataset {
  readonly number: string;
  readonly meaning: string;
  readonly rows: readonly DatasetRow[];
}

function dataset(number: string, meaning: string, rows: readonly DatasetRow[]): Dataset {
  return { number, meaning, rows: [...rows, ...COMMON] };
}
