import fc from 'fast-check';
import { entry, type TestEntry } from '../dataset.ts';

const PLACE = { category: '2.C.1', geography: 'DE' };

/** Returns a stream: `coke: oven > furnace`, an empty end is the border of the plant. It is its key too. */
export function stream(flow: string, value: string, more: object = {}, unit = 't'): TestEntry {
  const [material = '', ends = ''] = flow.split(': ');
  const [fromUnit = '', toUnit = ''] = ends.split('>').map((end) => end.trim());
  return entry(flow, value, unit, {
    ...{ row: 'plant-stream', plant: 'works', material, ...PLACE },
    ...(fromUnit === '' ? {} : { fromUnit }),
    ...(toUnit === '' ? {} : { toUnit }),
    ...more,
  });
}

/** Returns the carbon content of a material. */
export function carbon(fuel: string, value: string, more: object = {}, unit = 'kg/kg'): TestEntry {
  return entry(`${fuel}/carbon`, value, unit, { row: 'carbon-content', fuel, year: 2023, ...more });
}

/** Returns another property of a material. */
export function property(
  row: string,
  fuel: string,
  value: string,
  unit: string,
  more: object = {},
): TestEntry {
  return entry(`${fuel}/${row}`, value, unit, { row, fuel, year: 2023, ...more });
}

/** A plant that is right by construction, with what it emits as carbon. */
export interface RandomPlant {
  readonly rows: readonly TestEntry[];
  /** The keys of its streams. */
  readonly streams: readonly string[];
  /** The carbon of each unit that does not leave it in streams, in 10 kg. */
  readonly emitted: ReadonlyMap<string, number>;
  /** What enters the plant less what leaves it, in 10 kg of carbon. */
  readonly over: number;
}

const amount = fc.integer({ min: 1, max: 5000 });
const content = fc.integer({ min: 1, max: 95 });
const given = fc.array(
  fc.record({
    bought: amount,
    content,
    burned: fc.option(fc.record({ amount, content })),
    /** To which other unit a part of the carbon goes, also back to an earlier one. */
    to: fc.option(fc.nat({ max: 6 })),
    /** The share of the carbon that leaves the unit, in per cent: to the other unit, and out of the plant. */
    passed: fc.nat({ max: 50 }),
    sold: fc.nat({ max: 50 }),
    made: content,
  }),
  { minLength: 1, maxLength: 6 },
);

/**
 * Plants whose units buy, burn, pass on and sell carbon, in masses of whole tonnes and contents of whole per cent. What a unit passes on is at
 * most the carbon that it buys, so no unit makes carbon, whatever loops there are.
 */
export const plantArbitrary: fc.Arbitrary<RandomPlant> = given.map((units) => {
  const rows: TestEntry[] = [];
  const [emitted, streams] = [new Map<string, number>(), [] as string[]];
  let over = 0;
  const give = (unit: string, carbonMass: number): unknown =>
    emitted.set(unit, (emitted.get(unit) ?? 0) + carbonMass);
  const flow = (name: string, mass: number, of: number, more: object = {}): number => {
    const [material = ''] = name.split(': ');
    rows.push(stream(name, String(mass), more), carbon(material, String(of / 100)));
    streams.push(name);
    return mass * of;
  };
  units.forEach(({ bought, content: of, burned, to, passed, sold, made }, index) => {
    const unit = `unit-${index}`;
    const pool = flow(`ore-${index}: > ${unit}`, bought, of);
    give(unit, pool);
    over += pool;
    if (burned !== null) {
      const fuel = `fuel-${index}`;
      const own = flow(`${fuel}: > ${unit}`, burned.amount, burned.content, { treatment: 'combustion' });
      rows.push(property('oxidation', fuel, '1', '1'));
      give(unit, own);
      over += own;
    }
    const massOf = (share: number): number => Math.floor((pool * share) / 100 / made);
    const other = to === null ? index : to % units.length;
    if (other !== index && massOf(passed) > 0) {
      const own = flow(`gas-${index}: ${unit} > unit-${other}`, massOf(passed), made);
      give(unit, -own);
      give(`unit-${other}`, own);
    }
    if (massOf(sold) > 0) {
      const own = flow(`good-${index}: ${unit} >`, massOf(sold), made);
      give(unit, -own);
      over -= own;
    }
  });
  return { rows, streams, emitted, over };
});
