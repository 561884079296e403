import type { StatedDistribution } from '../uncertainty.ts';
import type { Fields } from './brightway-sections.ts';

/** Numbers and names of uncertainty types, as stats_arrays has them. */
const NAMES: Readonly<Record<string, string>> = {
  0: 'none',
  1: 'none',
  2: 'lognormal',
  3: 'normal',
  4: 'uniform',
  5: 'triangular',
  6: 'Bernoulli',
  7: 'discrete uniform',
  8: 'Weibull',
  9: 'gamma',
  10: 'beta',
  11: 'generalised extreme value',
  12: "Student's t",
};

/** Returns the distribution that an exchange of brightway states; null without one. Lognormal ones state the logarithms of median and deviation. */
export function readDistribution(fields: Fields): StatedDistribution | null {
  const stated = (fields.get('uncertainty type') ?? '0').toLowerCase().replace(/\.0$/, '');
  const type = NAMES[stated] ?? stated;
  const number = (field: string): number => Number(fields.get(field) ?? Number.NaN);
  switch (type) {
    case 'none':
    case 'undefined':
    case 'no uncertainty':
    case 'undefined uncertainty':
      return null;
    case 'lognormal':
      return { type, median: Math.exp(number('loc')), deviation: Math.exp(number('scale')) };
    case 'normal':
      return { type, mean: number('loc'), deviation: number('scale') };
    case 'uniform':
      return { type, least: number('minimum'), most: number('maximum') };
    case 'triangular':
      return { type, least: number('minimum'), mode: number('loc'), most: number('maximum') };
    default:
      return { type: 'other', name: type };
  }
}
