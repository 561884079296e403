import { ACTIVITY_ROWS } from './activity.ts';
import { FUEL_ROWS } from './fuel.ts';
import { COGENERATION_ROWS } from './cogeneration.ts';
import { DECAY_ROWS } from './decay.ts';
import { FACTOR_ROWS } from './factor.ts';
import { FINANCE_ROWS } from './finance.ts';
import { METER_ROWS } from './meter.ts';
import { MRIO_ROWS } from './mrio.ts';
import { NATIONAL_ROWS } from './national.ts';
import { NATURAL_ROWS } from './natural.ts';
import { POWER_ROWS } from './power.ts';
import { PLANT_ROWS } from './plant.ts';
import { PRODUCT_ROWS } from './product.ts';
import { PUBLISHED_ROWS } from './published.ts';
import { QUANTITY_ROWS } from './quantity.ts';
import { RECORD_ROWS, REGISTRY_ROWS } from './registry.ts';
import type { RowTypeOf } from './row-type.ts';
import { tableReading } from './table-reading.ts';
import { TRADE_ROWS } from './trade.ts';

/** All row types of the eight datasets, each once. */
export const ROW_TYPES = [
  ...ACTIVITY_ROWS,
  ...FUEL_ROWS,
  ...FACTOR_ROWS,
  ...FINANCE_ROWS,
  ...COGENERATION_ROWS,
  ...PLANT_ROWS,
  ...METER_ROWS,
  ...QUANTITY_ROWS,
  ...POWER_ROWS,
  ...MRIO_ROWS,
  tableReading,
  ...TRADE_ROWS,
  ...NATIONAL_ROWS,
  ...PUBLISHED_ROWS,
  ...PRODUCT_ROWS,
  ...NATURAL_ROWS,
  ...DECAY_ROWS,
  ...REGISTRY_ROWS,
  ...RECORD_ROWS,
] as const;

const byName: ReadonlyMap<unknown, RowTypeOf> = new Map(ROW_TYPES.map((each) => [each.type, each]));

/** Returns the declaration of a row type by its name, or undefined. */
export function findRowType(type: unknown): RowTypeOf | undefined {
  return byName.get(type);
}
