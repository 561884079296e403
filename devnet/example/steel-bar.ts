import type { InputRecord } from '../../engine/rows/input.ts';
import { type ComputedResult, computeResult } from './computed-result.ts';

/** What the life cycle of a steel bar is computed from: record ids and entries. */
export interface BarInputs {
  /** The result of the steelworks: what its units emit. */
  readonly steelworks: InputRecord;
  readonly bar: InputRecord;
  readonly processes: InputRecord;
  readonly gwps: InputRecord;
}

const COMMON = {
  ...{ period: { from: 1704067200, until: 1735689600 }, gwpSet: 'AR6' },
  rounding: { mode: 'half-even', decimals: 6 },
} as const;

/** Waste gases leave their units without inputs and emissions: who burns them emits. What rows declare is for these units, mass for the refinery. */
const ALLOCATION = {
  allocation: 'mass',
  processes: ['coke-oven', 'blast-furnace', 'converter'].map((process) => ({
    process,
    allocation: 'declared',
  })),
} as const;

/** Computes what a tonne of steel bar emits from cradle to gate. */
export function computeBarCycle({ steelworks, bar, processes, gwps }: BarInputs): Promise<ComputedResult> {
  return computeResult('life-cycle@1', [steelworks, bar, processes, gwps], {
    ...COMMON,
    ...ALLOCATION,
    functionalUnits: [
      { name: 'bar', product: 'steel-bar', amount: '1', unit: 't', boundary: 'cradle-to-gate' },
    ],
    cutOff: ['scrap'],
    withoutProcess: 'leave-out',
    show: ['processes'],
    most: 5,
  });
}

/** Computes the footprint of a tonne of steel bar from its life cycle, as it is exchanged. */
export function computeBarFootprint(
  cycle: InputRecord,
  { bar, constants }: Readonly<Record<'bar' | 'constants', InputRecord>>,
): Promise<ComputedResult> {
  return computeResult('footprint@1', [cycle, bar, constants], {
    ...COMMON,
    products: [
      {
        product: 'steel-bar',
        declaredUnit: { amount: '1', unit: 't' },
        lifeCycle: { unit: 'bar', amount: '1' },
      },
    ],
  });
}
