import type { InputRecord } from '../../engine/rows/input.ts';
import { type ComputedResult, computeResult } from './computed-result.ts';

/** The registered datasets of the steelworks: record ids and entries. */
export interface SteelworksDatasets {
  readonly materials: InputRecord;
  readonly streams: InputRecord;
  readonly gwps: InputRecord;
}

const YEAR_2024 = { from: 1704067200, until: 1735689600 };
const COMMON = { period: YEAR_2024, gwpSet: 'AR5', rounding: { mode: 'half-even', decimals: 3 } } as const;

/** Computes what each unit of the steelworks emits, and its carbon balance. */
export function computeSteelworks({ materials, streams, gwps }: SteelworksDatasets): Promise<ComputedResult> {
  return computeResult('plant@1', [streams, materials, gwps], COMMON);
}
