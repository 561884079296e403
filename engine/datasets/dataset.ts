import type * as z from 'zod';
import { rowDetail, type RowType } from '../rows/row-detail.ts';
import { datasetDetail } from './detail.ts';

/** All row types. */
export type DatasetRow = RowType | z.infer<typeof datasetDetail>['row'];

/** The rules of a row type: its units, period, range and identifying members. */
export interface RowRule {
  /**
   * The unit of a row must convert to one of these UCUM units, such as `J` or `kg/J`. `*` is any unit, `kg/*` a mass per anything,
   * `{currency}` an ISO 4217 code such as `{USD}`. Null where the row is a document, with neither value nor unit.
   */
  readonly units: readonly string[] | null;
  /** Whether a row must state its valid time. */
  readonly period: 'required' | 'optional';
  /**
   * Members that identify a row: two rows with the same type, valid time and these members match equally. Null where rows are
   * summed.
   */
  readonly found: readonly string[] | null;
  /** Present when negative values are allowed. */
  readonly signed?: true;
  /** The largest allowed value, in the unit 1. */
  readonly most?: string;
}

const MASS_OR_ENERGY = ['kg', 'J'];
const PER_ENERGY = ['kg/J'];

function activity(units: readonly string[]): RowRule {
  return { units, period: 'required', found: null };
}
function factor(units: readonly string[], found: readonly string[], more: Partial<RowRule> = {}): RowRule {
  return { units, period: 'optional', found, ...more };
}
function cell(units: readonly string[], found: readonly string[], more: Partial<RowRule> = {}): RowRule {
  return { units, period: 'required', found, ...more };
}
function document(found: readonly string[] | null = null): RowRule {
  return { units: null, period: 'optional', found };
}

const TRADED = ['reporter', 'partner', 'classification', 'code', 'flow'];

/** The rules of each row type. */
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

/** The schema of the detail of each row type. */
export const ROW_SCHEMAS: ReadonlyMap<string, z.ZodObject> = new Map(
  [...rowDetail.options, ...datasetDetail.options].map((schema) => [schema.shape.row.value, schema]),
);

/** Row types that every dataset can hold. */
const COMMON = ['source', 'fusion'] as const;

/** The eight datasets: name → number, meaning, and the row types that it holds besides `source` and `fusion`. */
export const DATASETS = {
  activity: dataset('D1', 'activities: fuels, leaks, electricity, processes, goods', [
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
  factor: dataset('D2', 'emissions per amount of an activity', [
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
  power: dataset('D3', 'electricity: grid factors and instruments', ['grid-factor', 'instrument']),
  mrio: dataset('D4', 'input-output tables of regions and sectors: Z, Y, F, F_Y', [
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
  natural: dataset('D7', 'land, and the carbon stored in it', ['stratum-area', 'carbon-stock']),
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

/** One of the eight datasets. */
export interface Dataset {
  readonly number: string;
  readonly meaning: string;
  readonly rows: readonly DatasetRow[];
}

function dataset(number: string, meaning: string, rows: readonly DatasetRow[]): Dataset {
  return { number, meaning, rows: [...rows, ...COMMON] };
}
