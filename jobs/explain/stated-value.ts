import * as z from 'zod';
import { openSpread, type StatedValue } from '../../engine/figures/distribution.ts';
import { COMMON } from '../../engine/rows/types/common.ts';

const detailSchema = z.looseObject({ uncertainty: COMMON.uncertainty.schema.unwrap() });

/** Returns what the value of a row is in the distribution that its detail states; null where it states none that can be read. */
export function readStatedValue(detail: unknown): StatedValue | null {
  const { data } = detailSchema.safeParse(detail);
  return data === undefined ? null : openSpread(data.uncertainty).states;
}
