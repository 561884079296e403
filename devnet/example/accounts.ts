import type { InputRecord } from '../../engine/rows/input.ts';
import { type ComputedResult, computeResult } from './computed-result.ts';

/** From the first day of the first year to the first day after the last one, in unix seconds. */
const CHINA_YEARS = { from: 631152000, until: 1672531200 };
const YEAR_2022 = { from: 1640995200, until: 1672531200 };

/** Computes production, net imports and consumption of China for each year that the dataset has. */
export function computeChina(dataset: InputRecord): Promise<ComputedResult> {
  const parameters = {
    period: CHINA_YEARS,
    rounding: { mode: 'half-even', decimals: 3 },
    mass: 'Mt',
  } as const;
  return computeResult('national-trade@1', [dataset], parameters);
}

/** Computes for whom the regions of the made table emit, and for whom they make steel, each figure with its interval. */
export function computeSteel(dataset: InputRecord): Promise<ComputedResult> {
  const parameters = {
    period: YEAR_2022,
    rounding: { mode: 'half-even', digits: 4 },
    mass: 'Mt',
    method: 'trade@1',
    parameters: { accounts: ['pba', 'cba', 'balance', 'flow'] },
    approach: 2,
    draws: 2000,
    contributions: 3,
  } as const;
  return computeResult('uncertainty@1', [dataset], parameters);
}
