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

const LESS_IRON = 'a tenth less hot metal is made';
const LESS_COKE = 'the blast furnace takes a tenth less coke';
/** Scrap takes the place of a tenth of the hot metal, and natural gas that of the waste gases that are then missing. */
const MORE_SCRAP = {
  name: 'more-scrap',
  changes: [
    { stream: { material: 'hot-metal' }, times: '0.9', reason: LESS_IRON },
    { stream: { material: 'coke', unit: 'blast-furnace' }, times: '0.9', reason: LESS_IRON },
    { stream: { material: 'injection-coal' }, times: '0.9', reason: LESS_IRON },
    { stream: { material: 'blast-furnace-gas' }, times: '0.9', reason: LESS_IRON },
    { stream: { material: 'coking-coal' }, times: '0.92', reason: LESS_COKE },
    { stream: { material: 'coke-oven-gas' }, times: '0.92', reason: LESS_COKE },
    { stream: { material: 'coal-tar' }, times: '0.92', reason: LESS_COKE },
    { key: 'stream/outside/converter/scrap', value: '190000', reason: 'scrap in place of hot metal' },
    {
      key: 'stream/outside/power-plant/natural-gas',
      value: '508',
      reason: 'natural gas in place of 180 TJ of blast furnace gas and 128 TJ of coke oven gas',
    },
  ],
};

/** The power plant captures 300,000 t of its CO2. */
const CAPTURE = {
  name: 'capture',
  changes: [
    {
      add: 'stream/power-plant/outside/CO2',
      value: '300000',
      unit: 't',
      detail: {
        ...{ row: 'plant-stream', plant: 'harbour', material: 'CO2', fromUnit: 'power-plant' },
        ...{ transfer: 'storage', category: '1.A.1.a', geography: 'CN', facility: 'works-2' },
      },
      reason: 'capture at the power plant, and storage',
    },
  ],
};

/** Its inventory has no electricity from outside. */
const GRIDS = { location: 'national', residual: 'national' } as const;

/** Computes the inventory of the steelworks, from the same streams. */
export function computeSteelworksInventory(datasets: SteelworksDatasets): Promise<ComputedResult> {
  const { materials, streams, gwps } = datasets;
  const asked = { ...COMMON, grids: GRIDS, plantRules: 'ipcc-2006', totals: { co2Only: 'list' } };
  return computeResult('inventory@2', [streams, materials, gwps], asked);
}

/** Computes the embedded emissions of what the steelworks makes, from the same streams, rows of its goods, and the constants of CBAM. */
export function computeSteelworksGoods(
  { materials, streams, gwps }: SteelworksDatasets,
  { goods, constants }: Readonly<Record<'goods' | 'constants', InputRecord>>,
): Promise<ComputedResult> {
  const asked = { ...COMMON, plantRules: 'ipcc-2006' };
  return computeResult('cbam@2', [streams, materials, goods, constants, gwps], asked);
}

/** Computes what each unit of the steelworks emits, its carbon balance, and both in two scenarios. */
export function computeSteelworks({ materials, streams, gwps }: SteelworksDatasets): Promise<ComputedResult> {
  return computeResult('plant@1', [streams, materials, gwps], {
    ...COMMON,
    scenarios: [MORE_SCRAP, CAPTURE],
  });
}
