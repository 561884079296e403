import type { RowType } from '../rows/row-detail.ts';
import { ACTIVITY_ROWS, instrument } from '../rows/types/activity.ts';
import { FUEL_ROWS } from '../rows/types/fuel.ts';
import { COGENERATION_ROWS } from '../rows/types/cogeneration.ts';
import { DECAY_ROWS } from '../rows/types/decay.ts';
import { FACTOR_ROWS } from '../rows/types/factor.ts';
import { FINANCE_ROWS } from '../rows/types/finance.ts';
import { METER_ROWS } from '../rows/types/meter.ts';
import { MRIO_ROWS } from '../rows/types/mrio.ts';
import { NATIONAL_ROWS } from '../rows/types/national.ts';
import { NATURAL_ROWS } from '../rows/types/natural.ts';
import { POWER_ROWS } from '../rows/types/power.ts';
import { PLANT_ROWS } from '../rows/types/plant.ts';
import { PRODUCT_ROWS } from '../rows/types/product.ts';
import { PUBLISHED_ROWS } from '../rows/types/published.ts';
import { QUANTITY_ROWS } from '../rows/types/quantity.ts';
import { RECORD_ROWS, REGISTRY_ROWS } from '../rows/types/registry.ts';
import type { RowTypeOf } from '../rows/types/row-type.ts';
import { tableReading } from '../rows/types/table-reading.ts';
import { TRADE_ROWS } from '../rows/types/trade.ts';

/** The eight datasets: name → number, meaning, and the row types that it holds besides `source` and `fusion`. */
export const DATASETS = {
  activity: dataset(
    'D1',
    'activities: fuels, leaks, electricity, processes, plants, goods, financing, measured quantities',
    [
      ...[...ACTIVITY_ROWS, ...FUEL_ROWS, ...FINANCE_ROWS, ...COGENERATION_ROWS, ...PLANT_ROWS],
      ...[...METER_ROWS, ...QUANTITY_ROWS],
    ],
  ),
  factor: dataset('D2', 'emissions per amount of an activity', [...FUEL_ROWS, ...FACTOR_ROWS]),
  power: dataset('D3', 'electricity: grid factors, grids, markets and instruments', [
    ...POWER_ROWS,
    instrument,
  ]),
  mrio: dataset('D4', 'input-output tables of regions and sectors: Z, Y, F, F_Y', [
    ...MRIO_ROWS,
    tableReading,
  ]),
  trade: dataset(
    'D5',
    'goods that cross borders, emissions of countries with and without them, and what others published',
    [...TRADE_ROWS, ...NATIONAL_ROWS, ...PUBLISHED_ROWS],
  ),
  product: dataset('D6', 'products, the processes that make them, and their footprints', PRODUCT_ROWS),
  natural: dataset('D7', 'land, wood products and landfills, and the carbon stored in them', [
    ...NATURAL_ROWS,
    ...DECAY_ROWS,
  ]),
  registry: dataset(
    'D8',
    'entities, facilities, methods, GWP sets, constants, units, verifiers, goods by regulation',
    REGISTRY_ROWS,
  ),
} as const;

export type DatasetName = keyof typeof DATASETS;

/** One of the eight datasets. */
export interface Dataset {
  readonly number: string;
  readonly meaning: string;
  readonly rows: readonly RowType[];
}

function dataset(number: string, meaning: string, rows: readonly RowTypeOf[]): Dataset {
  return { number, meaning, rows: [...rows, ...RECORD_ROWS].map(({ type }) => type as RowType) };
}
