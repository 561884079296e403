import type { InputRecord } from '../../engine/rows/input.ts';
import type { Proxy } from '../../engine/factors/factor.ts';
import { type ComputedResult, computeResult } from './computed-result.ts';

/** The registered datasets of the example: record ids and entries. */
export interface InventoryDatasets {
  /** Version 1 or 2 of `grid-factors/cn`. */
  readonly gridFactors: InputRecord;
  readonly fuelDefaults: InputRecord;
  readonly gwps: InputRecord;
  readonly activity: InputRecord;
}

const PARAMETERS = {
  period: { from: 1672531200, until: 1704067200 },
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  entities: ['lei:0000EXAMPLESTEEL0025'],
  totals: { co2Only: 'list' },
  rounding: { mode: 'half-even', decimals: 6 },
} as const;
const PROXY_REASON = 'the 2023 factors are not published yet';

/** Computes the inventory 2023 with the grid factors of 2022, declared as proxies. */
export function computeFirstInventory(datasets: InventoryDatasets): Promise<ComputedResult> {
  const { record } = datasets.gridFactors;
  const proxies = ['CN/2022/average', 'CN/2022/residual'].map((key) => ({
    record,
    key,
    reason: PROXY_REASON,
  }));
  return computeInventory(datasets, proxies);
}

/** Computes the restated inventory 2023 with the grid factors of 2023, without proxies. */
export function computeRestatedInventory(datasets: InventoryDatasets): Promise<ComputedResult> {
  return computeInventory(datasets, []);
}

function computeInventory(
  { gridFactors, fuelDefaults, gwps, activity }: InventoryDatasets,
  proxies: readonly Proxy[],
): Promise<ComputedResult> {
  const inputs = [gridFactors, fuelDefaults, gwps, activity];
  return computeResult('inventory@2', inputs, { ...PARAMETERS, proxies });
}
