import { parseUnit, type Unit } from './unit.ts';

/** A sample of a unit → what it measures, in words, with units that people write. */
const MEANINGS: Readonly<Record<string, string>> = {
  kg: 'a mass, such as t',
  m3: 'a volume, such as m3 or L',
  J: 'an energy, such as MW.h or GJ',
  'J/kg': 'an energy per mass, such as TJ/Gg',
  'J/m3': 'an energy per volume, such as MJ/m3',
  'kg/m3': 'a mass per volume, such as kg/L',
  'kg/J': 'a mass per energy, such as kg{CO2}/TJ',
  'kg/kg': 'a mass per mass, such as kg{CO2}/t',
  'kg/*': 'a mass per unit of an activity, such as kg{CO2e}/km',
  '1': 'a share, in 1 or %',
  s: 'a time, such as a',
  m2: 'an area, such as har',
  '{currency}': 'a currency, such as {EUR}',
};

/** Returns what units are expected, in words: `a mass, such as t; or an energy, such as MW.h or GJ`. */
export function describeSamples(samples: readonly string[]): string {
  return samples.map((sample) => MEANINGS[sample] ?? `a unit that converts to ${sample}`).join('; or ');
}

/** Quantities of a fuel that each of these factors converts into one another. */
const BRIDGES: readonly (readonly [one: string, other: string, factor: string])[] = [
  ['kg', 'm3', 'density'],
  ['kg', 'J', 'net-calorific-value'],
  ['m3', 'J', 'net-calorific-value'],
];

/**
 * Returns what to do about a quantity in one unit where another is needed: which row converts a mass, volume and energy of a fuel, or
 * per what to give a factor. The units must not convert.
 */
export function adviseUnit(unit: Unit, needed: Unit): string {
  const [over, under] = partsOf(unit);
  const [neededOver, neededUnder] = partsOf(needed);
  if (under === null && neededUnder !== null)
    return `give it per unit of activity, in a unit that converts to ${needed.text}`;
  if (under !== null && neededUnder === null)
    return `give the amount itself, in a unit that converts to ${needed.text}`;
  if (under === null || neededUnder === null) return adviseAmount(unit, needed);
  if (!isSame(over, neededOver)) return `give it in a unit that converts to ${needed.text}`;
  const bridge = findBridge(under, neededUnder);
  if (bridge === null) return `give it per ${neededUnder.text}, as in ${needed.text}`;
  return `give it in a unit that converts to ${needed.text}, or add a row ${bridge} of the fuel and a factor per ${neededUnder.text}`;
}

function adviseAmount(unit: Unit, needed: Unit): string {
  const bridge = findBridge(unit, needed);
  if (bridge !== null) return `add a row ${bridge} of the fuel, or give the amount in ${needed.text}`;
  if (isSame(unit, parseUnit('W')) && isSame(needed, parseUnit('J')))
    return `a power is not an energy: multiply it by its hours, in ${needed.text}`;
  return `give the amount in a unit that converts to ${needed.text}`;
}

function findBridge(one: Unit, other: Unit): string | null {
  const found = BRIDGES.find(([a, b]) => {
    const [left, right] = [parseUnit(a), parseUnit(b)];
    return (isSame(one, left) && isSame(other, right)) || (isSame(one, right) && isSame(other, left));
  });
  return found?.[2] ?? null;
}

/** Returns numerator and denominator of a unit; the latter is null where there is none. */
function partsOf({ text }: Unit): readonly [Unit, Unit | null] {
  const [over = '', under] = text.split('/');
  return [parseUnit(over), under === undefined ? null : parseUnit(under.replace(/^\((.*)\)$/, '$1'))];
}

function isSame(one: Unit, other: Unit): boolean {
  return one.dimension === other.dimension;
}
