import { entry, type More, type Row } from './entries.ts';

/** Returns a stream: `coke: oven > furnace`, an empty end is the border of the plant. It is its key too. */
export function stream(flow: string, value: string, more: More = {}): Row {
  const [material = '', ends = ''] = flow.split(': ');
  const [fromUnit = '', toUnit = ''] = ends.split('>').map((end) => end.trim());
  return entry(flow, value, 't', {
    ...{ row: 'plant-stream', plant: 'works', material, category: '2.C.1', geography: 'DE' },
    ...(fromUnit === '' ? {} : { fromUnit }),
    ...(toUnit === '' ? {} : { toUnit }),
    ...more,
  });
}

/** Returns the carbon content of a material. */
export function carbon(fuel: string, value: string, more: More = {}): Row {
  return entry(`${fuel}/carbon`, value, 'kg/kg', { row: 'carbon-content', fuel, year: 2023, ...more });
}

/** Returns another property of a material. */
export function property(row: string, fuel: string, value: string, unit: string): Row {
  return entry(`${fuel}/${row}`, value, unit, { row, fuel, year: 2023 });
}
