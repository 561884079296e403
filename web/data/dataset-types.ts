import type { Entry } from '../../client/generated/openapi.ts';

/** The eight datasets and the types of rows that each holds, as `engine/datasets` has them. Rows about sources are in all. */
export const DATASET_ROWS = {
  activity: split(
    'fuel-use refrigerant-leak electricity-use heat-use process-activity measured-emission value-chain-activity instrument goods',
    'attributed-emissions precursor solution-use output',
    'net-calorific-value gross-calorific-value calorific-ratio density carbon-content oxidation',
  ),
  factor: split(
    'net-calorific-value gross-calorific-value calorific-ratio density carbon-content oxidation',
    'emission-factor process-factor activity-factor heat-factor blend-share embedded-emissions default-markup',
    'solution-factor solution-lifetime',
  ),
  power: split('grid-factor market-boundary grid-place instrument'),
  mrio: split(
    'intermediate-flow final-demand sector-stressor demand-stressor matrix-document industry-concordance table-reading',
  ),
  trade: split('trade-quantity trade-value national-emission'),
  product: split('product process-exchange elementary-flow product-footprint'),
  natural: split('stratum-area carbon-stock'),
  registry: split('entity facility method gwp unit verifier cbam-good'),
} as const;

/** One of the eight datasets. */
export type DatasetName = keyof typeof DATASET_ROWS;

const IN_ALL: ReadonlySet<string> = new Set(['source', 'fusion']);

/**
 * Returns which of the eight datasets entries are: the one that holds all types of their rows. Some types are in two datasets; entries of
 * such types alone are the later one. Null where the entries do not say so.
 */
export function datasetOf(entries: readonly Pick<Entry, 'detail'>[]): DatasetName | null {
  const types = new Set<string>();
  for (const { detail } of entries) {
    const type = detail?.['row'];
    if (typeof type !== 'string') return null;
    if (!IN_ALL.has(type)) types.add(type);
  }
  if (types.size === 0) return null;
  const names = Object.keys(DATASET_ROWS) as DatasetName[];
  return names.findLast((name) => types.isSubsetOf(DATASET_ROWS[name])) ?? null;
}

function split(...types: readonly string[]): ReadonlySet<string> {
  return new Set(types.flatMap((part) => part.split(' ')));
}
