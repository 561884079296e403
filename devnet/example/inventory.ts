import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { entriesOfRun } from '../../client/records/result-entries.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { describeRun, runMethod, type RunDetail, type RunResult } from '../../engine/run.ts';
import type { Proxy } from '../../engine/factors/factor.ts';

/** The registered datasets of the example: record ids and entries. */
export interface InventoryDatasets {
  /** Version 1 or 2 of `grid-factors/cn`. */
  readonly gridFactors: InputRecord;
  readonly fuelDefaults: InputRecord;
  readonly gwps: InputRecord;
  readonly activity: InputRecord;
}

/** The inventory 2023: its figures, its entry `run`, and the records from which it was computed. */
export interface Inventory {
  readonly result: RunResult;
  readonly run: RunDetail;
  /** The figures and `run` (§10), still without salts. */
  readonly entries: readonly UnsaltedEntry[];
  /** Ids of the records used, ascending. They become the record's `sources` (§5). */
  readonly sources: readonly string[];
}

const METHOD = 'inventory@2';
const PARAMETERS = {
  period: { from: 1672531200, until: 1704067200 },
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  totals: { co2Only: 'list' },
  rounding: { mode: 'half-even', decimals: 6 },
} as const;
const PROXY_REASON = 'the 2023 factors are not published yet';

/**
 * Computes the inventory 2023 with the grid factors of 2022, declared as proxies. `digest` is the digest of the engine file, as
 * `0x` hex.
 */
export function computeFirstInventory(datasets: InventoryDatasets, digest: Hex): Inventory {
  const { record } = datasets.gridFactors;
  const proxies = ['CN/2022/average', 'CN/2022/residual'].map((key) => ({
    record,
    key,
    reason: PROXY_REASON,
  }));
  return computeInventory(datasets, digest, proxies);
}

/** Computes the restated inventory 2023 with the grid factors of 2023, without proxies. */
export function computeRestatedInventory(datasets: InventoryDatasets, digest: Hex): Inventory {
  return computeInventory(datasets, digest, []);
}

function computeInventory(datasets: InventoryDatasets, digest: Hex, proxies: readonly Proxy[]): Inventory {
  const { gridFactors, fuelDefaults, gwps, activity } = datasets;
  const parameters = { ...PARAMETERS, proxies };
  const result = runMethod(METHOD, [gridFactors, fuelDefaults, gwps, activity], parameters);
  const run = describeRun(METHOD, parameters, result, digest);
  const entries = entriesOfRun({ method: METHOD, parameters, result, digest });
  return { result, run, entries, sources: run.inputs.map(({ record }) => record) };
}
