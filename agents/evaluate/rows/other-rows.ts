import { ALWAYS, entry, type More, type Period, type Row } from './entries.ts';

/** Returns the area of a stratum in years. */
export function area(stratum: string, land: string, hectares: string, when: Period, more: More = {}): Row {
  const detail = { row: 'stratum-area', stratum, land, geography: 'DE', ...more };
  return entry(`area/${stratum}/${when.from}`, hectares, 'har', detail, when);
}

/** Returns a value of a table about land. */
export function landFactor(name: string, of: string, value: string, unit: string): Row {
  return entry(
    `factor/${name}/${of}/`,
    value,
    unit,
    { row: 'land-factor', factor: name, of, year: 2006 },
    ALWAYS,
  );
}

/** Returns electricity of a place, and factors of its average and its residual mix. */
export function power(key: string, value: string, geography: string): Row[] {
  const factor = (mix: string, tonnes: string): Row =>
    entry(`${geography}/${mix}`, tonnes, 't{CO2}/MW.h', {
      ...{ row: 'grid-factor', mix, grid: 'national', gases: ['CO2'], basis: 'generation', year: 2023 },
      geography,
    });
  const detail = { row: 'electricity-use', category: 'purchased electricity', geography };
  return [entry(key, value, 'MW.h', detail), factor('average', '0.4'), factor('residual', '0.6')];
}

/** Returns an emission that a meter in a stack measured. */
export function measured(value: string, geography: string): Row {
  const detail = { row: 'measured-emission', gas: 'CO2', source: 'works', category: '2.C.1', geography };
  return entry('stack', value, 't{CO2}', detail);
}

/** Returns a use of an item of the value chain. */
export function use(key: string, tonnes: string, more: More): Row {
  const detail = { row: 'value-chain-activity', item: 'a', category: '3.1', basis: 'life-cycle' };
  return entry(key, tonnes, 't', { ...detail, geography: 'DE', ...more });
}

/** The factor of that item: a tonne a tonne. */
export const FACTOR_OF_USE = entry(
  'factor/a',
  '1',
  't{CO2e}/t',
  {
    ...{ row: 'activity-factor', item: 'a', gases: ['CO2e'], gwpSet: 'AR5', basis: 'life-cycle', year: 2023 },
  },
  ALWAYS,
);

/** States that a value has a normal distribution with this relative standard deviation. */
export const normal = (standardDeviation: string): More => ({
  uncertainty: { distribution: 'normal', standardDeviation },
});
