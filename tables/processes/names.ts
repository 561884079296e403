import { keccakHex } from '../../core/hashing/keccak.ts';
import { canonicalGas } from '../../engine/factors/gas-names.ts';
import { tidyName } from '../../engine/rows/spelling.ts';
import type { Named } from './inventory.ts';

/** The longest name of a row. */
const LONGEST = 64;

/**
 * Returns a name in the letters that rows have: small ones, digits and hyphens. Empty if nothing is left.
 * @example
 * spellName('Carbon dioxide, fossil ') // → 'carbon-dioxide-fossil'
 */
export function spellName(text: string): string {
  return tidyName(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._@+%()]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** Returns the name of an elementary flow. A gas whose name ends with its number has this: `Ethane, 1,1,1,2-tetrafluoro-, HFC-134a`. */
export function nameFlow(text: string): string {
  const last = spellName(text.split(',').at(-1)!);
  if (canonicalGas(last) !== last) return last;
  const name = spellName(text);
  return name === '' || name.length > LONGEST ? shorten(name, text) : name;
}

/** Returns a name for each thing, unique among them: what it is called, else with the word that tells it apart, else with a part of the hash of its id. */
export function nameAll(things: readonly Named[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const candidates = [
    ({ name }: Named) => spellName(name),
    ({ name, apart }: Named) => (apart === null ? '' : spellName(`${name}@${apart}`)),
  ];
  let left = things;
  const taken = new Set<string>();
  for (const spell of candidates) {
    const counts = Map.groupBy(left, spell);
    const isOwn = (each: Named): boolean => {
      const name = spell(each);
      return name !== '' && name.length <= LONGEST && counts.get(name)!.length === 1 && !taken.has(name);
    };
    for (const each of left) if (isOwn(each)) names.set(each.id, spell(each));
    for (const name of names.values()) taken.add(name);
    left = left.filter(({ id }) => !names.has(id));
  }
  for (const { id, name } of left) names.set(id, shorten(spellName(name), id));
  return names;
}

/** Returns the beginning of a name, and of the hash of what it names. */
function shorten(name: string, id: string): string {
  const mark = keccakHex(new TextEncoder().encode(id)).slice(2, 14);
  return name === '' ? mark : `${name.slice(0, LONGEST - 13).replace(/-+$/, '')}-${mark}`;
}
