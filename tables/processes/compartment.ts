import type { Compartment } from './inventory.ts';

const COMPARTMENTS: readonly (readonly [RegExp, Compartment])[] = [
  [/\bresources?\b/, 'resource'],
  [/\b(air|atmosphere)\b/, 'air'],
  [/\b(water|freshwater|seawater|ocean|river|lake)\b/, 'water'],
  [/\bsoil\b/, 'soil'],
];

/** Returns the compartment of an elementary flow by its categories, the widest one first; null if none of them says it. */
export function findCompartment(categories: readonly string[]): Compartment | null {
  for (const category of categories)
    for (const [pattern, compartment] of COMPARTMENTS)
      if (pattern.test(category.toLowerCase())) return compartment;
  return null;
}

/** Whether categories name a whole compartment, and no part of it such as a river. */
export function isGeneral(categories: readonly string[]): boolean {
  const last = (categories.at(-1) ?? '').toLowerCase();
  return last === 'unspecified' || categories.length <= 1;
}
