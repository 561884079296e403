import * as z from 'zod';
import { BadInput } from '../../core/errors.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { spreadOfRow, type StatedValue } from '../../engine/figures/distribution.ts';
import { parseAmount } from '../../engine/quantities/decimal.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';
import { COMMON } from '../../engine/rows/types/common.ts';

const detailSchema = z.looseObject({ uncertainty: COMMON.uncertainty.schema.unwrap() });

/** A row as its record has it. */
type StatedRow = Pick<UnsaltedEntry, 'key' | 'value' | 'unit'> & { readonly detail: unknown };

/** Returns what the value of a row is in the distribution that its detail states; null where it states none that can be read. */
export function readStatedValue({ key, value, unit, detail }: StatedRow): StatedValue | null {
  const { data } = detailSchema.safeParse(detail);
  if (value === null || data === undefined) return null;
  try {
    const row = { record: '', key, amount: parseAmount(value), unit: parseUnit(unit) };
    return spreadOfRow(row, data.uncertainty)?.states ?? null;
  } catch (error) {
    if (error instanceof EngineError || error instanceof BadInput) return null;
    throw error;
  }
}
